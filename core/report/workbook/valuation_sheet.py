"""The sheets Test and Groups: lower of cost and NRV, by segment, by category and in total.

Every figure follows by formulas from the cost of the segment's stock row, the price of its item
and the Policy. Which units are excess or will expire rests on the forecast and comes as data.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.accounting.impaired import PRICE_ONLY
from core.accounting.market import BELOW_MARKET
from core.money import round_money
from core.policy import ANY_CATEGORY, REASONS, Policy
from core.report.workbook.pen import UNKNOWN, Column, Pen
from core.report.workbook.policy_sheet import StepCells, counts
from core.report.workbook.stock_sheets import FIRST, Parts, texts

#: More than any unit is worth: a measure that does not apply.
_NONE = "1E+99"


def write_test(pen: Pen, parts: Parts, policy: Policy, steps: StepCells) -> None:
    """Write the lower-of-cost-and-NRV test, one row a segment."""
    lines, segments, stock = parts.lines, parts.segments, parts.stock
    row, item = lines["row"].to_numpy(), lines["item"].to_numpy()
    stock_row, item_row = (row + FIRST).tolist(), (item + FIRST).tolist()
    running = lines.groupby("row")["units"].cumsum()
    contract = _agreed_prices(parts, policy)
    blended = (lines["is_planned"] & (policy.plan_valuation == "blended")).tolist()
    reserved = _step_formulas(parts, policy, steps)
    shares = lines["reserved_share"].tolist()

    def usual(at: int) -> str:
        if contract[at - FIRST] == contract[at - FIRST]:
            return f"MAX(L{at}*(1-NRV!E{item_row[at - FIRST]}),0)"
        return f"NRV!F{item_row[at - FIRST]}"

    nrv = np.where(segments["reason"] == UNKNOWN, np.nan, segments["nrv_value"])
    sheet = pen.sheet("Test", "Lower of cost and NRV: one row for units that share their facts")
    pen.table(
        sheet,
        [
            Column("Stock row", "whole", stock_row, width=8),
            Column("SKU", "text", list(stock["sku"].array.take(row)), width=16),
            Column("Location", "text", texts(stock["location"].array.take(row)), width=14),
            Column("Lot", "text", texts(stock["lot"].array.take(row)), width=10),
            Column("Group", "whole", list(parts.group), width=7),
            Column("Units", "units", list(lines["units"]), width=9),
            Column(
                "Units of the row so far",
                "units",
                list(running),
                formula=lambda at: f"IF(A{at}=A{at - 1},G{at - 1},0)+F{at}",
                width=9,
            ),
            Column("Age, days", "whole", list(lines["age_days"].round()), width=7),
            Column(
                "Unit cost",
                "unit",
                list(segments["unit_cost"]),
                formula=lambda at: f"Stock!F{stock_row[at - FIRST]}",
                width=10,
            ),
            Column("NRV a unit", "unit", list(lines["usual_nrv"]), formula=usual, width=10),
            Column(
                "NRV if cleared",
                "unit",
                list(lines["clearance_nrv"]),
                formula=lambda at: (
                    usual(at) if blended[at - FIRST] else f"NRV!G{item_row[at - FIRST]}"
                ),
                width=10,
            ),
            Column("Contract or plan price", "entered_unit", contract, width=10),
            Column(
                "Reserved share", "rate", shares, formula=lambda at: reserved[at - FIRST], width=9
            ),
            *(
                Column(title, "flag", list(np.asarray(lines[name], dtype=float)), width=8)
                for title, name in (
                    ("Expired", "is_expired"),
                    ("Damaged", "is_damaged"),
                    ("Discontinued", "is_discontinued"),
                    ("Beyond demand", "is_excess"),
                    ("Will expire", "will_expire"),
                )
            ),
            Column(
                "Lowest value counted",
                "lowest",
                _lowest(lines),
                formula=_lowest_formula,
                width=11,
            ),
            Column(
                "Value a unit",
                "unit",
                list(segments["nrv_unit"]),
                formula=lambda at: (
                    f'IF(AND(X{at}="{UNKNOWN}",NOT(ISNUMBER(J{at}))),"{UNKNOWN}",'
                    f'IF(S{at}<{_NONE},S{at},J{at}))'
                ),
                width=10,
            ),
            Column(
                "Cost",
                "money",
                list(segments["cost_value"]),
                formula=lambda at: (
                    f'IF(ISNUMBER(I{at}),ROUND({pen.half_even(f"I{at}*G{at}")}-'
                    f'{pen.half_even(f"I{at}*(G{at}-F{at})")},{pen.digits}),"{UNKNOWN}")'
                ),
                width=13,
            ),
            *_results(pen, parts, nrv, live=not policy.tests_at_market),
            Column("Segment", "whole", list(segments["segment_id"]), width=9),
            Column("Evidence when made", "text", texts(segments["evidence"]), width=60),
        ],
        frozen=2,
    )  # fmt: skip


def _agreed_prices(parts: Parts, policy: Policy) -> list[float]:
    """Return the price a contract or an approved plan sets for each line, NaN for none."""
    lines = parts.lines
    agreed = lines["contract_price"].fillna(lines["plan_price"])
    if policy.plan_valuation == "blended":
        rate = parts.items["selling_cost_rate"].to_numpy()[lines["item"].to_numpy()]
        agreed = agreed.mask(lines["is_planned"], lines["usual_nrv"] / (1 - rate))
    return [float(price) for price in agreed]


def _results(pen: Pen, parts: Parts, nrv: Any, *, live: bool) -> list[Column]:  # noqa: ANN401
    """Return what the test comes to: formulas, or data where market is tested (LIFO, retail)."""
    segments = parts.segments
    columns = [
        Column(
            "NRV",
            "money",
            list(round_money(pd.Series(nrv), pen.currency)),
            formula=lambda at: f'IF(X{at}="{UNKNOWN}","{UNKNOWN}",{pen.half_even(f"F{at}*T{at}")})',
            width=13,
        ),
        Column(
            "Write-down",
            "money",
            list(segments["write_down"]),
            formula=lambda at: (
                f'IF(X{at}="{UNKNOWN}","{UNKNOWN}",IF(S{at}={_NONE},0,IF(S{at}=0,U{at},'
                f"MIN(U{at},{pen.half_even(f'MAX(I{at}-S{at},0)*F{at}')}))))"
            ),
            width=13,
        ),
        Column("Reason", "text", list(segments["reason"]), formula=_reason_formula, width=13),
        Column(
            "Kind",
            "text",
            list(segments["kind"]),
            formula=lambda at: (
                f'IF(N(W{at})>0,IF(AND(OR(X{at}="expired",AND(X{at}="damaged",'
                f'Damaged_recovery=0)),N(T{at})=0),"write_off","write_down"),"")'
            ),
            width=11,
        ),
    ]
    return columns if live else [replace(column, formula=None) for column in columns]


def _lowest(lines: pd.DataFrame) -> list[object]:
    """Return the lowest value that counts; `_NONE` where none does."""
    lowest = lines["lowest"].to_numpy()
    return [float(value) if np.isfinite(value) else float(_NONE) for value in lowest]


def _lowest_formula(at: int) -> str:
    damaged = f"IF(Damaged_recovery=0,0,IF(ISNUMBER(J{at}),J{at}*Damaged_recovery,{_NONE}))"
    below = f"IF(COUNT(I{at},J{at})=2,IF(J{at}<I{at},J{at},{_NONE}),{_NONE})"
    slow = f"IF(M{at}>0,IF(ISNUMBER(I{at}),(1-M{at})*I{at},{_NONE}),{_NONE})"
    cleared = f"IF(ISNUMBER(K{at}),K{at},{_NONE})"
    measures = (
        f"IF(N{at}*{counts('expired')}=1,0,{_NONE})",
        f"IF(O{at}*{counts('damaged')}=1,{damaged},{_NONE})",
        f"IF(P{at}*{counts('discontinued')}+Q{at}*{counts('excess')}>0,{cleared},{_NONE})",
        f"IF(R{at}*{counts('expiring')}=1,0,{_NONE})",
        f"IF({counts('below cost')}=1,{below},{_NONE})",
        f"IF({counts('slow')}=1,{slow},{_NONE})",
    )
    return f"MIN({','.join(measures)})"


def _reason_formula(at: int) -> str:
    certain = (
        f"N{at}*{counts('expired')}+R{at}*{counts('expiring')}"
        f"+O{at}*{counts('damaged')}*(Damaged_recovery=0)"
    )
    claims = (
        (f"NOT(ISNUMBER(I{at}))", UNKNOWN),
        (f"AND(NOT(ISNUMBER(J{at})),{certain}=0)", UNKNOWN),
        (f"N{at}*{counts('expired')}=1", "expired"),
        (f"O{at}*{counts('damaged')}=1", "damaged"),
        (f"P{at}*{counts('discontinued')}=1", "discontinued"),
        (f"Q{at}*{counts('excess')}=1", "excess"),
        (f"R{at}*{counts('expiring')}=1", "expiring"),
        (f"AND(J{at}<I{at},{counts('below cost')}=1)", "below cost"),
        (f"AND(M{at}>0,{counts('slow')}=1)", "slow"),
    )
    opened = "".join(f'IF({condition},"{reason}",' for condition, reason in claims)
    return f'{opened}"healthy"{")" * len(claims)}'


def _step_formulas(parts: Parts, policy: Policy, steps: StepCells) -> list[str]:
    """Return, for each line, the larger of the shares reserved for its age and its cover."""
    lines = parts.lines
    category = parts.segments["category"].to_numpy(dtype=object)
    facts = (lines[name].to_numpy() for name in ("age_days", "months_of_cover", "is_new"))
    formulas = []
    for name, age, cover, new in zip(category, *facts, strict=True):
        of_age = ANY_CATEGORY if name not in policy.reserve_matrix else name
        of_cover = ANY_CATEGORY if name not in policy.cover_matrix else name
        # Aging steps begin past their day, cover steps at their month.
        aged = sum(age > days for days, _ in policy.reserve_matrix.get(of_age, ()))
        lasts = sum(cover >= months for months, _ in policy.cover_matrix.get(of_cover, ()))
        cells = [steps["age", of_age, aged]] if aged else []
        cells += [steps["cover", of_cover, lasts]] if lasts else []
        formulas.append("0" if new or not cells else f"MAX({','.join(cells)})")
    return formulas


def write_groups(pen: Pen, parts: Parts) -> None:
    """Write the test by group: gains on items of a group hide losses on others."""
    last = len(parts.lines) + FIRST - 1
    sheet = pen.sheet("Groups", "The test by category or in total, used where the policy says so")
    results = _group_results(parts, pen.currency)

    def pooled(letter: str) -> Any:  # noqa: ANN401
        def formula(at: int) -> str:
            rows = parts.group_rows[at - FIRST]
            first, end = (rows[0] + FIRST, rows[1] + FIRST) if rows else (FIRST, last)
            sums = (
                f"SUMIFS(Test!${letter}${first}:${letter}${end},Test!$E${first}:$E${end},A{at},"
                f'Test!$X${first}:$X${end},"{reason}")'
                for reason in PRICE_ONLY
            )
            return "+".join(sums)

        return formula

    pen.table(
        sheet,
        [
            Column("Group", "whole", list(range(1, len(parts.group_names) + 1)), width=8),
            Column("Category", "text", list(parts.group_names), width=36),
            Column("Cost", "money", results["cost"], formula=pooled("U"), width=15),
            Column("NRV", "money", results["nrv"], formula=pooled("V"), width=15),
            Column("Loss by item", "money", results["own"], formula=pooled("W"), width=15),
            Column(
                "Loss of the group",
                "money",
                results["loss"],
                formula=lambda at: f"MIN(MAX(ROUND(C{at}-D{at},{pen.digits}),0),E{at})",
                width=15,
            ),
        ],
    )  # fmt: skip
    count = len(parts.group_names)
    total = count + 1
    pen.put(sheet, total, 1, "Total", "total_text")
    for column, key in ((2, "cost"), (3, "nrv"), (4, "own"), (5, "loss")):
        letter = "ABCDEF"[column]
        pen.calculate(
            sheet, total, column, f"SUM({letter}{FIRST}:{letter}{count + 1})", "total",
            float(sum(results[key])),
        )  # fmt: skip
    row = total + 2
    cost, nrv, own, loss = (float(sum(results[key])) for key in ("cost", "nrv", "own", "loss"))
    for label, name, formula, value in (
        ("Loss tested by category", "Loss_by_category", f"F{total + 1}", loss),
        (
            "Loss tested in total",
            "Loss_in_total",
            f"MIN(MAX(ROUND(C{total + 1}-D{total + 1},{pen.digits}),0),E{total + 1})",
            min(max(cost - nrv, 0.0), own),
        ),
    ):  # fmt: skip
        pen.put(sheet, row, 1, label, "text")
        pen.calculate(sheet, row, 5, formula, "money", value)
        pen.name(name, "Groups", row, 5)
        row += 1


def _group_results(parts: Parts, currency: str) -> dict[str, list[float]]:
    segments = parts.segments
    pool = segments["reason"].isin(list(PRICE_ONLY)) & segments["write_down"].notna()
    frame = pd.DataFrame(
        {
            "group": parts.group,
            "cost": segments["cost_value"].where(pool, 0.0),
            "nrv": round_money(segments["nrv_value"], currency).where(pool, 0.0),
            "own": segments["write_down"].where(pool, 0.0),
        }
    )
    sums = frame.groupby("group", sort=True).sum()
    loss = np.minimum(np.maximum(sums["cost"] - sums["nrv"], 0.0), sums["own"])
    return {**{str(name): sums[name].tolist() for name in sums}, "loss": loss.tolist()}


def reason_rows(parts: Parts) -> list[tuple[str, float, float, float]]:
    """Return reason, units, cost and write-down in the order of reasons; all of them."""
    sums = parts.segments.groupby("reason")[["units", "cost_value", "write_down"]].sum()
    filled = sums.reindex([*REASONS, BELOW_MARKET, "healthy", UNKNOWN]).fillna(0.0)
    return [
        (str(reason), float(units), float(cost), float(loss))
        for reason, units, cost, loss in filled.itertuples()
    ]
