"""Forecast: how every item sells, how sure that is, and one item laid open."""

import streamlit as st

from core.analysis import demand_table
from core.charts import demand as charts
from core.charts import sentences
from core.charts.components import components_figure
from core.demand import components, item_forecast, item_history
from core.exposure import search_text
from pages.parts import widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 300

analysis = current_analysis()
formats = widgets.formats_of(analysis)
forecast, book, policy = analysis.forecast, analysis.book, analysis.policy
dark = widgets.is_dark()
table = demand_table(analysis)

if forecast is None:
    widgets.page_heading(
        "Demand is unknown, not zero: no sales were given",
        "With sales, this page forecasts every item, with an interval and a test on the past",
    )
    st.page_link("pages/start/data.py", label="Add a sales export", icon=":material/upload_file:")
    st.stop()

widgets.page_heading(
    sentences.accuracy_sentence(forecast.accuracy, formats),
    f"{formats.count(len(forecast.skus), 'item')} with sales up to {formats.date(book.as_of)}",
)

text = st.text_input("Search", type="search", key="forecast_search", placeholder="SKU or name")
found = search_text(table, text)
columns = (
    "sku", "description", "demand_class", "demand_per_week", "mase", "on_hand", "days_of_cover",
    "reorder_point", "stockout_date", "model",
)  # fmt: skip
chosen = widgets.table(
    found.head(SHOWN), columns, formats, key="forecast_items", on_select="rerun", height=300
)
widgets.downloads(
    "forecast", {"items": table, "forecast": forecast.frame().head(widgets.MOST_ROWS)}, key="fc"
)
if found.empty:
    st.info("No item matches the search.")
    st.stop()

rows = chosen["selection"]["rows"]
item = found.iloc[rows[0] if rows else 0]
st.header(widgets.plain(sentences.item_title(item["sku"], item["description"])), anchor=False)
st.write(
    widgets.plain(
        sentences.forecast_sentence(
            formats,
            per_week=item["demand_per_week"],
            on_hand=item["on_hand"],
            as_of=book.as_of,
            reorder_point=item["reorder_point"],
            service_level=policy.service_level,
            stockout_date=item["stockout_date"],
        )
    )
)
if item["demand_class"] == "unknown":
    st.stop()

history = item_history(forecast, item["sku"])
ahead = item_forecast(forecast, item["sku"])
left, right = st.columns(2, gap="large")
with left:
    widgets.figure(
        "Sold, and expected with the range of eight in ten cases",
        charts.forecast_figure(history, ahead, formats, dark=dark),
        alt=charts.forecast_alt(history, ahead, formats),
        key="item_forecast",
        explanation="forecast",
    )
with right:
    stock = {"on_hand": item["on_hand"], "as_of": book.as_of}
    widgets.figure(
        "Stock left if nothing is ordered",
        charts.cover_figure(
            ahead,
            formats,
            **stock,
            reorder_point=item["reorder_point"],
            stockout_date=item["stockout_date"],
            dark=dark,
        ),
        alt=charts.cover_alt(formats, **stock, stockout_date=item["stockout_date"]),
        key="item_cover",
        explanation="days_of_cover",
    )

show_parts = st.toggle("Split the history into trend, season and rest", key="forecast_parts")
parts = (
    components(history, freq=forecast.calendar.freq, season=forecast.calendar.season)
    if show_parts
    else None
)
if parts is not None:
    widgets.figure(
        sentences.components_sentence(parts.season_strength, formats),
        components_figure(parts.frame, formats, dark=dark),
        alt=sentences.components_sentence(parts.season_strength, formats),
        key="components",
        explanation="components",
    )
elif show_parts:
    st.info("The history is too short to tell a season from chance.")
