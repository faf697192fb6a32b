"""What an analysis has to say, in six steps: one sentence, one chart, three figures each.

The slides, the PDF and the presentation in the app all tell it from here.
"""

import math

from core.analysis import Analysis, suppliers
from core.charts import ledger, sentences
from core.charts.formats import Formats
from core.charts.story import Bar, Fact, Step, Tone
from core.exposure import HEALTHY
from core.replenishment import ORDER
from core.report.basis import headline, shortened
from core.report.plans import BASELINE, ComparedPlans

#: Bars that a slide shows at most; the rest is summed up.
MOST_BARS = 8
#: Letters of a plan's name in a sentence.
_LONGEST_NAME = 30
#: Letters of it in the label of a figure, which takes one line.
_SHORTEST_NAME = 16
_NOTHING = 0.005


def tell(
    analysis: Analysis, formats: Formats, *, plans: ComparedPlans | None = None
) -> tuple[Step, ...]:
    """Return the story of an analysis: six steps.

    Args:
        analysis: chosen assumptions and recording method included.
        formats: how numbers are read.
        plans: markdown plans to compare as options; without them the recording methods are
            compared over both periods.
    """
    return (
        _where_we_stand(analysis, formats),
        _at_risk(analysis, formats),
        _why(analysis, formats),
        effect(analysis, formats),
        options(analysis, formats, plans),
        _next(analysis, formats),
    )


def _where_we_stand(analysis: Analysis, formats: Formats) -> Step:
    aging = analysis.exposure.aging
    bars = tuple(
        Bar(str(bucket), float(cost), formats.money_compact(cost),
            "unknown" if bucket == "unknown age" else "plain")
        for bucket, cost in aging[["bucket", "cost_value"]].itertuples(index=False)
        if cost > 0
    )  # fmt: skip
    summary = analysis.summary
    return Step(
        "Where we stand",
        headline(analysis, formats),
        bars,
        is_bridge=False,
        measure=f"Stock at cost by age, {formats.currency}",
        facts=(
            Fact("Stock at cost", formats.money_short(summary["cost_value"]), "cost_value"),
            Fact("Items in stock", formats.units(summary["items"]), "items_in_stock"),
            Fact(
                "Cannot be judged",
                formats.money_short(summary["unknown_cost_value"]),
                "unknown_cost_value",
            ),
        ),
    )


def risk_by_age(analysis: Analysis, formats: Formats) -> Step:
    """Return the step that shows how old the stock at risk is, unknown stock apart."""
    aging = analysis.exposure.aging
    bars = tuple(
        Bar(str(bucket), float(risk), formats.money_compact(risk))
        for bucket, risk in aging[["bucket", "at_risk_value"]].itertuples(index=False)
        if risk >= _NOTHING
    )
    unknown = float(aging["unknown_cost_value"].sum())
    if unknown >= _NOTHING:
        bars += (Bar("Cannot be judged", unknown, formats.money_compact(unknown), "unknown"),)
    summary = analysis.summary
    return Step(
        "How old it is",
        sentences.risk_by_age_sentence(aging, formats),
        bars,
        is_bridge=False,
        measure=f"Stock at risk by age, at cost, {formats.currency}",
        facts=(
            Fact("At risk", formats.money_short(summary["at_risk_value"]), "at_risk_value"),
            Fact("Write-down", formats.money_short(summary["write_down"]), "write_down"),
            Fact("Cannot be judged", formats.money_short(unknown), "unknown_cost_value"),
        ),
    )


def _at_risk(analysis: Analysis, formats: Formats) -> Step:
    exposure, summary = analysis.exposure, analysis.summary
    top = sentences.top_items(exposure.items, MOST_BARS)
    bars = tuple(
        Bar(sentences.item_title(str(sku), about), float(loss), formats.money_compact(loss), "bad")
        for sku, about, loss in top[["sku", "description", "write_down"]].itertuples(index=False)
    )
    return Step(
        "What is at risk",
        sentences.top_items_sentence(exposure.items, formats, count=MOST_BARS)
        if _is_known(summary["write_down"])
        else "What the stock may lose is unknown: costs or prices are missing",
        bars,
        is_bridge=False,
        measure=f"Largest write-downs of single items, {formats.currency}",
        facts=(
            Fact("At risk", formats.money_short(summary["at_risk_value"]), "at_risk_value"),
            Fact("Write-down", formats.money_short(summary["write_down"]), "write_down"),
            Fact("Likely range", _range(analysis, formats), "likely_range"),
        ),
    )


