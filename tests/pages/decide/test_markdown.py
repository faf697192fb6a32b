"""Markdown: the slider moves every figure, and what is not known is said."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import Analysis, analyze
from core.book import Book
from core.charts import scenario, sentences
from core.charts.formats import Formats
from core.markdown import (
    MarkdownOutcome,
    MarkdownScenario,
    comparison,
    marked_skus,
    prepare,
    simulate,
    simulate_risk,
)
from core.policy import Policy

PAGE = "pages/decide/markdown.py"
USD = Formats("USD")
OpenPage = Callable[..., AppTest]


def text_of(page: AppTest) -> str:
    written = [*page.markdown, *page.caption, *page.info]
    return "\n".join(element.value for element in written).replace("\\", "")


def title_of(page: AppTest) -> str:
    return str(page.title[0].value).replace("\\", "")


def metrics_of(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def look_at(page: AppTest, view: str) -> AppTest:
    page.session_state["markdown_view"] = view
    return page.run()


def simulated(analysis: Analysis, **settings: object) -> MarkdownOutcome:
    inputs = prepare(analysis.book, analysis.policy, analysis.forecast, analysis.exposure.segments)
    return simulate(inputs, MarkdownScenario(**settings))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def analysis(small_book: Book) -> Analysis:
    return analyze(small_book, Policy())


def test_it_opens_on_the_category_with_the_largest_write_down(
    small_book: Book, analysis: Analysis, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    category = analysis.exposure.by_category["category"].iloc[0]
    assert not page.exception
    assert page.selectbox(key=f"markdown_goods_{small_book.digest[:8]}").value == category
    skus = marked_skus(analysis.exposure.items, category=category)
    outcome = simulated(analysis, skus=skus, depth=0.3)
    inputs = prepare(analysis.book, analysis.policy, analysis.forecast, analysis.exposure.segments)
    drawn = simulate_risk(inputs, outcome.scenario)
    figures = scenario.headline_figures(comparison(outcome), drawn.summary, USD, weeks=12)
    assert metrics_of(page) == {figure.label: figure.value for figure in figures}
    beside = {metric.label: metric.proto.delta_description for metric in page.metric}
    assert beside == {figure.label: figure.expected for figure in figures}
    expected = sentences.expected_sentence(
        USD, more_recovered=drawn.more_recovered, beats_hold=drawn.beats_hold
    )
    assert expected in text_of(page)
    table = next(frame.value for frame in look_at(page, "In the books").dataframe)
    shown = table.set_index("Measure").loc["Write-down needed today"]
    assert shown["Markdown"] == metrics_of(page)["Write-down today"]
    table = next(frame.value for frame in page.dataframe if "P10" in frame.value.columns)
    lost = table.set_index("Measure").loc["Units sold in 12 weeks", "Difference"]
    assert beside["Units sold in 12 weeks"] == f"expected {lost}"


def test_the_slider_moves_the_title_and_every_figure(
    small_book: Book, analysis: Analysis, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    before = metrics_of(page)
    page.select_slider(key="markdown_depth").set_value(0.6).run()
    outcome = simulated(
        analysis,
        skus=marked_skus(
            analysis.exposure.items, category=analysis.exposure.by_category["category"].iloc[0]
        ),
        depth=0.6,
    )
    assert not page.exception
    lost = outcome.hold.recovered - outcome.totals.recovered
    assert title_of(page).startswith(
        f"60% off does not pay: it brings {USD.money_short(lost)} less in all"
    )
    after = metrics_of(page)
    assert after["Write-down today"] == USD.money_short(outcome.write_down)
    assert all(
        after[name] != before[name] for name in ("Units sold in 12 weeks", "Units left over")
    )


def test_no_cut_is_the_baseline(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    page.select_slider(key="markdown_depth").set_value(0.0).run()
    assert title_of(page).startswith("At today's price, kept for 12 weeks")
    assert {metric.delta for metric in page.metric} == {"no change"}
    assert "Move the slider" in text_of(page)


def test_settings_reach_the_scenario(
    small_book: Book, analysis: Analysis, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.session_state["markdown_own_response"] = True
    page.session_state["markdown_elasticity"] = -4.0
    page.session_state["markdown_weeks"] = 8
    page.session_state["markdown_after"] = "outlet"
    page.session_state["markdown_own_outlet"] = True
    page.session_state["markdown_outlet_share"] = 10
    page.session_state["markdown_basis"] = "blended"
    page.run()
    assert not page.exception
    category = analysis.exposure.by_category["category"].iloc[0]
    outcome = simulated(
        analysis,
        skus=marked_skus(analysis.exposure.items, category=category),
        depth=0.3,
        weeks=8,
        elasticity=-4.0,
        after_window="outlet",
        residual_proceeds_share=0.1,
        nrv_basis="blended",
    )
    assert metrics_of(page)["Write-down today"] == USD.money_short(outcome.write_down)
    assert metrics_of(page)["Cash in 8 weeks"] == USD.money_short(outcome.totals.cash)
    assert "your own value, for every item" in text_of(page)
    assert "comes to the same total" in text_of(look_at(page, "In the books"))


def test_what_cannot_be_simulated_is_said_with_its_cost(
    small_book: Book, analysis: Analysis, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    digest = small_book.digest[:8]
    page.session_state[f"markdown_goods_{digest}"] = "Home"
    page.session_state[f"markdown_at_risk_{digest}"] = False
    page.run()
    skus = marked_skus(analysis.exposure.items, category="Home", only_at_risk=False)
    left_out = simulated(analysis, skus=skus, depth=0.3).not_simulated
    assert list(left_out["sku"]) == ["B-2"]
    assert sentences.not_simulated_sentence(left_out, USD) in text_of(page)
    assert "$300 at cost" in text_of(page)


def test_the_law_and_the_two_questions_are_said(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    text = text_of(page)
    assert "A markdown is a lower price, not a write-down" in text
    assert "only a plan that is approved and dated" in text
    text = text_of(look_at(page, "In the books"))
    assert "Two questions, two answers" in text
    assert "Direct and allowance show the same net income in every period" in text


def test_figures_have_words_and_tables_can_be_taken_away(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))
    look_at(page, "Item by item")
    keys = {button.key for button in page.get("download_button")}
    assert keys >= {"markdown_csv", "markdown_xlsx"}


def test_without_sales_demand_is_unknown_and_not_zero(
    stock_only_book: Book, open_page: OpenPage
) -> None:
    page = open_page(PAGE, stock_only_book)
    assert not page.exception
    assert "unknown, not zero" in title_of(page)
    assert not page.metric


def test_nothing_at_risk_is_no_error(one_item_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, one_item_book)
    assert not page.exception
    assert "None of these goods" in title_of(page)
    page.session_state[f"markdown_at_risk_{one_item_book.digest[:8]}"] = False
    page.run()
    assert not page.exception
    assert len(page.metric) == 8


def test_an_empty_start_invites(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    assert not page.exception
    assert "Nothing to show" in title_of(page)


def test_a_new_visitor_sees_the_demo(open_demo: Callable[[str], AppTest]) -> None:
    page = open_demo(PAGE)
    assert not page.exception
    assert "30% off" in title_of(page)
    assert len(page.metric) == 8


@pytest.mark.parametrize(
    "view", ["In the books", "Item by item", "Best plan", "Other ways out", "How sure"]
)
def test_every_view_opens_on_every_kind_of_goods(
    view: str, small_book: Book, open_page: OpenPage
) -> None:
    page = look_at(open_page(PAGE, small_book), view)
    assert not page.exception
    page.selectbox(key=f"markdown_goods_{small_book.digest[:8]}").set_value("Everything at risk")
    page.run()
    assert not page.exception
    page.select_slider(key="markdown_depth").set_value(0.0).run()
    assert not page.exception


def test_a_ladder_by_week_reaches_the_scenario(
    small_book: Book, analysis: Analysis, open_page: OpenPage
) -> None:
    page = open_page(PAGE, small_book)
    page.number_input(key="markdown_start").set_value(2)
    page.number_input(key="markdown_week_2").set_value(6)
    page.selectbox(key="markdown_depth_2").set_value(0.5)
    page.multiselect(key="markdown_no_touch").set_value([6])
    page.run()
    assert not page.exception
    assert title_of(page).startswith("30%, then 50% off does not pay")
    category = analysis.exposure.by_category["category"].iloc[0]
    outcome = simulated(
        analysis,
        skus=marked_skus(analysis.exposure.items, category=category),
        depth=0.3,
        start_week=2,
        later=((6, 0.5),),
        no_touch=(6,),
    )
    assert metrics_of(page)["Write-down today"] == USD.money_short(outcome.write_down)
    assert outcome.weeks["depth"].tolist()[:7] == pytest.approx([0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.5])


def test_the_best_plan_is_taken_and_dropped_again(small_book: Book, open_page: OpenPage) -> None:
    page = look_at(open_page(PAGE, small_book), "Best plan")
    before = metrics_of(page)
    page.button(key="markdown_accept").click().run()
    assert not page.exception
    assert title_of(page).startswith("With cuts set item by item, for 12 weeks")
    assert metrics_of(page) != before
    page.button(key="markdown_drop_lines").click().run()
    assert metrics_of(page) == before


def test_a_limit_is_kept_and_its_cost_is_shown(small_book: Book, open_page: OpenPage) -> None:
    page = look_at(open_page(PAGE, small_book), "Best plan")
    page.number_input(key="markdown_budget").set_value(50.0)
    page.number_input(key="markdown_target").set_value(99.0)
    page.run()
    assert not page.exception
    costs = next(frame.value for frame in page.dataframe if "Limit" in frame.value.columns)
    assert costs["Limit"].tolist() == ["Budget for price given away", "Share to be sold"]
    assert "No plan within the limits" in text_of(page)


def test_goods_can_be_chosen_one_by_one(small_book: Book, open_page: OpenPage) -> None:
    page = open_page(PAGE, small_book)
    digest = small_book.digest[:8]
    page.selectbox(key=f"markdown_goods_{digest}").set_value("Items I choose").run()
    assert "None of these goods" in title_of(page)
    page.multiselect(key=f"markdown_items_{digest}").set_value(["C-2"]).run()
    assert not page.exception
    assert "30% off" in title_of(page)
