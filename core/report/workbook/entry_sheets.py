"""The sheets Entries and Allowance: from the test to what is booked, in both methods."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.accounting import allocate, tax_effect
from core.accounting.tax import relief_share
from core.analysis import Analysis
from core.charts.ledger import line_amounts
from core.money import round_money
from core.report.workbook.lot_sheet import LotCells
from core.report.workbook.pen import UNKNOWN, Pen, known, when_known

METHODS = ("direct", "allowance")


_REVERSING = 'Framework<>"US GAAP"'


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as a formula, and the value it has in the app."""

    formula: str
    value: float


def _facts(
    pen: Pen, analysis: Analysis, *, last_test_row: int, lots: LotCells | None
) -> dict[str, tuple[str, Amount]]:
    """Return name of a cell -> label and amount: from the test to what is booked."""
    impact, policy, digits = analysis.impact, analysis.policy, pen.digits
    cost, loss, reason, kind = (
        f"Test!${letter}$2:${letter}${last_test_row}" for letter in ("U", "W", "X", "Y")
    )
    at_level = (
        f'IF(Unit_of_account="item",SUMIFS({loss},{kind},"write_down"),'
        f'SUMIFS({loss},{kind},"write_down")-SUMIFS({loss},{reason},"below cost")-'
        f'SUMIFS({loss},{reason},"below market")+'
        'IF(Unit_of_account="total",Loss_in_total,Loss_by_category))'
    )
    # Where no row could be judged the loss is unknown, not zero; without rows there is none.
    all_rows = f"Test!$A$2:$A${last_test_row}"
    judged = f"OR(COUNT({loss})>0,COUNT({all_rows})=0)"
    not_costed = f'COUNTIF(Test!$I$2:$I${last_test_row},"{UNKNOWN}")>0'
    surplus = f"MAX(0,ROUND(Opening_allowance-Required_allowance,{digits}))"
    if lots is not None:
        surplus = f"IF({_REVERSING},{lots.loose},0)"
    withheld = f'IF({not_costed},{surplus},MIN({surplus},SUMIFS({cost},{reason},"{UNKNOWN}")))'
    down = pen.half_even("Charge*Required_write_down/Required_allowance")
    down = f"IF(Required_allowance=0,0,{down})"
    if lots is not None:
        down = f"ROUND(Charge-{lots.total('T')},{digits})"
    is_separate = (
        'OR(Presentation="separate",AND(Presentation="by materiality",'
        f"{known('Profit_before_tax', 'Charge')},N(Charge)>Materiality*ABS(N(Profit_before_tax))))"
    )
    is_judged = not math.isnan(impact.required_allowance)
    closing = impact.opening_allowance + impact.charge - impact.release - impact.used
    in_account = abs(
        line_amounts(impact.statements, method="direct", period="current")["before"][
            "inventory_allowance"
        ]
    )
    parts = allocate(
        impact.charge if is_judged else 0.0,
        [impact.write_down, impact.write_off] if impact.charge > 0 else [0.0, 0.0],
        currency=pen.currency,
    ).tolist()
    if impact.rolled is not None and is_judged:
        off = impact.rolled.total("charged_off")
        parts = [round_money(impact.charge - off, pen.currency), off]
    tax = tax_effect(
        impact.release + impact.used - impact.charge,
        opening_allowance=impact.opening_allowance,
        closing_allowance=closing,
        rate=impact.tax_rate,
        recognized=1.0 - policy.deferred_tax_valuation,
        deductible=policy.reserve_deductible,
        currency=pen.currency,
    )
    now = pen.half_even_signed("(Tax_rate*(Charge-Release-Used_before))")
    later = (
        f"ROUND({pen.half_even('Tax_relief_rate*Closing_allowance')}-"
        f"{pen.half_even('Tax_relief_rate*Opening_allowance')},{digits})"
    )
    rows: tuple[tuple[str, str, str, float], ...] = (
        (
            "Tax_relief_rate",
            "Relief a unit of loss brings",
            'IF(Tax_timing="booked",Tax_rate,Tax_rate*(1-Deferred_tax_valuation))',
            relief_share(
                impact.tax_rate,
                deductible=policy.reserve_deductible,
                recognized=1.0 - policy.deferred_tax_valuation,
            )[1],
        ),
        ("Inventory_cost", "Stock at cost", f"SUM({cost})", impact.inventory_cost),
        (
            "Required_write_down",
            "Loss on goods that can be sold",
            f'IF({judged},{at_level},"{UNKNOWN}")',
            impact.write_down,
        ),
        (
            "Required_write_off",
            "Loss on goods that cannot be sold",
            f'IF({judged},SUMIFS({loss},{kind},"write_off"),"{UNKNOWN}")',
            impact.write_off,
        ),
        (
            "Required_allowance",
            "Required allowance",
            when_known(
                f"ROUND(Required_write_down+Required_write_off,{digits})",
                "Required_write_down",
                "Required_write_off",
            ),
            impact.required_allowance,
        ),
        (
            "Opening_allowance",
            "On the books before",
            "ABS(N(Input_inventory_allowance))" if lots is None else lots.total("G"),
            impact.opening_allowance,
        ),
        (
            "Allowance_in_account",
            "Of it in an account beside Inventory",
            "ABS(N(Input_inventory_allowance))",
            in_account,
        ),
        (
            "Used_before",
            "Used by goods gone since the last run",
            when_known(
                "0" if lots is None else f"ROUND({lots.total('M')}+{lots.total('N')},{digits})",
                "Required_allowance",
            ),
            impact.used,
        ),
        (
            "Charge",
            "Charge of the period",
            when_known(
                f"MAX(0,ROUND(Required_allowance-Opening_allowance,{digits}))"
                if lots is None
                else f"ROUND({lots.total('O')},{digits})",
                "Required_allowance",
            ),
            impact.charge,
        ),
        (
            "Release_withheld",
            "Surplus that may belong to goods not judged: it stays",
            when_known(withheld, "Required_allowance"),
            impact.release_withheld if is_judged else math.nan,
        ),
        (
            "Release",
            "Taken back (never under US GAAP)",
            when_known(
                f"IF({_REVERSING},ROUND({surplus}-Release_withheld,{digits}),0)"
                if lots is None
                else f"ROUND({lots.total('R')},{digits})",
                "Release_withheld",
            ),
            impact.release,
        ),
        (
            "Closing_allowance",
            "Allowance after",
            when_known(
                f"ROUND(Opening_allowance+Charge-Release-Used_before,{digits})",
                "Charge",
                "Release",
                "Used_before",
            ),
            closing,
        ),
        (
            "Charge_write_down",
            "Charge on goods that can be sold",
            when_known(down, "Charge"),
            parts[0] if is_judged else math.nan,
        ),
        (
            "Charge_write_off",
            "Charge on goods that cannot be sold",
            when_known(f"ROUND(Charge-Charge_write_down,{digits})", "Charge_write_down"),
            parts[1] if is_judged else math.nan,
        ),
        (
            "Is_separate",
            "On a line of its own",
            f"IF({is_separate},1,0)",
            float(impact.presentation == "separate"),
        ),
        (
            "Tax_relief_now",
            "Tax relief now",
            when_known(f'IF(Tax_timing="booked",{now},0)', "Charge"),
            -tax.current,
        ),
        (
            "Tax_relief_to_come",
            "Tax relief to come",
            when_known(f'IF(Tax_timing="realized",{later},0)', "Charge"),
            -tax.deferred if is_judged else math.nan,
        ),
    )
    return {name: (label, Amount(formula, value)) for name, label, formula, value in rows}


