"""Explanations of what goes into the books."""

from core.charts.explanations.term import Explanation

ACCOUNTING: dict[str, Explanation] = {
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
        "mean, counts for the best other one. A period that sold mostly on promotion counts for "
        "its sales divided by the lift: what the item's promoted periods sold over the level of "
        "the others around them, drawn toward that of all items where it had few. The period of an "
        "event you named counts for its sales divided by the event's effect, measured alike, which "
        "is put back where the event falls next. A period flagged out of stock on some days is "
        "scaled up by the days in stock; where the days are unknown, demand is estimated knowing "
        "that it was at least what sold (censored likelihood).",
        "Dempster, Laird and Rubin 1977; Nahmias 1994",
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
    "past_loss_rate": Explanation(
        "Past loss rate",
        "The share of cost of sales that was lost in past months.",
        "Rate = losses booked, theft left out, over cost of sales of the same months. Each month "
        "is foretold with the rate of the months before it and set against what was lost. A "
        "general rate only stands in for losses known item by item.",
        "IAS 2.29",
    ),
    "offer_list": Explanation(
        "Goods to offer for tax",
        "Goods whose lower value US tax accepts once they are really offered at that price.",
        "Damaged or otherwise subnormal goods with a write-down, at the price whose net of selling "
        "costs is their realizable value; to be offered within 30 days of the stock list.",
        "Reg. 1.471-2(c)",
    ),
    "shrinkage": Explanation(
        "Missing goods",
        "Units the system holds and the count did not find, at cost.",
        "Missing = on hand less counted; amount = missing x unit cost. What the write-down of the "
        "same goods has taken already is no second loss and is taken off.",
        "IAS 2.34; ASC 330-10-35",
    ),
    "retail_method": Explanation(
        "Retail method",
        "Closing stock at cost, estimated from its selling prices.",
        "Closing at cost = closing at retail x cost-to-retail ratio. Conventional takes the ratio "
        "before markdowns, which keeps it low; average cost takes it after them; FIFO and LIFO "
        "that of the period's purchases.",
        "ASC 330-10-30-13; IAS 2.22",
    ),
    "disposal": Explanation(
        "Scrapped or sold off",
        "What goods that leave still stood at, less what they bring.",
        "Net carrying amount = cost less the allowance made for the goods; result = proceeds less "
        "that. The allowance used is never more than the goods cost.",
        "IAS 2.34; ASC 330-10-35",
    ),
}
