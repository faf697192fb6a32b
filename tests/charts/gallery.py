"""Every figure the app draws, made from the demo businesses: to look at, and to test.

python -m tests.charts.gallery FILE    a page with all of them at every width, light and dark
"""

import base64
import html
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit
from plotly.offline import get_plotlyjs

from core.accounting import latest_financials
from core.accounting.method_lab import Outlook, method_lab
from core.analysis import Analysis
from core.charts import (
    accounting,
    causes,
    change,
    components,
    decision,
    demand,
    effect,
    expiry,
    exposure,
    ledger,
    markdown,
    ordering,
    story,
    theme,
    treemap,
)
from core.charts.formats import Formats
from core.demand import (
    accuracy_by_class,
    item_forecast,
    item_history,
    out_of_stock,
    rolling_test,
)
from core.demand import components as split_history
from core.exposure import (
    expired_lots,
    expiry_calendar,
    expiry_outlook,
    loss_causes,
    sum_causes,
    with_prevention,
)
from core.markdown import (
    DEPTH_STEPS,
    Limits,
    MarkdownPlan,
    MarkdownScenario,
    compare,
    depth_curve,
    estimate_response,
    frontier,
    plan_space,
    prepare,
    simulate_plan,
    tornado,
)
from core.replenishment import replay, stock_by_service
from core.report.story import tell
from tests.report.demos import demo_analysis

#: Widths of a figure in pixels: on a phone of 390, beside another on a page 768, 1280 and 1920
#: wide, and alone on the two last.
WIDTHS = (300, 358, 383, 700, 848, 1490)

Figures = dict[str, go.Figure]


@dataclass(frozen=True, slots=True)
class Ink:
    """How numbers are read, and on which background."""

    formats: Formats
    dark: bool


@lru_cache(maxsize=2)
def figures(*, dark: bool = False) -> Mapping[str, go.Figure]:
    """Return every kind of figure under its name."""
    shop, grocer = demo_analysis("gift_shop"), demo_analysis("grocer")
    ink = Ink(Formats(currency=shop.book.currency), dark)
    other = Ink(Formats(currency=grocer.book.currency), dark)
    return {
        **_of_exposure(shop, ink),
        **_of_the_books(shop, ink),
        **_of_demand(shop, ink),
        **_of_orders(shop, ink),
        **_of_markdowns(shop, ink),
        **_of_the_story(shop, ink),
        "expiry": _calendar(grocer, other),
        "carrying value with unknown": exposure.carrying_value_figure(
            grocer.exposure.by_reason, other.formats, dark=dark
        ),
    }


def _of_exposure(shop: Analysis, ink: Ink) -> Figures:
    found, formats, dark = shop.exposure, ink.formats, ink.dark
    reasons = loss_causes(found.segments, found.items, shop.book.sales, as_of=shop.book.as_of)
    by_cause = sum_causes(with_prevention(reasons, shop.orders), "cause")
    steps = pd.DataFrame(
        {
            "step": ["write-down then", "new stock", "sold", "aged", "price", "recovered",
                     "write-down now"],
            "change": [57_320.0, 12_988.0, -30_207.0, 9_880.0, 1_645.0, -2_786.0, 48_840.0],
        }
    )  # fmt: skip
    by_age, by_reason = exposure.risk_figures(found.aging, found.by_reason, formats, dark=dark)
    return {
        "risk by age": by_age,
        "risk by reason": by_reason,
        "aging": exposure.aging_figure(found.aging, formats, dark=dark),
        "categories": exposure.category_figure(found.by_category, formats, dark=dark),
        "top items": exposure.top_items_figure(found.items, formats, dark=dark),
        "carrying value": exposure.carrying_value_figure(found.by_reason, formats, dark=dark),
        "stock map": treemap.stock_map_figure(found.items, formats, dark=dark),
        "causes": causes.causes_figure(by_cause, formats, dark=dark),
        "change": change.change_figure(steps, formats, dark=dark),
    }


def _of_the_books(shop: Analysis, ink: Ink) -> Figures:
    impact, formats, dark = shop.impact, ink.formats, ink.dark
    changes = ledger.equity_changes(impact.statements)
    span = effect.common_span(impact.statements, changes)
    lab = method_lab(
        impact.stock,
        financials=latest_financials(shop.book.financials),
        policy=shop.policy,
        currency=shop.book.currency,
        as_of=shop.book.as_of,
        outlook=Outlook(),
    )
    assert lab is not None
    limits = pd.DataFrame(
        {"ratio": ["current_ratio", "debt_to_equity"], "headroom": [120_500.0, -8_400.0]}
    )
    months = ledger.lab_measure(lab.periods, "profit", formats)
    return {
        "profit bridge": effect.profit_bridge_figure(
            impact.statements, formats, span=span, dark=dark
        ),
        "before and after": accounting.before_after_figure(impact.statements, formats, dark=dark),
        "equity": effect.equity_change_figure(changes, formats, span=span, dark=dark),
        "method lab": accounting.equity_figure(months, formats, title="Profit", dark=dark),
        "headroom": accounting.headroom_figure(limits, formats, dark=dark),
    }


