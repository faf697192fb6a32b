"""Forecast: how every item sells, how sure that is, and one item laid open."""

import pandas as pd
import streamlit as st

from core.analysis import DEMAND_ORDERS, demand_table, sort_demand
from core.charts import demand as charts
from core.charts import sentences
from core.demand import accuracy_by_class
from core.exposure import search_text
from pages.parts import derived, expectations, item_demand, widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300

analysis = current_analysis()
formats = widgets.formats_of(analysis)
forecast, book = analysis.forecast, analysis.book
dark = widgets.is_dark()

tested = derived.tested(analysis)
if forecast is None or tested is None:
    widgets.page_heading(
        "Demand is unknown, not zero: no sales were given",
        "With sales, this page forecasts every item, with an interval and a test on the past",
    )
    st.page_link("pages/start/data.py", label="Add a sales export", icon=":material/upload_file:")
    st.stop()

table, total = demand_table(analysis, tested.items), tested.summary
period = "month" if forecast.calendar.freq == "M" else "week"
widgets.page_heading(
    sentences.accuracy_sentence(total, formats),
    f"{formats.count(len(forecast.skus), 'item')} with sales up to "
    f"{formats.date(book.as_of)}, summed over {period}s (to be changed on the Policy page)",
)
detail = sentences.accuracy_detail(total, formats, period=period)
if detail:
    st.markdown(f"{widgets.plain(detail)}.", help=widgets.how("forecast_error"))
    with st.expander("The test, and the error by kind of demand", icon=":material/bar_chart:"):
        names = ("method", "origins", "wape", "mase", "bias", "coverage80")
        widgets.table(tested.total, names, formats, key="tested")
        st.caption(widgets.plain(sentences.origins_sentence(tested, formats, period=period)))
        by_class = accuracy_by_class(tested.items, forecast.classes)
        widgets.figure(
            sentences.classes_sentence(by_class, formats),
            charts.accuracy_figure(by_class, formats, dark=dark),
            alt=charts.accuracy_alt(total, formats),
            key="accuracy",
            explanation="forecast_error",
        )
if len(forecast.events):
    said = sentences.events_sentence(forecast.events, formats, period=period)
    st.caption(f":material/event: {widgets.plain(said)}.", help=widgets.how("treatments"))
if len(forecast.treatments):
    title = sentences.treatments_sentence(forecast.treatments, formats)
    with st.expander(widgets.plain(title), icon=":material/rule:"):
        shown = forecast.treatments.assign(
            treatment=forecast.treatments["treatment"].map(sentences.TREATMENTS),
            moved=(forecast.treatments["counted"] - forecast.treatments["sold"]).abs(),
        ).sort_values("moved", ascending=False, ignore_index=True)
        names = ("sku", "period", "treatment", "sold", "counted")
        widgets.table(shown.head(SHOWN), names, formats, key="treatments")
        st.caption(
            "Sales themselves stay as they are; the forecast learns from what a period counts for. "
            "One-offs can count in full instead: Policy page, under Demand.",
            help=widgets.how("treatments"),
        )
        widgets.downloads("treatments", {"treatments": shown[list(names)]}, key="treatments_file")
expectations.show(analysis, formats)


@st.fragment
def items(table: pd.DataFrame) -> None:
    """Search and sort the items, and lay one open, without drawing the rest again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.segmented_control(
            "Sort", list(DEMAND_ORDERS), default="Best sellers", required=True, key="forecast_sort"
        )
        text = st.text_input(
            "Search", type="search", key="forecast_search", placeholder="SKU or name"
        )
    found = sort_demand(search_text(table, text), str(order))
    if found.empty:
        st.info("No item matches the search.")
        return
    shown = found.head(SHOWN)
    columns = (
        "sku", "description", "demand_class", "demand_per_week", "on_hand", "days_of_cover",
        "stockout_date", "reorder_point", "mase", "model",
    )  # fmt: skip
    event = widgets.table(shown, columns, formats, key="forecast_items", on_select="rerun")
    st.caption(
        "Choose a row to see the item below. MASE sets the error, up to a quarter ahead, against "
        "the usual step from one period to the next.",
        help=widgets.how("mase"),
    )
    widgets.downloads("forecast", {"items": table}, key="forecast_file")
    chosen = widgets.chosen_row(event, shown)
    item_demand.show(analysis, shown.iloc[0] if chosen is None else chosen, formats, dark=dark)


items(table)
widgets.csv_download(
    "Every item and period, CSV", "forecast_periods", forecast.frame, key="forecast_periods"
)
