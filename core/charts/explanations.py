"""What each figure means and how it is computed: tooltips and the Method page read from here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """One term: `short` fits a tooltip, `computed` states the rule, `source` its standard."""

    term: str
    short: str
    computed: str
    source: str = ""


EXPLANATIONS: dict[str, Explanation] = {
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
    "change": Explanation(
        "What changed the write-down",
        "Effects that lead from the earlier write-down to today's.",
        "Item by item: units that left take their share of the earlier loss with them (sold, "
        "written down); units that came bring the loss of a unit today (new stock), those no "
        "movement explains are quantity; units that stayed lose more by age, price or demand, or "
        "less (recovered). Where either date cannot be judged, and for cents of rounding, the "
        "effect is unknown. Both dates are measured by the policy in force.",
    ),
    "treatments": Explanation(
        "What counts as demand",
        "Periods whose sales are not plain demand count for something else, and are listed.",
        "Returns beyond a period's sales are taken off the latest sales of the 13 weeks before. "
        "A period at least three times the best other one, and six standard deviations above the "
        "mean, counts for the best other one. A period flagged out of stock on some days is scaled "
        "up by the days in stock; where the days are unknown, demand is estimated knowing that it "
        "was at least what sold (censored likelihood).",
        "Dempster, Laird and Rubin 1977; Nahmias 1994",
    ),
    "healthy": Explanation(
        "Healthy", "Will earn its cost.", "NRV covers cost and no other reason applies."
    ),
    "unknown": Explanation(
        "Unknown",
        "Cannot be judged: cost or price is missing.",
        "Shown apart with its money; never counted as healthy.",
    ),
    "direct": Explanation(
        "Direct method",
        "The write-down reduces inventory itself.",
        "Debit expense, credit Inventory. The reduced amount is the new carrying amount.",
        "IAS 2.34; ASC 330-10-35-14",
    ),
    "allowance": Explanation(
        "Allowance method",
        "Inventory stays at cost; an allowance beside it holds the loss.",
        "Debit expense, credit Allowance for inventory write-down. No cash is set aside. When "
        "the goods are sold or scrapped, the allowance and the inventory go together.",
        "IAS 2.34; S-X 12-09 for the roll-forward",
    ),
    "net_income_effect": Explanation(
        "Effect on net income",
        "What booking the write-down does to net income of the period.",
        "−(write-down − allowance already on the books) × (1 − tax rate). Tax is current when "
        "the deduction is allowed now and deferred otherwise; net income is the same.",
        "IAS 12.24; ASC 740",
    ),
    "equity_effect": Explanation(
        "Effect on equity",
        "What booking the write-down does to owners' equity.",
        "Equal to the effect on net income: the loss runs through retained earnings.",
    ),
    "charge": Explanation(
        "Write-down to book now",
        "The new loss of this period: what has to be booked.",
        "Write-down the stock needs − allowance already on the books. Only the change is booked, "
        "never the whole balance again. Where the books hold more than is needed, IFRS and FRS "
        "102 take the surplus back; US GAAP keeps it.",
        "IAS 2.33–34; ASC 330-10-35-14",
    ),
    "inventory_after": Explanation(
        "Inventory after",
        "What the stock stands at in the balance sheet once this is booked.",
        "Inventory of your balance sheet (of the stock list, where you gave none) − allowance, "
        "after the entries. The same amount under both methods.",
        "IAS 2.9; ASC 330-10-35-1B",
    ),
    "wait": Explanation(
        "Waiting",
        "Booking the loss only when the goods leave.",
        "Shown to compare, never proposed: an evident loss belongs to the period in which it "
        "shows. Over the life of the goods the total loss is the same.",
        "IAS 2.34; ASC 330-10-35-1B",
    ),
    "journal": Explanation(
        "Journal entries",
        "What your bookkeeper posts.",
        "Each line is rounded once to the currency's smallest unit, and each entry's debits equal "
        "its credits. Account names come from the assumptions. The next period assumes that goods "
        "written down are sold at what they are expected to bring and that goods written off are "
        "scrapped.",
    ),
    "statements": Explanation(
        "Statements before and after",
        "Your income statement and balance sheet with the entries posted to them.",
        "The effect of a line is the sum of the entries on its account. After is before plus "
        "effect. Lines you gave no figure for stay unknown; their effect is known all the same.",
        "IAS 1; ASC 205",
    ),
    "roll_forward": Explanation(
        "Allowance roll-forward",
        "How the allowance gets from its opening to its closing balance.",
        "Opening + charged − used with goods sold or scrapped − taken back = closing.",
        "S-X 5-04 and 12-09; IAS 2.36(e)–(g)",
    ),
    "deferred_tax": Explanation(
        "Deferred tax asset",
        "Tax relief that comes later, when tax counts the loss.",
        "Write-down not yet deducted × tax rate. Where tax follows the books, relief is current "
        "and there is none.",
        "IAS 12.24; ASC 740-10-25; Reg. 1.471-2(f)(1); Thor Power Tool, 439 U.S. 522",
    ),
    "ratios": Explanation(
        "Ratios",
        "Measures that banks and owners read, before and after.",
        "Margins are of revenue; returns use closing equity and assets; current assets are cash, "
        "receivables and net inventory. A write-down flatters turnover, days of stock and later "
        "returns although nothing sells faster: the column without write-downs takes it out, "
        "profit by the charge of the period and the balance sheet by the allowance.",
    ),
    "covenants": Explanation(
        "Covenants",
        "Limits that a loan agreement sets.",
        "The ratio after booking against its limit, and the further write-down before tax that it "
        "still bears; in parentheses, the amount by which it is missed.",
    ),
    "days_of_cover": Explanation(
        "Days of cover",
        "How long the stock lasts at forecast demand.",
        "Day on which cumulative forecast demand reaches the units on hand.",
    ),
    "lead_time_days": Explanation(
        "Lead time",
        "Days from order to receipt.",
        "From receipts (ordered against received), else the item's own lead time, else the "
        "default of the assumptions, said so.",
    ),
    "safety_stock": Explanation(
        "Safety stock",
        "Kept against demand and lead times that run above their mean.",
        "Reorder point less mean demand over lead time and review period.",
    ),
    "reorder_point": Explanation(
        "Reorder point",
        "Order when stock on hand and on order falls to this.",
        "What demand over lead time and review period stays within at the service level: a "
        "quantile of a negative binomial or gamma distribution, whose spread is that of past "
        "forecasts' summed errors and of past lead times. For a fill rate it is the point at which "
        "the units expected short a cycle are the allowed share of the lot. Never below expected "
        "demand.",
        "Silver, Pyke and Thomas, ch. 6; Burgin, 1975",
    ),
    "service_level": Explanation(
        "Service level",
        "Chance of no stock-out before an order arrives, or what the assumptions say it measures.",
        "Set for all items or by class (AX to CZ) under Policy. Measured by cycles without a "
        "stock-out, by the share of demand met from stock, or set item by item so that the margin "
        "lost by running out balances the cost of holding: margin ÷ (margin + holding cost of a "
        "cycle).",
        "Silver, Pyke and Thomas, ch. 6",
    ),
    "order_class": Explanation(
        "Order class",
        "How much of the year's demand the item makes up, and how steadily it sells.",
        "A, B, C: items by forecast yearly demand at cost, up to 80%, 95% and all of it. X, Y, Z: "
        "standard deviation ÷ mean of a period's sales up to 0.5, up to 1, above. Unlike on the "
        "Shelf page, where A to C go by stock on hand.",
    ),
    "risk_chance": Explanation(
        "Risk of an order",
        "Chance that part of this order ends as excess or expired.",
        "Chance that demand stays below stock, open orders and this order together until the order "
        "expires or the item ends, or else within the excess horizon after it arrives.",
    ),
    "risk_cost": Explanation(
        "Expected write-down of an order",
        "What the order is expected to lose to excess or expiry, on average.",
        "Units of the order expected to be left by then × what is lost on each: the whole cost "
        "where it expires, else cost less what clearance brings.",
    ),
    "on_time_fill": Explanation(
        "Delivered on time",
        "Share of the promised units that were here on the promised day.",
        "Units received on or before the promised day ÷ units promised by now. The promise is the "
        "due date, else the order date and the item's stated lead time. Lines not received yet "
        "count once their day has passed.",
    ),
    "replay": Explanation(
        "Replay",
        "The last months played again, ordering by the policy.",
        "Begins with the stock and the open orders of that day. Every two weeks demand is forecast "
        "and lead times are measured from what was known then, nothing later. Orders follow on "
        "each review day and arrive after the mean lead time; demand that finds no stock is lost. "
        "What was really on the shelf is today's stock plus what was sold since less what came in. "
        "Budget and moves between locations are not played.",
    ),
    "replay_fill": Explanation(
        "Demand met",
        "Share of what was asked for that was there to be sold.",
        "Units sold ÷ units asked for. On days without stock nobody knows what was asked for: it "
        "is taken to be what the item sold on a day in stock.",
    ),
    "replay_stock": Explanation(
        "Average stock of the replay",
        "Stock at cost, averaged over the days.",
        "Units on hand at the end of each day × unit cost of today, averaged over all days.",
    ),
    "replay_lost": Explanation(
        "Lost sales",
        "What could have been sold, had it been there.",
        "Units asked for on days without stock × price of today; items without a price are left "
        "out.",
    ),
    "replay_write_down": Explanation(
        "Excess at the end of the replay",
        "Write-down of what is left and will not sell within the excess horizon.",
        "Units on hand on the last day beyond today's forecast over the excess horizon × (cost − "
        "what clearance brings), the same rule for both. The difference is the write-down "
        "avoided, or added.",
    ),
    "service_cost": Explanation(
        "Stock a service level takes",
        "Safety stock and half an order of every item, at cost.",
        "Every item is planned at the same level with today's forecast, lead times and order "
        "policy. The average stock of a cycle is its safety stock and half of what is ordered at a "
        "time. Stock you hold beyond that is not in it; items without a cost are left out.",
        "Silver, Pyke and Thomas, ch. 6",
    ),
    "forecast": Explanation(
        "Forecast",
        "Expected units per period, with an 80 % interval.",
        "Mean of several methods weighted by how well they fit; the interval comes from the "
        "errors of forecasts made in the past. Where the methods lose against simply repeating "
        "the last period, that simple forecast is used and said so.",
    ),
    "order_units": Explanation(
        "Suggested order",
        "Units to order now, in whole packs.",
        "When the position (on hand + on order − committed) is at or below the reorder point: "
        "fill up to the reorder point plus one lot, at least the supplier's minimum, in whole "
        "packs, never more than sells before it expires or the item ends. A lot is the economic "
        "order quantity, √(2 × cost of an order × demand ÷ holding cost), at least the demand "
        "until the next order.",
        "Silver, Pyke and Thomas, ch. 7",
    ),
    "order_cost": Explanation(
        "Orders, at cost",
        "What the suggested orders cost.",
        "Suggested units × replacement cost, else unit cost, rounded once per line. Items whose "
        "cost is unknown are counted and left out of the sum.",
    ),
    "late_orders": Explanation(
        "Out before arrival",
        "Items to order that run out before the delivery comes.",
        "Days of cover of the stock on hand are fewer than the days from order to receipt.",
    ),
    "stopped": Explanation(
        "In items to stop",
        "Money that lies in items to buy no more.",
        "Stock at cost of the items whose stock and open orders outlast the excess horizon at "
        "forecast demand, or whose end of life has passed.",
    ),
    "components": Explanation(
        "Trend, season and rest",
        "What moved the sales: slowly, every year, or by chance.",
        "STL decomposition: local regressions split the history in a trend, a repeating season "
        "and what remains; the three add up to the units sold.",
        "Cleveland et al., 1990",
    ),
    "forecast_error": Explanation(
        "Forecast error",
        "Sum of what single forecasts missed, as a share of the units sold.",
        "The past is forecast again from up to four days, a quarter apart, each time from nothing "
        "but what was known by then. For each item and period |forecast − sold|; summed over all "
        "and divided by the units sold. Errors of single items are large where sales are few; they "
        "cancel out in totals. Repeating the past means the last period or the same period of last "
        "year, whichever did better over all items.",
        "Hyndman and Koehler, 2006 (WAPE); Tashman 2000 (rolling origins)",
    ),
    "mase": Explanation(
        "MASE",
        "Forecast error in units of the usual step from one period to the next.",
        "Mean absolute error after each origin ÷ mean absolute change from period to period before "
        "it, averaged over the origins. A forecast several periods ahead may lie above 1 and still "
        "be better than repeating the past: compare the rows of the test.",
        "Hyndman and Koehler, 2006",
    ),
    "residuals": Explanation(
        "Check of the errors",
        "Whether past errors hold a pattern that the forecast could still have used.",
        "Up to 36 latest periods are forecast one period ahead by the same engine, from this item "
        "alone. The Ljung-Box test asks whether neighboring errors are related more than chance "
        "would make them (p under 0.05); a mean more than two standard errors from zero is a lean.",
        "Ljung and Box, 1978",
    ),
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
        "An item that loses in four or more months of a year; a third or more of a fiscal year's "
        "losses in its last month; an item written down, bought since and losing again; losses "
        "taken back. They add nothing to the write-down.",
    ),
    "expected_expired": Explanation(
        "Expected unsold",
        "Units expected to be left when a lot expires.",
        "The mean of max(0, units − demand until expiry) over the forecast's distribution, lots "
        "of an item sold in order of expiry. Unknown where the item has no forecast.",
    ),
    "abc_xyz": Explanation(
        "ABC and XYZ",
        "What ties up money, and how steadily it sells.",
        "A holds the first 80 % of stock at cost, B the next 15 %, C the rest. X: the standard "
        "deviation of sales a period is at most half their mean; Y: up to their mean; Z: more.",
    ),
    "slow_movers": Explanation(
        "Slow movers",
        "Stock that lasts a year or more.",
        "Units on hand ÷ forecast units a month is 12 or more, or nothing is forecast to sell. "
        "Items of unknown demand are left out.",
    ),
    "months_of_cover": Explanation(
        "Months of cover",
        "How long the stock lasts at the forecast rate.",
        "Units on hand ÷ forecast units a month. No demand is endless cover; unknown demand is "
        "unknown cover.",
    ),
}


def explain(key: str) -> Explanation:
    """Return the explanation of a figure; KeyError for a figure nobody has explained yet."""
    return EXPLANATIONS[key]


def find_terms(text: str) -> list[Explanation]:
    """Return the explanations that mention every word of `text`, by term; all of them for none."""
    words = text.casefold().split()
    found = [
        about
        for about in EXPLANATIONS.values()
        if all(
            word in f"{about.term} {about.short} {about.computed} {about.source}".casefold()
            for word in words
        )
    ]
    return sorted(found, key=lambda about: about.term.casefold())
