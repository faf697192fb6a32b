"""One item's demand laid open: what sold, what is expected, and how long the stock lasts."""

import pandas as pd
import streamlit as st

from core.analysis import Analysis
from core.charts import demand as charts
from core.charts import sentences
from core.charts.components import components_figure
from core.charts.formats import Formats
from core.demand import (
    DemandForecast,
    components,
    item_forecast,
    item_history,
    kept_by_age,
    level_step,
    model_weights,
    out_of_stock,
    residual_check,
)
from pages.parts import derived, widgets


def show(analysis: Analysis, item: pd.Series, formats: Formats, *, dark: bool) -> None:
    """Show one row of the table of demand in words and figures."""
    title = sentences.item_title(item["sku"], item["description"])
    st.header(widgets.plain(title), anchor=False)
    text = sentences.forecast_sentence(
        formats,
        per_week=item["demand_per_week"],
        on_hand=item["on_hand"],
        as_of=analysis.book.as_of,
        reorder_point=item["reorder_point"],
        service_level=analysis.policy.service_level,
        stockout_date=item["stockout_date"],
    )
    st.markdown(f"{widgets.plain(text)}.")
    forecast, tested = analysis.forecast, derived.tested(analysis)
    if forecast is None or tested is None or item["demand_class"] == "unknown":
        return
    position = forecast.for_skus([item["sku"]])[0]
    period = "month" if forecast.calendar.freq == "M" else "week"
    badge = sentences.item_badge(tested.item(item["sku"]), formats, period=period)
    reason = sentences.why_this_number(
        str(item["model"]),
        formats,
        expected=float(forecast.mean[:, position].sum()),
        by_model=float(forecast.model_mean[:, position].sum()),
        kept=kept_by_age(forecast, item["sku"]),
        step=level_step(forecast, item["sku"]),
    )
    st.caption(widgets.plain(f"{badge}. {reason}."), help=widgets.how("forecast_error"))
    history = item_history(forecast, item["sku"])
    ahead = item_forecast(forecast, item["sku"])
    treated = forecast.treatments[forecast.treatments["sku"] == item["sku"]]
    without = out_of_stock(treated)
    left, right = st.columns(2, gap="large")
    with left:
        widgets.figure(
            "Sold, and expected with the range of eight in ten cases",
            charts.forecast_figure(history, ahead, formats, out_of_stock=without, dark=dark),
            alt=charts.forecast_alt(history, ahead, formats),
            key="item_forecast",
            explanation="forecast",
        )
        if marked := sentences.marked_sentence(len(without), formats, period=period):
            st.caption(widgets.plain(marked), help=widgets.how("treatments"))
    with right:
        stock = {"on_hand": item["on_hand"], "as_of": analysis.book.as_of}
        end = item["stockout_date"]
        figure = charts.cover_figure(
            ahead,
            formats,
            **stock,
            reorder_point=item["reorder_point"],
            stockout_date=end,
            dark=dark,
        )
        widgets.figure(
            "Stock left if nothing is ordered",
            figure,
            alt=charts.cover_alt(formats, **stock, stockout_date=end),
            key="item_cover",
            explanation="days_of_cover",
        )
    if len(treated):
        st.caption(
            widgets.plain(f"{sentences.treatments_sentence(treated, formats)}."),
            help=widgets.how("treatments"),
        )
        shown = treated.assign(treatment=treated["treatment"].map(sentences.TREATMENTS))
        names = ("period", "treatment", "sold", "counted")
        widgets.table(shown, names, formats, key="item_treatments")
    if st.toggle("Weights of the models, and a check of their errors", key="forecast_weights"):
        widgets.table(
            model_weights(forecast, item["sku"]), ("part", "weight"), formats, key="item_weights"
        )
        checked = residual_check(forecast, item["sku"])
        st.caption(
            widgets.plain(f"{sentences.residual_sentence(checked, formats, period=period)}."),
            help=widgets.how("residuals"),
        )
    if st.toggle("Split the history into trend, season and rest", key="forecast_parts"):
        _parts(forecast, history, formats, dark=dark)


def _parts(
    forecast: DemandForecast, history: pd.DataFrame, formats: Formats, *, dark: bool
) -> None:
    calendar = forecast.calendar
    parts = components(history, freq=calendar.freq, season=calendar.season)
    if parts is None:
        st.info("The history is too short to tell a season from chance.")
        return
    finding = sentences.components_sentence(parts.season_strength, formats)
    widgets.figure(
        finding,
        components_figure(parts.frame, formats, dark=dark),
        alt=f"{finding}.",
        key="components",
        explanation="components",
    )