#: An entry: words, role debited, role credited, amount; a negative amount turns over.
_Posting = tuple[str, str, str, Amount]


def write_entries(
    pen: Pen, analysis: Analysis, *, last_test_row: int, lots: LotCells | None
) -> None:
    """Write how the loss becomes entries, first the amount to book and then the lines.

    Args:
        pen: of the workbook.
        analysis: whose entries.
        last_test_row: of the sheet Test.
        lots: of the sheet Lots, where a ledger of the last run was brought.
    """
    accounts = analysis.policy.accounts
    sheet = pen.sheet("Entries", "From the test to the amount to book, and the journal entries")
    for column, width in enumerate((12, 8, 36, 24, 16, 16, 70)):
        sheet.set_column(column, column, width)
    pen.title(sheet, "Amount to book and entries")
    facts = _facts(pen, analysis, last_test_row=last_test_row, lots=lots)
    row = 2
    for name, (label, amount) in facts.items():
        pen.put(sheet, row, 2, label, "text")
        style = {"Is_separate": "flag", "Tax_relief_rate": "rate"}.get(name, "money")
        pen.calculate(sheet, row, 4, amount.formula, style, amount.value)
        pen.name(name, "Entries", row, 4)
        row += 1
    row += 1
    titles = ("Method", "Entry", "Account", "Role", "Debit", "Credit", "In words")
    for column, text in enumerate(titles):
        pen.put(sheet, row, column, text, "head")
    first = row + 2
    row += 1
    # What is unknown is not posted.
    values = {
        name: 0.0 if math.isnan(amount.value) else amount.value
        for name, (_, amount) in facts.items()
    }
    total = 0.0
    for method in METHODS:
        for entry, (words, debit, credit, amount) in enumerate(_entries(method, values), start=1):
            for role, sign in ((debit, 1), (credit, -1)):
                for column, text in ((0, method), (2, accounts[role]), (3, role), (6, words)):
                    pen.put(sheet, row, column, text, "text")
                pen.put(sheet, row, 1, float(entry), "whole")
                for column, side in ((4, sign), (5, -sign)):
                    formula = f"MAX(0,{'' if side > 0 else '-'}{amount.formula})"
                    shown = max(0.0, side * amount.value)
                    pen.calculate(sheet, row, column, formula, "money", shown)
                row += 1
            total += abs(amount.value)
    pen.put(sheet, row, 2, "Total", "total_text")
    for column, letter, name in ((4, "E", "Entries_debit"), (5, "F", "Entries_credit")):
        pen.calculate(sheet, row, column, f"SUM({letter}{first}:{letter}{row})", "total", total)
        pen.name(name, "Entries", row, column)
    for name, letter in (
        ("Entry_method", "A"), ("Entry_role", "D"), ("Entry_debit_lines", "E"),
        ("Entry_credit_lines", "F"),
    ):  # fmt: skip
        pen.book.define_name(name, f"=Entries!${letter}${first}:${letter}${row}")


