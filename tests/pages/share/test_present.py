"""The presentation: six slides, one chart and three figures each, turned by buttons."""

import json
import re

import pytest

from core.policy import Policy

PAGE = "pages/share/present.py"


def test_six_slides_follow_each_other_with_three_figures_and_a_chart(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    titles = []
    for number in range(6):
        assert not app.exception
        assert len(app.metric) == 3
        assert len(app.get("plotly_chart")) == 1
        titles.append(app.title[0].value)
        assert app.button(key="slide_next").disabled == (number == 5)
        if number < 5:
            app.button(key="slide_next").click().run(timeout=30)
    assert len(set(titles)) == 6
    app.button(key="slide_previous").click().run(timeout=30)
    assert app.title[0].value == titles[4]


def test_full_screen_is_offered_and_left_again(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    app.button(key="slide_full").click().run(timeout=30)
    assert app.button(key="slide_full").label == "Leave full screen"


def test_without_stock_the_page_says_what_it_needs(open_page) -> None:
    app = open_page(PAGE, None)
    assert not app.exception
    assert "Nothing to show" in app.title[0].value


@pytest.mark.parametrize("recording", ["direct", "allowance"])
def test_a_saved_scenario_and_the_chosen_method_reach_the_slides(
    open_page, small_book, recording: str
) -> None:
    policy = Policy.from_settings({"recording": recording})
    app = open_page("pages/decide/markdown.py", small_book, policy=policy)
    app.text_input(key="markdown_name").set_value("Spring sale")
    next(each for each in app.button if each.label == "Save scenario").click().run()
    app.switch_page(PAGE).run()
    for _ in range(4):
        app.button(key="slide_next").click().run()
    assert "Spring sale" in app.title[0].value
    assert "expected" in " ".join(each.value for each in app.caption)
    chart = json.loads(app.get("plotly_chart")[0].proto.spec)
    (bars,) = [trace for trace in chart["data"] if trace["type"] == "bar"]
    assert bars["marker"]["pattern"]["shape"] == "/"
    app.button(key="slide_next").click().run()
    way = {"direct": "directly", "allowance": "through an allowance"}[recording]
    assert re.search(rf"propose to book \S+ {way}", app.title[0].value)
    assert f"recorded {way}" in " ".join(each.value for each in app.caption)
    assert not app.exception
