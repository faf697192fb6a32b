"""Explanations of how long stock lasts and what to order."""

from core.charts.explanations.term import Explanation

ORDERING: dict[str, Explanation] = {
    "days_of_cover": Explanation(
        "Days of cover",
        "How long the stock lasts at forecast demand.",
        "Day on which cumulative forecast demand reaches the units on hand.",
    ),
    "lead_time_days": Explanation(
        "Lead time",
        "Days from order to receipt.",
        "(n × median of the item's n regular receipts, ordered against received, + 2 × stated "
        "time) ÷ (n + 2). Where the item states none, the median of its supplier's receipts takes "
        "its place; without either it is the default of the assumptions, said so. Express "
        "deliveries are left out: a plan that relies on them orders too late.",
    ),
    "express_share": Explanation(
        "Express deliveries",
        "Share of deliveries that came far faster than usual.",
        "Fast is less than half of the item's stated lead time; where it states none, of the time "
        "that four in five of its deliveries kept to. Fast deliveries are express where they are a "
        "tenth to nine tenths of the supplier's (no time stated: where the item has three of "
        "either kind). Fewer are ordinary variation, more say that the stated time is too long.",
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
        "forecasts' summed errors. A lead time that varies counts as three: its mean, and √3 "
        "standard deviations less or more in a sixth of cases each. For a fill rate it is the "
        "point at which the units expected short a cycle are the allowed share of the lot. Never "
        "below expected demand.",
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
        "each review day and arrive after the item's lead time; demand that finds no stock is "
        "lost. What was really on the shelf is today's stock plus what was sold since less what "
        "came in. Budget and moves between locations are not played.",
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
        "what clearance brings), the same rule for both; items whose clearance price is unknown "
        "are left out. The difference is the write-down avoided, or added.",
    ),
    "service_cost": Explanation(
        "Stock a service level takes",
        "Safety stock and half an order of every item, at cost.",
        "Every item is planned at the same level with today's forecast, lead times and order "
        "policy. The average stock of a cycle is its safety stock and half of what is ordered at a "
        "time. Stock you hold beyond that is not in it; items without a cost are left out.",
        "Silver, Pyke and Thomas, ch. 6",
    ),
    "order_units": Explanation(
        "Suggested order",
        "Units to order now, in whole packs.",
        "When the position (on hand + on order − committed) is at or below the reorder point: "
        "fill up to the reorder point plus one lot, at least the supplier's minimum, in whole "
        "packs, never more than sells before it expires or the item ends. What sells out before "
        "the order arrives is lost, not owed: no more is ordered than an empty shelf would need "
        "then, to last until the next order arrives at the service level, plus the lot; nothing "
        "where that is less than one unit, as after a season. A lot is the economic order "
        "quantity, √(2 × cost of an order × demand ÷ holding cost), at least the demand between "
        "two orders.",
        "Silver, Pyke and Thomas, ch. 7; Xin, 2021, on capped base-stock policies",
    ),
    "transfers": Explanation(
        "Move before you buy",
        "Units one location holds beyond its need that another one lacks.",
        "An item's expected demand splits by what each location sold of it in the last year, drawn "
        "toward the split of its category where it sold seldom; its safety stock by the root of "
        "that share, as locations sell independently. Units on hand beyond a location's "
        "order-up-to level go to those at or below their reorder point, up to their order-up-to "
        "level. An order is for all locations together, so what can be moved is not bought: it is "
        "split by what each still lacks. What moving costs is not known here.",
        "Eppen, 1979; Silver, Pyke and Thomas, ch. 11",
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
