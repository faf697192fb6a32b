"""Explanations of what stock is worth, why it loses value and who could have known."""

from core.charts.explanations.term import Explanation

WORTH: dict[str, Explanation] = {
    "cost_value": Explanation(
        "Stock at cost",
        "What the units on hand cost you.",
        "Units on hand × unit cost, row by row. The row's own cost goes first, then the item's "
        "cost, then the row's stated stock value divided by its units. Rows without any cost are "
        "shown as unknown and never counted as zero; negative stock is left out and listed.",
        "IAS 2.10; ASC 330-10-30",
    ),
    "items_in_stock": Explanation(
        "Items in stock",
        "How many different items have units on hand.",
        "Number of SKUs with at least one stock row above zero; locations and lots of one item "
        "count once.",
    ),
    "at_risk_value": Explanation(
        "At risk",
        "Cost of the units that have a reason to lose value.",
        "Cost of every unit whose reason is expired, damaged, discontinued, excess, expiring, "
        "below cost or slow. Each unit has exactly one reason, so nothing is counted twice.",
    ),
    "write_down": Explanation(
        "Write-down",
        "How far the stock's cost lies above what it will bring.",
        "For each unit: cost less net realizable value, never below zero and never above cost. "
        "Where several measures apply to a unit the largest one counts. Rounded once per row, "
        "so that totals equal the sum of the rows shown.",
        "IAS 2.9 and 2.28; ASC 330-10-35-1B",
    ),
    "write_off": Explanation(
        "Write-off",
        "The whole cost is lost: the units cannot be sold.",
        "A write-down of the full cost of units that are expired, or damaged beyond sale.",
        "IAS 2.34; ASC 330-10-35-1B",
    ),
    "disposal_cost": Explanation(
        "Disposal cost",
        "What it costs to take written-off goods away; never part of the write-down.",
        "Units that are written off × the disposal cost a unit of the Policy page, rounded once "
        "per row. It is an expense when it is paid: the carrying value of goods is never below "
        "zero.",
        "IAS 2.28; IAS 37 where there is an obligation",
    ),
    "likely_range": Explanation(
        "Likely range",
        "In eight of ten simulated futures the write-down falls in this range.",
        "The write-down is computed again many times with prices and demand moved up and down, "
        "for the whole shop, for each category and for each item. The range runs from the 10th "
        "to the 90th percentile. Certain losses, such as expired stock, do not move.",
    ),
    "nrv": Explanation(
        "Net realizable value (NRV)",
        "Selling price less the costs necessary to make the sale.",
        "Expected selling price × (1 − selling cost rate), never below zero. The price is an "
        "approved markdown plan, else the item's own recent sales, else its current price, else "
        "its list price, else unknown.",
        "IAS 2.6–7; ASC 330-10-20",
    ),
    "carrying_value": Explanation(
        "Carrying value",
        "What the stock stands at in the balance sheet after the write-down.",
        "Stock at cost less write-down: the lower of cost and net realizable value.",
        "IAS 2.9; ASC 330-10-35-1B",
    ),
    "unknown_cost_value": Explanation(
        "Cannot be judged",
        "Stock that cannot be judged because a cost or a price is missing.",
        "Cost of the units whose selling price is unknown, and the number of units whose cost "
        "is unknown. Unknown is never treated as zero loss.",
    ),
    "expired": Explanation(
        "Expired", "Past its last day of sale.", "Expiry date before the as-of date: NRV is zero."
    ),
    "damaged": Explanation(
        "Damaged",
        "The condition column says it cannot be sold as new.",
        "Condition reads as damaged: NRV is the usual NRV × the damaged recovery rate.",
        "IAS 2.28",
    ),
    "discontinued": Explanation(
        "Discontinued",
        "No longer part of the range.",
        "Status reads as discontinued, or the end-of-life date has passed: valued at the "
        "clearance price less selling cost.",
        "IAS 2.28",
    ),
    "excess": Explanation(
        "Excess",
        "More than the forecast will sell within the horizon.",
        "Units beyond forecast demand over the excess horizon, or the shelf life or product "
        "life where that is shorter: valued at the clearance price less selling cost.",
        "IAS 2.28; ASC 330-10-35-1B",
    ),
    "loss_on_order": Explanation(
        "Expected loss on order",
        "What goods ordered and not yet received would lose; never part of the write-down.",
        "Units beyond forecast demand within the horizon, after the stock on hand, × (cost − what "
        "clearing brings), and the other units on order × (cost − net realizable value) where "
        "that is below cost. Due now as a liability where orders are firm; else what cancelling "
        "saves.",
        "ASC 330-10-35-17; IAS 37.66",
    ),
    "expiring": Explanation(
        "Expiring",
        "Will reach its expiry date before it is sold.",
        "Forecast demand takes lots in order of expiry; what is left of a lot on its expiry "
        "date has no value.",
    ),
    "below cost": Explanation(
        "Below cost",
        "Sells for less than it cost.",
        "Net realizable value at the expected price is below unit cost.",
        "IAS 2.9; ASC 330-10-35-1B",
    ),
    "slow": Explanation(
        "Slow",
        "Older, or lasting longer, than the reserve tables allow at full cost.",
        "Age of each layer against the aging table of its category, and months of cover of the "
        "item against the months-of-cover table if there is one: the larger share is reserved. "
        "The usual steps are the middle of tables in public use; both tables are edited on the "
        "Exposure page.",
    ),
    "healthy": Explanation(
        "Healthy", "Will earn its cost.", "NRV covers cost and no other reason applies."
    ),
    "unknown": Explanation(
        "Unknown",
        "Cannot be judged: cost or price is missing.",
        "Shown apart with its money; never counted as healthy.",
    ),
    "cause": Explanation(
        "Cause",
        "What went wrong before the loss.",
        "Expired or expiring is expiry, damaged is damage, below cost is price, discontinued is "
        "the end of a season or range. Excess and slow stock is a fall of demand where half a "
        "year sold at most two thirds of the same half a year before, or sales fade out; the end "
        "of a season where nine tenths sold within half a year of the first sale; and otherwise "
        "over-buying.",
    ),
    "avoidable": Explanation(
        "Avoidable",
        "Loss that orders sized by the reorder rule would not have made.",
        "The rule never orders beyond the order-up-to level, which would have left no more than "
        "that on hand. The share of the losing units above it counts. It is hindsight: the level "
        "is today's, and the forecast then may have been higher. Damage and prices are not "
        "prevented by order size.",
    ),
    "loss_purchases": Explanation(
        "Purchases behind the losses",
        "The receipts whose units lose value.",
        "First in, first out: units on hand are set against the newest receipts. Units bought too "
        "many are looked for in the newest layers, all other losses in the oldest.",
        "IAS 2.25, 2.27",
    ),
    "masked": Explanation(
        "Hidden loss",
        "Loss of some items that a group test sets against gains of others.",
        "Cost against NRV, summed by category or over all stock, for units that sell at their "
        "usual price: gains cover losses of the same group. Expired, damaged or surplus goods are "
        "never covered.",
        "IAS 2.29; ASC 330-10-35-8",
    ),
    "loss_flags": Explanation(
        "Questions on booked losses",
        "Patterns an auditor would ask about.",
        "An item that loses in four or more months of a year; a category that does so in six or "
        "more, at twice the rate of the other stock or above; a third or more of a fiscal year's "
        "losses in its last month; an item that lost, was bought since and loses again; an item "
        "written down and bought since; losses taken back and allowance released to profit. They "
        "add nothing to the write-down.",
    ),
}