def _why(analysis: Analysis, formats: Formats) -> Step:
    by_reason = analysis.exposure.by_reason
    losing = by_reason[by_reason["write_down"] >= _NOTHING].sort_values(
        ["write_down", "reason"], ascending=[False, True]
    )
    bars = tuple(
        Bar(str(reason).capitalize(), float(loss), formats.money_compact(loss), "bad")
        for reason, loss in losing[["reason", "write_down"]].itertuples(index=False)
    )
    largest = losing["reason"].iloc[0] if len(losing) else None
    healthy = by_reason.loc[by_reason["reason"] == HEALTHY, "cost_value"].sum()
    items = analysis.exposure.items
    return Step(
        "Why",
        sentences.reasons_sentence(by_reason, formats),
        bars,
        is_bridge=False,
        measure=f"Write-down by reason, {formats.currency}",
        facts=(
            Fact(
                "Main reason",
                "none" if largest is None else str(largest).capitalize(),
                "write_down" if largest is None else str(largest),
            ),
            Fact(
                "Items with a loss",
                formats.units(sentences.losing_items(items)),
                "write_down",
            ),
            Fact("Keeps its value", formats.money_short(healthy), HEALTHY),
        ),
    )


def effect(analysis: Analysis, formats: Formats, *, levels: bool = True) -> Step:
    """Return the step from the loss to net income.

    Args:
        analysis: chosen recording method included.
        formats: how numbers are read.
        levels: begin with net income before booking and end with it after, where it is known;
            without them the change alone is drawn, beside amounts of its own size.
    """
    impact = analysis.impact
    now = ledger.line_amounts(impact.statements, method=impact.recording, period="current")
    effects, before = now["effect"], float(now["before"]["net_income"])
    gross, tax = float(effects["profit_before_tax"]), -float(effects["income_tax"])
    net = float(effects["net_income"])
    bars: tuple[Bar, ...] = ()
    if _is_known(net) and max(abs(gross), abs(net)) >= _NOTHING:
        has_levels = levels and _is_known(before)
        start = before if has_levels else 0.0
        first = (
            (Bar("Net income before", start, formats.money_compact(start)),) if has_levels else ()
        )
        end = "Net income after" if has_levels else "Change of net income"
        bars = (
            *first,
            Bar("Before tax", gross, formats.money_signed(gross), _tone(gross), start),
            Bar("Tax", tax, formats.money_signed(tax), _tone(tax), start + gross),
            Bar(
                end,
                start + net,
                (formats.money_compact if has_levels else formats.money_signed)(start + net),
            ),
        )
    return Step(
        "What it does to profit and equity",
        sentences.impact_sentence(
            formats,
            net_income_effect=impact.net_income_effect,
            equity_effect=impact.equity_effect,
            net_income_before=before,
        ),
        bars,
        is_bridge=True,
        measure=f"{'Net income' if levels else 'Change of net income'}, {formats.currency}",
        facts=(
            Fact("To book", formats.money_short(impact.charge), "charge"),
            Fact("Net income", formats.money_signed(impact.net_income_effect), "net_income_effect"),
            Fact("Equity", formats.money_signed(impact.equity_effect), "equity_effect"),
        ),
    )


def options(
    analysis: Analysis, formats: Formats, plans: ComparedPlans | None, *, levels: bool = True
) -> Step:
    """Return the step that compares scenarios or, without any, the recording methods.

    Args:
        analysis: chosen assumptions included.
        formats: how numbers are read.
        plans: markdown plans to compare.
        levels: draw what scenarios recover in all, today's price among them; without it only what
            each adds to that, beside amounts of the same size.
    """
    if plans is not None:
        return _courses(plans, formats, levels=levels and plans.compared.same_goods)
    statements = analysis.impact.statements
    rows = statements[(statements["line"] == "equity") & (statements["period"] == "current")]
    amounts = [(ledger.METHODS[m], float(e)) for m, e in zip(rows["method"], rows["effect"])]  # noqa: B905
    bars = tuple(
        Bar(name, amount, formats.money_signed(amount), _tone(amount))
        for name, amount in amounts
        if _is_known(amount)
    )
    equity = ledger.equity_changes(statements)
    effect_of = dict(amounts)
    first, second, wait = (
        effect_of[ledger.METHODS[name]] for name in ("direct", "allowance", "wait")
    )
    moves = _is_known(first) and any(abs(bar.value) >= _NOTHING for bar in bars)
    return Step(
        "Options compared",
        sentences.equity_sentence(equity, formats)
        if moves
        else "Direct, allowance and waiting come to the same: nothing is booked"
        if _is_known(first)
        else "The methods cannot be compared: the loss is unknown",
        bars if moves else (),
        is_bridge=False,
        measure=f"Change of equity this period, {formats.currency}",
        facts=(
            Fact("Direct", formats.money_signed(first), "direct"),
            Fact("Allowance", formats.money_signed(second), "allowance"),
            Fact("Wait (not allowed)", formats.money_signed(wait), "wait"),
        ),
    )