def _of_demand(shop: Analysis, ink: Ink) -> Figures:
    forecast, formats, dark = shop.forecast, ink.formats, ink.dark
    assert forecast is not None
    sold = shop.book.sales.groupby("sku")["units"].sum()
    held = shop.book.stock.groupby("sku")["on_hand"].sum()
    sku = str(sold.where(held > 0).idxmax())
    history, ahead = item_history(forecast, sku), item_forecast(forecast, sku)
    without = out_of_stock(forecast.treatments[forecast.treatments["sku"] == sku])
    parts = split_history(history, freq=forecast.calendar.freq, season=forecast.calendar.season)
    tested = accuracy_by_class(rolling_test(forecast).items, forecast.classes)
    figures = {
        "forecast": demand.forecast_figure(
            history, ahead, formats, out_of_stock=without, dark=dark
        ),
        "cover": demand.cover_figure(
            ahead,
            formats,
            on_hand=float(held[sku]),
            as_of=shop.book.as_of,
            reorder_point=float(held[sku]) / 3,
            stockout_date=ahead["period"].iloc[3],
            dark=dark,
        ),
        "accuracy": demand.accuracy_figure(tested, formats, dark=dark),
    }
    if parts is not None:
        figures["components"] = components.components_figure(parts.frame, formats, dark=dark)
    return figures


def _of_orders(shop: Analysis, ink: Ink) -> Figures:
    curve = stock_by_service(shop.book, shop.policy, shop.forecast)
    level = shop.policy.service_level
    played = replay(shop.book, shop.policy, shop.forecast)
    assert played is not None
    return {
        "service": ordering.service_figure(curve, ink.formats, service_level=level, dark=ink.dark),
        "replay": ordering.replay_figure(played.by_day, ink.formats, dark=ink.dark),
    }


def _of_markdowns(shop: Analysis, ink: Ink) -> Figures:
    formats, dark, book = ink.formats, ink.dark, shop.book
    assert shop.forecast is not None
    response = estimate_response(book.sales, book.items, as_of=book.as_of)
    inputs = prepare(book, shop.policy, shop.forecast, shop.exposure.segments, response=response)
    items = shop.exposure.items
    skus = tuple(items.loc[items["write_down"] > 0, "sku"].head(60))
    cut = MarkdownScenario(name="A third off at once", skus=skus, depth=0.3)
    ladder = MarkdownScenario(name="Two steps", skus=skus, depth=0.2, later=((5, 0.5),))
    plan = MarkdownPlan(cut, book.as_of)
    outcome = simulate_plan(inputs, plan)
    space = plan_space(inputs, cut.hold(), by_week=None)
    swings = tornado(inputs, plan)
    beside = compare(inputs, (plan, MarkdownPlan(ladder, book.as_of)), baseline="Today's price")
    curve = depth_curve(inputs, cut, DEPTH_STEPS)
    return {
        "depths": markdown.depth_figure(curve, formats, depth=0.3, dark=dark),
        "weeks": markdown.weeks_figure(outcome.weeks, formats, dark=dark),
        "frontier": decision.frontier_figure(
            frontier(space.choices, Limits()), formats, budget=500, dark=dark
        ),
        "tornado": decision.tornado_figure(swings, formats, dark=dark),
        "scenarios": decision.compare_figure(beside.measures, "recovered", formats, dark=dark),
    }


def _of_the_story(shop: Analysis, ink: Ink) -> Figures:
    return {
        f"slide {number}": story.story_figure(step, dark=ink.dark)
        for number, step in enumerate(tell(shop, ink.formats), start=1)
    }


def _calendar(grocer: Analysis, ink: Ink) -> go.Figure:
    segments = grocer.exposure.segments
    outlook = expiry_outlook(
        segments,
        grocer.forecast,
        as_of=grocer.book.as_of,
        min_remaining_life_days=grocer.policy.min_remaining_life_days,
    )
    gone = expired_lots(segments, as_of=grocer.book.as_of)
    return expiry.expiry_figure(
        expiry_calendar(gone, outlook, months=12), ink.formats, dark=ink.dark
    )


def page(shown: Mapping[str, go.Figure], widths: Iterable[int], *, dark: bool = False) -> str:
    """Return an HTML page of figures, each at every width, in the letters of the app."""
    palette = theme.colors(dark=dark)
    (font,) = (Path(streamlit.__file__).parent / "static" / "static" / "media").glob(
        "SourceSansVF-Upright*.woff2"
    )
    letters = base64.b64encode(font.read_bytes()).decode()
    drawn = [
        {"id": f"{name} at {width}", "width": width, "figure": json.loads(figure.to_json())}
        for name, figure in shown.items()
        for width in widths
    ]
    boxes = "".join(
        f"<p>{html.escape(each['id'])}</p><div class=box id='{html.escape(each['id'])}' "
        f"style='width:{each['width']}px'></div>"
        for each in drawn
    )
    return f"""<!doctype html><meta charset=utf-8><style>
@font-face {{ font-family: "Source Sans"; src: url(data:font/woff2;base64,{letters});
  font-weight: 200 900; }}
body {{ background: {palette.surface}; color: {palette.text}; font: 13px "Source Sans"; }}
</style>{boxes}<script>{get_plotlyjs()}</script><script>
const drawn = {json.dumps(drawn)}, config = {json.dumps(theme.figure_config())};
document.fonts.load('13px "Source Sans"').then(async () => {{
  for (const each of drawn) {{
    each.figure.layout.width = each.width;
    await Plotly.newPlot(each.id, each.figure.data, each.figure.layout, config);
  }}
  document.title = "drawn";
}});
</script>"""


def main() -> None:
    """Write the page."""
    dark = "--dark" in sys.argv
    Path(sys.argv[1]).write_text(page(figures(dark=dark), WIDTHS, dark=dark), encoding="utf-8")


if __name__ == "__main__":
    main()
