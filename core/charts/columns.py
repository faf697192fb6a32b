"""How a column of figures is titled, explained and formatted wherever a table shows it."""

from dataclasses import dataclass
from typing import Literal

from core.charts.explanations import EXPLANATIONS
from core.schema import TABLES

Shape = Literal[
    "text", "date", "units", "money", "unit_money", "fraction", "days", "ratio", "rate", "flag"
]


@dataclass(frozen=True, slots=True)
class Heading:
    """Title over a column, what it means, the shape its values have, and its explanation's key."""

    label: str
    shape: Shape
    help: str = ""
    term: str = ""


def _explained(label: str, shape: Shape, key: str) -> Heading:
    return Heading(label, shape, EXPLANATIONS[key].short, key)


#: How the kinds of a loss are read.
BOOKED_AS = {"write_down": "Write-down", "write_off": "Write-off"}

#: Columns that analysis adds to those of the schema.
HEADINGS: dict[str, Heading] = {
    "sku": Heading("SKU", "text"),
    "description": Heading("Item", "text"),
    "category": Heading("Category", "text"),
    "supplier": Heading("Supplier", "text"),
    "location": Heading("Location", "text"),
    "uom": Heading("Unit of measure", "text"),
    "lot": Heading("Lot", "text"),
    "units": Heading("Units", "units", "Units in the unit of the stock list."),
    "on_hand": Heading("On hand", "units", "Units physically in stock."),
    "on_order": Heading("On order", "units", "Units ordered, not yet received."),
    "committed": Heading("Committed", "units", "Units promised to customers."),
    "position": Heading("Position", "units", "On hand + on order − committed."),
    "unit_cost": Heading("Unit cost", "unit_money", "What one unit cost, as the files state it."),
    "unit_price": Heading("Price", "unit_money", "Selling price of a unit, as stated."),
    "price_used": Heading("Price used", "unit_money", "Expected selling price behind NRV."),
    "price_source": Heading("Price from", "text", "Where the expected selling price comes from."),
    "cost_value": _explained("At cost", "money", "cost_value"),
    "nrv_unit": _explained("NRV per unit", "unit_money", "nrv"),
    "ceiling": Heading("Ceiling", "unit_money", "Net realizable value: market is never above it."),
    "replacement_cost": Heading(
        "Replacement cost", "unit_money", "What a unit would cost to buy again today."
    ),
    "floor": Heading("Floor", "unit_money", "NRV less a normal profit: market is never below it."),
    "unit_market": Heading(
        "Market per unit", "unit_money", "The median of replacement cost, ceiling and floor."
    ),
    "nrv_value": _explained("NRV", "money", "nrv"),
    "write_down": _explained("Write-down", "money", "write_down"),
    "carrying_value": _explained("Carrying value", "money", "carrying_value"),
    "at_risk_value": _explained("At risk", "money", "at_risk_value"),
    "unknown_cost_value": _explained("Cannot be judged", "money", "unknown_cost_value"),
    "reason": Heading("Reason", "text", "Why the units lose value; each unit has one reason."),
    "kind": Heading("Booked as", "text", "Write-off when the whole cost is lost."),
    "evidence": Heading("Evidence", "text", "The facts the figure rests on."),
    "also_applies": Heading(
        "Also applies",
        "text",
        "Other reasons that hold for these units, and what a unit would lose by each. The largest "
        "loss counts, once.",
    ),
    "disposal_cost": _explained("Disposal", "money", "disposal_cost"),
    "age_days": Heading("Age", "days", "Days since the units were received."),
    "expiry_date": Heading("Expires", "date"),
    "received_date": Heading("Received", "date"),
    "days_of_cover": _explained("Cover", "days", "days_of_cover"),
    "demand_class": Heading(
        "Demand",
        "text",
        "How the item sells. Smooth: often, in like amounts. Erratic: often, in changing amounts. "
        "Intermittent: now and then. Lumpy: now and then, in changing amounts. New: too short a "
        "history. Dying: hardly any more.",
    ),
    "from_date": Heading("From", "date"),
    "until_date": Heading("Until", "date"),
    "demand_change": Heading("Change", "fraction", "Share added to the model's demand."),
    "units_per_week": Heading("Units a week", "rate", "Expected instead of the model's."),
    "units_before": Heading("Units before", "units", "Demand ahead without this expectation."),
    "units_after": Heading("Units after", "units", "Demand ahead with it."),
    "by": Heading("By", "text"),
    "recorded_on": Heading("Recorded", "date"),
    "withdrawn_on": Heading("Withdrawn", "date", "From then on it changes nothing."),
    "period": Heading("Period", "date", "Its first day."),
    "treatment": Heading("Treatment", "text", "Why the period counts for other than it sold."),
    "sold": Heading("Sold", "units", "Net units of the period, returns taken off."),
    "counted": Heading("Counts for", "units", "Units the forecast learns from."),
    "demand_per_week": Heading("Per week", "rate", "Expected units a week, the year ahead."),
    "lead_time_days": _explained("Lead time", "days", "lead_time_days"),
    "lead_time_receipts": Heading(
        "Receipts", "units", "Regular deliveries of the item that its lead time stands on."
    ),
    "express_receipts": Heading(
        "Express", "units", "Express deliveries of the item, left out of its lead time."
    ),
    "lead_time_demand": Heading("Demand in lead time", "units", "Forecast over the lead time."),
    "safety_stock": _explained("Safety stock", "units", "safety_stock"),
    "reorder_point": _explained("Reorder point", "units", "reorder_point"),
    "order_up_to": Heading("Order up to", "units", "Level the order fills the position to."),
    "from_location": Heading("From", "text"),
    "to_location": Heading("To", "text"),
    "order_units": Heading("Order", "units", "Suggested units, in whole packs."),
    "order_cost": Heading("Order cost", "money", "Suggested units × unit cost."),
    "order_date": Heading("Order on", "date"),
    "arrival_date": Heading("Arrives", "date", "Order day + lead time."),
    "order_class": _explained("Class", "text", "order_class"),
    "service_level": _explained("Service", "fraction", "service_level"),
    "deliveries": Heading("Deliveries", "units", "Lines received that have an order date."),
    "promised_days": Heading("Promised, days", "days", "Mean days from order to the promised day."),
    "express_share": _explained("Express", "fraction", "express_share"),
    "actual_days": Heading(
        "Actual, days", "days", "Mean days from order to receipt, express deliveries left out."
    ),
    "actual_sd_days": Heading("Varies by, days", "days", "Standard deviation of the actual days."),
    "late_share": Heading("Late", "fraction", "Lines that came after the promised day."),
    "late_days": Heading("Late by, days", "days", "Mean days of the late lines."),
    "on_time_fill": _explained("On time", "fraction", "on_time_fill"),
    "demand": Heading("Asked for", "units", "Units sold, and asked for while none were there."),
    "lost_really": Heading("Lost, really", "units", "Units asked for that were not there."),
    "lost_replayed": Heading("Lost, replayed", "units", "The same under the policy."),
    "saved_revenue": Heading("Sales saved", "money", "Units no longer lost × price."),
    "stock_really": Heading("Stock, really", "money", "Average of the days, at cost."),
    "stock_replayed": Heading("Stock, replayed", "money", "The same under the policy."),
    "risk_chance": _explained("Risk", "fraction", "risk_chance"),
    "risk_cost": _explained("Expected loss", "money", "risk_cost"),
    "stockout_date": Heading("Runs out", "date", "Expected day the stock on hand is gone."),
    "action": Heading("Action", "text"),
    "mase": _explained("MASE", "ratio", "mase"),
    "wape": Heading("Error", "fraction", "Sum of absolute errors ÷ units sold."),
    "bias": Heading("Bias", "fraction", "Mean error ÷ units sold; above zero is too high."),
    "coverage80": Heading("In interval", "fraction", "Share inside the 80 % interval."),
    "model": Heading("Model", "text"),
    "origins": Heading("Origins", "units", "Past days from which it was forecast again."),
    "part": Heading("Part of the forecast", "text"),
    "weight": Heading("Weight", "fraction", "Share of this part in the forecast."),
    "mean": Heading("Forecast", "ratio", "Units expected: the mean of what may be sold."),
    "share": Heading("Share", "fraction", "Part of the whole that the table adds up to."),
    "items": Heading("Items", "units", "How many different items."),
    "file": Heading("File", "text"),
    "sheet": Heading("Sheet", "text"),
    "table": Heading("Read as", "text"),
    "retail_value": Heading("At retail", "money", "Units on hand at the sales price of their row."),
    "key": Heading(
        "Matched by", "text", "What names the same item in this sheet and the stock list."
    ),
    "matched": Heading("Items matched", "units", "Items of this sheet that the stock list holds."),
    "only_here": Heading("Only here", "units", "Items of this sheet that the stock list lacks."),
    "only_in_stock": Heading(
        "Only in stock list", "units", "Items of the stock list that this sheet lacks."
    ),
    "examples": Heading("Some of them", "text", "Items that were not matched, on either side."),
    "rows_read": Heading("Rows read", "units", "Rows loaded + rows set aside."),
    "rows_loaded": Heading("Loaded", "units", "Rows of the sheet that were taken in."),
    "rows_set_aside": Heading(
        "Set aside", "units", "Not loaded; each has a problem that says why."
    ),
    "severity": Heading("Weight", "text", "Warnings change a figure; notes are good to know."),
    "row": Heading("Row", "units", "Row number in your file."),
    "found": Heading("Found", "text"),
    "expected": Heading("Expected", "text"),
    "repair": Heading("What to do", "text"),
    "count": Heading("Times", "units", "Rows or cells like this one."),
    "set_aside": Heading("Set aside", "units", "Rows left out because of it."),
    "bucket": Heading("Age", "text"),
    "selling_value": Heading("At selling price", "money", "Units × expected price, where known."),
    "unpriced_units": Heading("Without a price", "units", "Units left out of it."),
    "fifo_cost": Heading(
        "FIFO cost", "money", "Each layer at the cost of its own receipt; booked cost without one."
    ),
    "average_cost": Heading(
        "Average cost",
        "money",
        "Every unit at the mean cost of its item's receipts on file; booked cost without one.",
    ),
    "cause": _explained("Cause", "text", "cause"),
    "avoidable": _explained("Avoidable", "money", "avoidable"),
    "left_by_rule": Heading("Rule leaves", "units", "The lesser of on hand and order-up-to."),
    "bought_units": Heading("Bought", "units", "Units received that day."),
    "bought_cost": Heading("Paid", "money", "Units received that day × their unit cost."),
    "age_source": Heading("Age from", "text", "What tells when the units came."),
    "masked": _explained("Hidden", "money", "masked"),
    "share_masked": Heading("Share hidden", "fraction", "Hidden part of the write-down."),
    "sentence": Heading("In words", "text"),
    "skus": Heading("Items meant", "text"),
    "method": Heading("Method", "text", "The forecast, or what it is measured against."),
    "column": Heading("Column", "text"),
    "problem": Heading("Problem", "text"),
    "flag": Heading("Question", "text"),
    "when": Heading("When", "text"),
    "amount": Heading("How much", "money", "Loss at cost; positive is lost."),
    "window": Heading("Expires", "text"),
    "lots": Heading("Lots", "units", "How many batches."),
    "pick": Heading("Pick", "units", "1 is picked first."),
    "days_to_expiry": Heading("Days left", "days", "Days until it expires; negative is past."),
    "expected_expired": _explained("Expected unsold", "units", "expected_expired"),
    "expected_loss": Heading("Expected loss", "money", "Expected unsold units at cost."),
    "abc_class": _explained("ABC", "text", "abc_xyz"),
    "xyz_class": _explained("XYZ", "text", "abc_xyz"),
    "demand_cv": Heading("Variation", "ratio", "Standard deviation ÷ mean of a period's sales."),
    "items_X": Heading("Steady (X)", "units", "Items; variation up to 0.5."),
    "items_Y": Heading("Variable (Y)", "units", "Items; variation above 0.5 and up to 1."),
    "items_Z": Heading("Irregular (Z)", "units", "Items; variation above 1."),
    "items_unknown": Heading("Unknown demand", "units", "Items without a sales history."),
    "first_loss_date": Heading(
        "First loss", "date", "When the item's first lot with unsold units stops being sold."
    ),
    "cover_low": Heading("Cover, low", "days", "In one of ten futures the stock lasts no longer."),
    "cover_high": Heading("Cover, high", "days", "In one of ten futures the stock lasts longer."),
    "excess_on_order": Heading(
        "Surplus on order", "units", "Units on order that forecast demand will not reach in time."
    ),
    "loss_on_order": _explained("Loss on order", "money", "loss_on_order"),
    "receipt_cost": Heading("Receipt cost", "unit_money", "Unit cost of that receipt."),
    "realized_price": Heading("Brought", "unit_money", "Revenue ÷ units of that sale."),
    "marked_down": Heading(
        "Clearance", "flag", "A fifth or more below list price, or through a clearance channel."
    ),
    "step": Heading("Step", "text"),
    "change": Heading("Change", "money", "Above zero the write-down grew."),
    "start": Heading("Then", "money", "Write-down at the earlier date."),
    "end": Heading("Now", "money", "Write-down at the later date."),
    "by_new_stock": Heading("New stock", "money", "Loss of units that came since."),
    "by_sold": Heading("Sold", "money", "Loss that left with units sold."),
    "by_written_down": Heading("Written down", "money", "Loss that left with units written off."),
    "by_quantity": Heading("Quantity", "money", "Loss of units no movement explains."),
    "by_aged": Heading("Aged", "money", "Units that stayed grew older or passed their date."),
    "by_price": Heading("Price", "money", "Units that stayed bring less."),
    "by_demand": Heading("Demand", "money", "Units that stayed are beyond what will sell."),
    "by_recovered": Heading("Recovered", "money", "Units that stayed lose less than before."),
    "by_unknown": Heading("Unknown", "money", "What nobody can tell, and cents of rounding."),
    "cost_X": Heading("X at cost", "money", "Stock at cost of items whose demand hardly varies."),
    "cost_Y": Heading("Y at cost", "money", "Stock at cost of items whose demand varies."),
    "cost_Z": Heading("Z at cost", "money", "Stock at cost of items whose demand varies much."),
    "cost_unknown": Heading("Unknown at cost", "money", "Stock at cost of items too new to say."),
    "months_of_cover": Heading("Months", "ratio", "Stock ÷ forecast a month; ∞ without demand."),
    "account": Heading("Account", "text"),
    "debit": Heading("Debit", "money", "Left side of the entry: assets and expenses grow."),
    "credit": Heading("Credit", "money", "Right side of the entry: assets and expenses fall."),
    "entry": Heading("Entry", "text"),
    "words": Heading("In words", "text"),
    "line": Heading("Line", "text"),
    "before": Heading("Before", "money", "Without the entries."),
    "after": Heading("After", "money", "With the entries."),
    "effect": Heading("Effect", "money", "After − before."),
    "opening": Heading("Opening", "money", "Write-down held at the start of the period."),
    "charged": Heading("Charged", "money", "New loss of the period."),
    "used": Heading("Used", "money", "Write-down that left with goods sold or scrapped."),
    "used_on_sale": Heading("Used by sale", "money", "Of goods sold since the run before."),
    "used_on_scrap": Heading("Used by scrap", "money", "Of goods scrapped since the run before."),
    "reversed": Heading("Taken back", "money", "Goods still held that are worth more again."),
    "blocked": Heading("Kept", "money", "No longer needed, but not taken back."),
    "earlier_years": Heading(
        "Of earlier years", "money", "Part of closing that US GAAP never takes back."
    ),
    "paragraph": Heading("Asked for by", "text"),
    "item": Heading("Note", "text"),
    "text": Heading("In words", "text"),
    "offer_price": Heading("Offer at", "unit_money", "Price that leaves the realizable value."),
    "offer_by": Heading("Offer by", "date", "30 days after the inventory date."),
    "written_down": Heading(
        "Written down", "money", "What the write-down of the missing goods has taken already."
    ),
    "missing": Heading("Missing", "units", "On hand − counted; negative is found more."),
    "loss": Heading("Loss", "money", "Units on order × (cost − net realizable value)."),
    "closing": Heading("Closing", "money", "Write-down held at the end of the period."),
    "elasticity": _explained("Elasticity", "ratio", "elasticity"),
    "depth": _explained("Depth", "fraction", "markdown_depth"),
    "leftover_units": _explained("Leftover", "units", "leftover"),
    "write_down_hold": Heading("At today's price", "money", "Write-down if the price stays."),
    "extrapolated": Heading("A guess", "flag", "The cut is far deeper than sales have shown."),
    "cash": _explained("Cash", "money", "cash"),
    "net_income_effect": _explained("Net income", "money", "net_income_effect"),
    "equity_effect": _explained("Equity", "money", "equity_effect"),
}


def heading(column: str) -> Heading:
    """Return how a column is shown; schema columns without an own entry come from the schema.

    Raises:
        KeyError: for a column nobody has titled and explained yet.
    """
    if column in HEADINGS:
        return HEADINGS[column]
    for table in TABLES.values():
        for known in table.columns:
            if known.name == column:
                label = column.replace("_", " ").capitalize()
                return Heading(label, known.kind, known.description)
    raise KeyError(column)