def _entries(method: str, values: Mapping[str, float]) -> list[_Posting]:
    against = "inventory" if method == "direct" else "allowance"

    def named(name: str) -> Amount:
        return Amount(f"N({name})", values[name])

    held = named("Allowance_in_account")
    reduced = Amount(
        "ROUND(N(Opening_allowance)-N(Allowance_in_account),6)",
        round(values["Opening_allowance"] - held.value, 6),
    )
    posted: list[_Posting] = [
        (
            "The allowance already on the books is taken off the goods it was made for.",
            "allowance",
            "inventory",
            held,
        )
        if method == "direct"
        else (
            "What was taken off Inventory before is shown as an allowance beside it.",
            "inventory",
            "allowance",
            reduced,
        ),
        (
            "Goods written down before have left at their full cost: the loss comes off it.",
            against,
            "cost_of_goods_sold",
            named("Used_before"),
        ),
    ]
    separate = values["Is_separate"]
    for name, words in (
        ("Charge_write_down", "These goods will bring in less than they cost."),
        ("Charge_write_off", "These goods can no longer be sold."),
    ):
        own = Amount(f"N({name})*Is_separate", values[name] * separate)
        inside = Amount(f"N({name})*(1-Is_separate)", values[name] * (1 - separate))
        posted += [
            (f"{words} On a line of its own.", "write_down_loss", against, own),
            (f"{words} Inside cost of goods sold.", "cost_of_goods_sold", against, inside),
        ]
    return [
        *posted,
        (
            "The allowance is larger than needed: the part no longer needed goes back.",
            against,
            "cost_of_goods_sold",
            named("Release"),
        ),
        (
            "Tax counts the loss now: less income tax is due.",
            "income_tax_payable",
            "income_tax_expense",
            named("Tax_relief_now"),
        ),
        (
            "Tax counts the loss later: the relief to come is a deferred tax asset.",
            "deferred_tax_asset",
            "income_tax_expense",
            named("Tax_relief_to_come"),
        ),
    ]


def write_allowance(pen: Pen, analysis: Analysis, lots: LotCells | None) -> None:
    """Write the roll-forward of the allowance: this period, and the one the goods leave in."""
    impact = analysis.impact
    sheet = pen.sheet("Allowance", "Roll-forward of the allowance for inventory write-down")
    for column, width in enumerate((26, 16, 16, 16, 16, 16, 60)):
        sheet.set_column(column, column, width)
    pen.title(sheet, "Allowance ledger (allowance method)")
    titles = ("Period", "Opening", "Charged", "Used", "Taken back", "Closing", "")
    for column, text in enumerate(titles):
        pen.put(sheet, 2, column, text, "head")
    rows = impact.allowance[impact.allowance["method"] == "allowance"]
    formulas = (
        ("Opening_allowance", "Charge", "Used_before", "Release"),
        ("F4", "0", _used_next(lots, pen.digits), "0"),
    )
    notes = (
        "The change is charged, never the balance again.",
        "The goods are sold or scrapped; the allowance made for them is used up.",
    )
    for at, (values, row, note) in enumerate(
        zip(formulas, rows.itertuples(index=False), notes, strict=True)
    ):
        pen.put(sheet, 3 + at, 0, ("This period", "When the goods leave")[at], "text")
        shown = tuple(
            float(str(value)) for value in (row.opening, row.charged, row.used, row.reversed)
        )
        if at and math.isnan(shown[0]):
            shown = (math.nan, 0.0, math.nan, 0.0)
        elif math.isnan(shown[1]):
            shown = (shown[0], math.nan, math.nan, math.nan)
        for column, (formula, value) in enumerate(zip(values, shown, strict=True), start=1):
            pen.calculate(sheet, 3 + at, column, formula, "money", value)
        line = 4 + at
        parts = (f"B{line}", f"C{line}", f"D{line}", f"E{line}")
        closing = when_known(
            f"ROUND({parts[0]}+{parts[1]}-{parts[2]}-{parts[3]},{pen.digits})", *parts
        )
        pen.calculate(sheet, 3 + at, 5, closing, "money", row.closing)
        pen.put(sheet, 3 + at, 6, note, "text")
    sheet.freeze_panes(3, 0)


def _used_next(lots: LotCells | None, digits: int) -> str:
    """Return what the goods use when they leave: what they need, and what stayed on them."""
    if lots is None:
        return "Required_allowance"
    return when_known(
        f"ROUND(Required_allowance+{lots.kept_on_lots},{digits})", "Required_allowance"
    )
