"""The PDF: one page an owner grasps in a minute, or the whole account behind it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
import typst

from core.accounting import BALANCE_LINES, INCOME_LINES, MEMO_LINES
from core.analysis import Analysis
from core.charts import ledger, sentences
from core.charts.assumptions import assumptions_table
from core.charts.explanations import explain
from core.charts.formats import Formats
from core.report.basis import make_basis, shortened
from core.report.checks import problems_frame
from core.report.document_template import TEMPLATE
from core.report.plans import ComparedPlans
from core.report.story import effect, options, risk_by_age, tell

#: Rows of a long table in the whole account; the workbook has every one.
MOST_ROWS = 40
_FIRST_ITEMS = 5
#: Letters of an item's name in a table: longer ones would push the rest off the first page.
_LONGEST_NAME = 60


def document(
    analysis: Analysis,
    *,
    whole: bool = False,
    company: str = "",
    plans: ComparedPlans | None = None,
) -> bytes:
    """Return the account of an analysis as a PDF.

    Args:
        analysis: whose figures it holds.
        whole: with statements, entries, ratios, items and problems behind the first page.
        company: name of the business; without it the Book's own.
        plans: markdown plans to compare as options.
    """
    formats = Formats(currency=analysis.book.currency)
    basis = make_basis(analysis, formats, company=company)
    story = tell(analysis, formats, plans=plans)
    summary, impact = analysis.summary, analysis.impact
    # What stands side by side has one scale: all four show parts of what is at risk, and the
    # levels that would dwarf them are in the table below.
    charts = (
        risk_by_age(analysis, formats),
        story[2],
        effect(analysis, formats, levels=False),
        options(analysis, formats, plans, levels=False),
    )
    data = {
        **asdict(basis),
        "title": "write-down of inventory",
        "facts": [
            {"label": label, "text": text}
            for label, text in (
                ("Stock at cost", formats.money_short(summary["cost_value"])),
                ("At risk", formats.money_short(summary["at_risk_value"])),
                ("To book", formats.money_short(impact.charge)),
                ("Net income", formats.money_signed(impact.net_income_effect)),
                ("Equity", formats.money_signed(impact.equity_effect)),
            )
        ],
        "charts": [asdict(step) for step in charts],
        "first": [_effects(analysis, formats), _top_items(analysis, formats, _FIRST_ITEMS)],
        "rest": list(_rest(analysis, formats)) if whole else [],
    }
    # Fonts come with the engine: nothing to install, the same bytes on every machine. Only letters
    # that those do not draw, or not well, are taken from the system's fonts where it has any.
    content: bytes = typst.compile(
        TEMPLATE.encode(),
        font_paths=[],
        ignore_system_fonts=False,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return content


def _rest(analysis: Analysis, formats: Formats) -> Iterable[dict[str, Any]]:
    impact, policy = analysis.impact, analysis.policy
    for method in ("direct", "allowance"):
        name = ledger.METHODS[method]
        rows = [
            (posted.words if first else "", *map(str, line))
            for posted in ledger.postings(impact.journal, formats, method=method, period="current")
            for first, line in _numbered(posted.lines)
        ]
        yield _part(
            f"{name}: entries of this period",
            ("In words", "Account", "Debit", "Credit"),
            rows,
            widths=(3, 2, 0, 0),
            words=(0, 1),
            text="" if rows else "Nothing is posted.",
        )
        amounts = ledger.line_amounts(impact.statements, method=method, period="current")
        names = {**INCOME_LINES, **BALANCE_LINES, **MEMO_LINES}
        yield _part(
            f"{name}: statements",
            ("Line", "Before", "Change", "After"),
            [
                (names[str(line)], *(formats.money_statement(float(each)) for each in values))
                for line, *values in amounts[["before", "effect", "after"]].itertuples()
            ],
            widths=(3, 1, 1, 1),
        )
    ratios = ledger.ratio_table(impact.ratios, formats, method=impact.recording)
    yield _frame("Ratios", ratios, widths=(3, *[2] * (ratios.shape[1] - 2), 6), all_words=True)
    yield _top_items(analysis, formats, MOST_ROWS)
    by_category = analysis.exposure.by_category
    yield _part(
        "By category",
        ("Category", "Items", "Cost", "Write-down"),
        [
            (str(name), formats.units(int(items)), formats.money(cost), formats.money(loss))
            for name, items, cost, loss in by_category[
                ["category", "items", "cost_value", "write_down"]
            ]
            .head(MOST_ROWS)
            .itertuples(index=False)
        ],
        widths=(3, 1, 1, 1),
        more=_more(len(by_category)),
    )
    problems = problems_frame((*analysis.book.problems, *impact.problems))
    yield _part(
        "What the data could not say",
        ("Weight", "Where", "What to do", "Times"),
        [
            (
                str(row["severity"]),
                " ".join(str(row[n]) for n in ("file", "sheet", "column") if not pd.isna(row[n])),
                str(row["repair"]),
                formats.units(float(row["count"])),
            )
            for _, row in problems.head(MOST_ROWS).iterrows()
        ],
        widths=(0, 2, 4, 0),
        words=(0, 1, 2),
        more=_more(len(problems)),
        text="" if len(problems) else "Every row was understood.",
    )
    yield _frame(
        "Assumptions", assumptions_table(policy, formats), widths=(2, 3, 4), all_words=True
    )
    terms = [
        explain(key)
        for key in ("cost_value", "nrv", "write_down", "likely_range", "charge", "direct",
                    "allowance")
    ]  # fmt: skip
    yield _part(
        "How it is computed",
        ("Term", "Rule", "Source"),
        [(each.term, each.computed, each.source) for each in terms],
        widths=(2, 6, 2),
        words=(0, 1, 2),
    )


def _effects(analysis: Analysis, formats: Formats) -> dict[str, Any]:
    impact = analysis.impact
    lines = ledger.line_amounts(impact.statements, method=impact.recording, period="current")
    amounts: dict[str, dict[str, float]] = lines.to_dict()  # type: ignore[assignment]
    shown = {
        "gross_profit": "Gross profit",
        "profit_before_tax": "Profit before tax",
        "net_income": "Net income",
        "inventory_net": "Inventory, net",
        "total_assets": "Total assets",
        "equity": "Equity",
    }
    return _part(
        f"Before and after, {formats.currency}",
        ("Line", "Before", "Change", "After"),
        [
            (
                label,
                *(
                    formats.money_statement(amounts[column][line])
                    for column in ("before", "effect", "after")
                ),
            )
            for line, label in shown.items()
        ],
        widths=(3, 1, 1, 1),
    )


def _top_items(analysis: Analysis, formats: Formats, count: int) -> dict[str, Any]:
    items = analysis.exposure.items
    losing = items[items["write_down"] > 0]
    # Counted as everywhere else: an item that loses pennies is worth no step, but stays in sight.
    counted = sentences.losing_items(items)
    return _part(
        "Largest write-downs",
        ("SKU", "Item", "Reason", "Units", "Cost", "Write-down"),
        [
            (
                str(row["sku"]),
                ""
                if pd.isna(row["description"])
                else shortened(str(row["description"]), _LONGEST_NAME),
                str(row["reason"]),
                formats.units(float(row["on_hand"])),
                formats.money(float(row["cost_value"])),
                formats.money(float(row["write_down"])),
            )
            for _, row in losing.head(count).iterrows()
        ],
        widths=(2, 5, 2, 1, 2, 2),
        words=(0, 1, 2),
        more=_more(counted, count, pennies=len(losing) - counted)
        if len(losing)
        else "No item is written down.",
    )


def _part(
    title: str,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    words: Sequence[int] = (0,),
    more: str = "",
    text: str = "",
) -> dict[str, Any]:
    table = {
        "titles": list(titles),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "words": list(words),
        "more": more,
    }
    return {"title": title, "words": text, "table": table}


def _frame(
    title: str, frame: pd.DataFrame, *, widths: Sequence[int], all_words: bool
) -> dict[str, Any]:
    titles = [str(name).capitalize() for name in frame.columns]
    rows = [["" if pd.isna(cell) else str(cell) for cell in row] for row in frame.to_numpy()]
    words = range(len(titles)) if all_words else (0,)
    return _part(title, titles, rows, widths=widths, words=list(words))


def _numbered(lines: pd.DataFrame) -> Iterable[tuple[bool, tuple[Any, ...]]]:
    return ((place == 0, tuple(row)) for place, row in enumerate(lines.to_numpy()))


def _more(rows: int, shown: int = MOST_ROWS, *, pennies: int = 0) -> str:
    left = rows - shown
    if left <= 0:
        return ""
    beside = f", beside {pennies:,} that lose less than half a unit of money" if pennies else ""
    return f"And {left:,} more{beside}; the workbook has every one."
