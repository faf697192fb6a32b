"""What expires when, wherever it is shown: the calendar, its windows and the lots behind them."""

from core.analysis import Analysis
from core.charts import sentences
from core.charts.expiry import expiry_alt, expiry_figure
from core.charts.formats import Formats
from core.exposure import expiry_calendar, expiry_windows
from pages.parts import derived, widgets

#: Months of the calendar with a bar of their own.
MONTHS = 12


def calendar(analysis: Analysis, formats: Formats) -> None:
    """Show the expiry calendar with its table and the lots to download."""
    found = derived.shelf(analysis)
    windows = expiry_windows(found.expired, found.outlook)
    months = expiry_calendar(found.expired, found.outlook, months=MONTHS)
    widgets.figure(
        sentences.calendar_sentence(months, formats),
        expiry_figure(months, formats, dark=widgets.is_dark()),
        alt=expiry_alt(months, windows, formats),
        key="calendar",
        explanation="expected_expired",
    )
    if len(months):
        columns = ("window", "lots", "units", "cost_value", "expected_expired", "expected_loss")
        widgets.table(windows, columns, formats, key="windows")
        sheets = {
            "by window": windows, "expired lots": found.expired, "dated lots": found.outlook,
        }  # fmt: skip
        widgets.downloads("expiry", sheets, key="windows_file")