def _courses(plans: ComparedPlans, formats: Formats, *, levels: bool) -> Step:
    names = {
        plan.scenario.name: shortened(plan.scenario.name, _LONGEST_NAME) for plan in plans.plans
    }
    gains = plans.gains
    best = max(gains, key=gains.__getitem__)
    outcome = plans.compared.outcomes[list(gains).index(best)]
    if plans.compared.same_goods:
        # Two long names that end alike stay as they are.
        named = names if len(set(names.values())) == len(names) else {}
        measures = plans.compared.measures.rename(columns=named)
        title = sentences.compare_sentence(measures, formats, baseline=BASELINE)
    else:
        title = (
            f"“{names[best]}” adds most to today's price of its own goods: "
            f"{formats.money_short(gains[best])}"
            if gains[best] >= _NOTHING
            else f"No scenario recovers more than today's price of its own goods: “{names[best]}” "
            f"recovers {formats.money_short(-gains[best])} less"
            if gains[best] <= -_NOTHING
            else "No scenario recovers more than today's price of its own goods"
        )
    if levels:
        values = {BASELINE: outcome.hold.recovered} | {
            plan.scenario.name: each.totals.recovered
            for plan, each in zip(plans.plans, plans.compared.outcomes, strict=True)
        }
        measure = "Recovered in all from the goods of these scenarios, before tax"
        write = formats.money_compact
    else:
        values, write = gains, formats.money_signed
        measure = "Recovered beyond today's price of the same goods"
    bars = tuple(
        # Better or worse than the price stays is what counts, not above or below zero.
        Bar(names.get(name, name), value, write(value), _tone(gains.get(name, 0.0)))
        for name, value in values.items()
    )
    return Step(
        "Options compared",
        title,
        bars if any(abs(bar.value) >= _NOTHING for bar in bars) else (),
        is_bridge=False,
        measure=f"{measure}, expected, {formats.currency}",
        kind="forecast",
        facts=(
            Fact(
                f"{shortened(best, _SHORTEST_NAME)} vs. today's price",
                formats.money_signed(gains[best]),
                "recovered",
            ),
            Fact(
                "Its write-down today",
                formats.money_short(outcome.totals.write_down),
                "markdown_write_down",
            ),
            Fact(
                "Its net income, to the last week",
                formats.money_signed(outcome.totals.net_income_effect),
                "markdown_net_income",
            ),
        ),
    )


def _next(analysis: Analysis, formats: Formats) -> Step:
    impact, orders, items = analysis.impact, analysis.orders, analysis.exposure.items
    due = orders[orders["action"] == ORDER]
    by_supplier = suppliers(orders).head(MOST_BARS)
    bars = tuple(
        Bar(str(name), float(cost), formats.money_compact(cost))
        for name, cost in by_supplier[["supplier", "order_cost"]].itertuples(index=False)
        if _is_known(float(cost)) and cost > 0
    )
    losing = sentences.losing_items(items)
    steps = []
    if _is_known(impact.charge) and impact.charge >= _NOTHING:
        way = "directly" if impact.recording == "direct" else "through an allowance"
        steps.append(f"book {formats.money_short(impact.charge)} {way}")
    if _is_known(impact.release) and impact.release >= _NOTHING:
        steps.append(f"take back {formats.money_short(impact.release)}")
    if losing:
        verb = "loses" if losing == 1 else "lose"
        steps.append(f"clear {formats.count(losing, 'item')} that {verb} value")
    cost = float(due["order_cost"].sum())
    if len(due):
        steps.append(f"order {formats.money_short(cost)} of what sells")
    title = f"We propose to {_listed(steps)}" if steps else "Nothing has to be decided today"
    return Step(
        "What we propose",
        title,
        bars,
        is_bridge=False,
        measure=f"Orders due by supplier, planned, {formats.currency}",
        kind="plan",
        facts=(
            Fact("To book", formats.money_short(impact.charge), "charge"),
            Fact("Items to clear", formats.units(losing), "write_down"),
            Fact("To order", formats.money_short(cost), "order_cost"),
        ),
    )


def _range(analysis: Analysis, formats: Formats) -> str:
    low, high = analysis.summary["write_down_p10"], analysis.summary["write_down_p90"]
    if not (_is_known(low) and _is_known(high)):
        return "unknown"
    return f"{formats.money_compact(low)} to {formats.money_compact(high)}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _tone(amount: float) -> Tone:
    return "bad" if amount < -_NOTHING else "good" if amount > _NOTHING else "plain"


def _is_known(amount: object) -> bool:
    return isinstance(amount, int | float) and not math.isnan(amount)
