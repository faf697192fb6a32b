"""Explanations of what a lower price does."""

from core.charts.explanations.term import Explanation

MARKDOWN: dict[str, Explanation] = {
    "elasticity": Explanation(
        "Price elasticity",
        "Percent more units for one percent lower price.",
        "From the item's own price history, drawn towards its category and towards the mean of "
        "published studies (−2.62) as far as the own history is thin.",
        "Bijmolt, van Heerde and Pieters, 2005",
    ),
    "markdown_depth": Explanation(
        "Markdown depth",
        "Share taken off the current price.",
        "A markdown is no write-down by itself: only where the new price less selling cost "
        "falls below cost is there a loss to book.",
        "IAS 2.28–31",
    ),
    "plan_outcome": Explanation(
        "Plan against outcome",
        "What a plan foresaw when it was approved beside what was sold since, in its full weeks.",
        "Units and revenue of the plan's goods by week of the plan. The response found is the one "
        "elasticity at which demand foreseen at the old price becomes the units sold in weeks of "
        "a cut; it takes a change of demand itself for a response, so compare it with the one "
        "estimated from all sales.",
    ),
    "leftover": Explanation(
        "Leftover", "Units still on hand when the plan ends.", "Units on hand less units sold."
    ),
    "units_sold": Explanation(
        "Units sold",
        "Units expected to sell within the weeks of the plan.",
        "Forecast demand × (1 − depth) to the power of the price elasticity, item by item and "
        "week by week, never more than there is.",
    ),
    "cash": Explanation(
        "Cash recovered",
        "Money the stock brings in over the plan, before tax.",
        "Units sold × price after markdown × (1 − selling cost rate), less relabeling and holding "
        "costs; plus the proceeds of what is left, where it goes to the outlet at the end.",
    ),
    "recovered": Explanation(
        "Recovered in all",
        "Cash over the plan and what the units left over still bring after it.",
        "What stays on sale goes on selling at the last price until the excess horizon; the rest "
        "goes to the outlet. Compare courses of action by this figure.",
    ),
    "markdown_write_down": Explanation(
        "Write-down needed today",
        "What these goods would lack if this plan is the best evidence of what they will bring.",
        "Units planned for each price: cost less that price after selling cost. Units that never "
        "sell: cost less what the outlet pays. Never below zero.",
        "IAS 2.28–31; ASC 330-10-35-1B",
    ),
    "markdown_net_income": Explanation(
        "Net income today",
        "What booking that write-down does to net income of the current period.",
        "−(write-down needed today) × (1 − tax rate), the same under the direct and the allowance "
        "method.",
        "IAS 2.34; ASC 330-10-35-1B",
    ),
    "markdown_equity": Explanation(
        "Equity",
        "What these goods add to owners' equity from today to the last week.",
        "Sales less cost, selling cost and write-down, after tax. Units left over count at cost "
        "less their share of the write-down.",
    ),
    "nrv_basis": Explanation(
        "Tiered or blended",
        "Whether gains on some units may cover losses on others of the same item.",
        "Tiered looks at each quantity at the price planned for it and is the more careful. "
        "Blended weighs an item's whole proceeds against its whole cost and is never larger. "
        "Choose one and keep it.",
        "IAS 2.29–31",
    ),
    "frontier": Explanation(
        "What a budget of price cuts gains",
        "The most that cuts within a budget recover beyond today's price.",
        "Of every ladder of cuts of every item, those are taken that together recover most while "
        "the price given away (units sold at a cut x the cut) stays within the budget. Gain = "
        "recovered by them less recovered at today's price. Chance is left out.",
    ),
    "tornado": Explanation(
        "What moves the result most",
        "What is recovered when one assumption at a time is at either of its ends.",
        "The plan is run again with one assumption low or high and all others as forecast; the bar "
        "is the result less the plan as forecast. Demand and price response move as far as one "
        "case in ten exceeds on either side; what you set yourself moves by a fixed step.",
    ),
    "ways_out": Explanation(
        "Ways out of the goods",
        "What holding, marking down, returning, selling off, donating or scrapping comes to.",
        "Each is run for the same goods and weeks. Recovered in all = cash before tax + what units "
        "left over still bring; equity counts them at cost less their write-down. The span of 8 "
        "in 10 cases comes from draws of demand and price response.",
    ),
    "markdown_risk": Explanation(
        "Spread of a markdown's result",
        "What the same plan comes to when demand and price response turn out otherwise.",
        "Two hundred draws with errors that a category and the whole shop share. P10: one case in "
        "ten is lower; P50: half are; P90: one in ten is higher.",
    ),
}
