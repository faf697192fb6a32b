"""Chart data for slides whose workbook behind the chart is plain data.

A chart in a presentation carries a workbook that opens on "Edit data". python-pptx writes it with
formula detection on: an item called "=1+1" would be one there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

from core.report.tables import CREATED, PLAIN_DATA


class PlainChartData(CategoryChartData):
    """Categories and series of a chart, of which no text becomes a formula."""

    # python-pptx offers no option for its workbook: this is the one place where it makes one.
    @property
    def _workbook_writer(self) -> "_PlainWorkbookWriter":
        return _PlainWorkbookWriter(self)  # type: ignore[no-untyped-call]


class _PlainWorkbookWriter(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: BinaryIO) -> Iterator[tuple[Any, Any]]:
        with xlsxwriter.Workbook(xlsx_file, PLAIN_DATA) as workbook:
            workbook.set_properties({"created": CREATED})
            yield workbook, workbook.add_worksheet()
