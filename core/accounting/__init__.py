"""Write-down accounting: the test, the entries, the statements, the tax, the ratios.

`assess` is the whole path for one stock: entries of both methods side by side, statements before
and after, ratios, covenants and the allowance's roll-forward. The rules it is made of are public
too. Which function answers which question:

====================  ==========================================================================
question (kind)       function
====================  ==========================================================================
lower_of_simple       `lower_of`; NRV from a price: `realizable_value`, `net_of_sales_tax`
levels                `lower_of_cost` at item, category or total
lower_of_list         `lower_of_cost_or_market`
market_ceiling_floor  `market_value`, then `lower_of_cost_or_market`; a whole exposure: `at_market`
tax_lcm               `lower_of_cost_or_market` with the replacement cost as market
fifo_layers_lcm       `cost_on_hand`, then `lower_of`
reversal              `remeasure` (value: NRV, or market for LIFO and retail)
interim               `interim_losses`; which year a day is in: `fiscal_year` (by date or of 52
                      or 53 weeks), under a policy: `fiscal_year_of`
allowance_periods     `allowance_periods`, `adjusting_entries`
allowance_items       `lower_of_cost`, then `allowance_periods`
rollforward           `roll_forward`; lot by lot: `roll_lots`; of an assessment: `lot_ledger`
life cycle            `life_of_stock`, posted by `post` (or `waiting`, then `post`)
disposal              `dispose`; units of a lot in the ledger: `scrap.scrap_lot`
writedown_then_sale   `write_down_then_sale`
statement_two_methods `present`, `loss_account`
cogs_identity         `cost_of_goods_sold`
percentage_reserve    `percentage_reserve`
aging                 `tier_reserve`; by age in days: `core.exposure`
coverage_lookup       `coverage_share`
fefo                  `core.stock.unreached_units`
retail                `retail_method`, `shortage_at_retail`
purchase_commitment   `commitment_losses`, `commitment_entry`, `receipt_entry`; open orders of a
                      Book and its shrinkage: `other_losses`, in statements: `statements_with`
deferred_tax          `deferred_tax`; one period: `tax_effect`; an assessment: `tax_schedule`
                      (goods for US tax to offer: `offer_list`)
markdown              `marked_down`, then `lower_of`; `break_even_markdown`
markdown_pct          `markdown_measures`
several outlets       `write_down_by_outlet` (firm contracts, vendor returns, limited demand)
materials             `material_write_down`
ratios, covenants     `measure`, `headroom`, the nearest first: `nearest`
twelve months         `method_lab`; past losses as a rate, with a back-test: `loss_rate`
notes                 `disclosures`
posting               `entries_to_post`, `LAYOUTS`, `run_name`, `posted_runs`
rounding              `round_money`, `allocate`
====================  ==========================================================================
"""

from core.accounting.allocation import allocate
from core.accounting.allowance import (
    Roll,
    adjusting_entries,
    allowance_periods,
    roll_allowance,
    roll_forward,
    roll_lots,
)
from core.accounting.article import Case, article_case
from core.accounting.commitments import commitment_entry, commitment_losses, receipt_entry
from core.accounting.disclosure import disclosures
from core.accounting.disposal import Disposal, SaleAfterWriteDown, dispose, write_down_then_sale
from core.accounting.entries import Entry, Line, UnbalancedEntryError, journal_frame
from core.accounting.financials import latest_financials
from core.accounting.fiscal import fiscal_year, fiscal_year_end, fiscal_year_of, weeks_of
from core.accounting.headroom import headroom, nearest
from core.accounting.impact import Impact, assess
from core.accounting.impaired import ImpairedStock, impaired_stock
from core.accounting.last_run import LastRun, LedgerFileError, read_ledger, without_scrapped
from core.accounting.ledger_files import LAYOUTS, entries_to_post, with_other_entries
from core.accounting.life import Life, life_of_stock
from core.accounting.loss_rate import LossRate, book_loss_rate, loss_rate
from core.accounting.lots import LedgerTies, ledger_ties, lot_ledger
from core.accounting.lower_of_cost import Measurement, lower_of, lower_of_cost
from core.accounting.market import at_market, cost_on_hand, lower_of_cost_or_market, market_value
from core.accounting.method_lab import MethodLab, Outlook, method_lab
from core.accounting.other_losses import (
    OtherLosses,
    has_other_losses,
    other_losses,
    statements_with,
)
from core.accounting.presentation import (
    GoodsSold,
    Presented,
    cost_of_goods_sold,
    loss_account,
    present,
)
from core.accounting.ratios import RATIOS, Ratio, measure
from core.accounting.recordings import COMPLIANT, METHODS, Method, StockEvents, post, waiting
from core.accounting.remeasurement import interim_losses, remeasure
from core.accounting.reserves import coverage_share, percentage_reserve, tier_reserve
from core.accounting.retail import (
    RetailFigures,
    RetailResult,
    retail_method,
    shortage_at_retail,
)
from core.accounting.runs import posted_runs, run_name
from core.accounting.selling_price import (
    Markdown,
    Outlet,
    break_even_markdown,
    break_even_price,
    markdown_measures,
    marked_down,
    material_write_down,
    net_of_sales_tax,
    realizable_value,
    write_down_by_outlet,
)
from core.accounting.statements import BALANCE_LINES, INCOME_LINES, MEMO_LINES, effects
from core.accounting.tax import TaxEffect, deferred_tax, post_tax, tax_effect
from core.accounting.tax_clock import offer_list, tax_schedule
from core.money import minor_digits, round_money

__all__ = [
    "BALANCE_LINES",
    "COMPLIANT",
    "INCOME_LINES",
    "LAYOUTS",
    "MEMO_LINES",
    "METHODS",
    "RATIOS",
    "Case",
    "Disposal",
    "Entry",
    "GoodsSold",
    "Impact",
    "ImpairedStock",
    "LastRun",
    "LedgerFileError",
    "LedgerTies",
    "Life",
    "Line",
    "LossRate",
    "Markdown",
    "Measurement",
    "Method",
    "MethodLab",
    "OtherLosses",
    "Outlet",
    "Outlook",
    "Presented",
    "Ratio",
    "RetailFigures",
    "RetailResult",
    "Roll",
    "SaleAfterWriteDown",
    "StockEvents",
    "TaxEffect",
    "UnbalancedEntryError",
    "adjusting_entries",
    "allocate",
    "allowance_periods",
    "article_case",
    "assess",
    "at_market",
    "book_loss_rate",
    "break_even_markdown",
    "break_even_price",
    "commitment_entry",
    "commitment_losses",
    "cost_of_goods_sold",
    "cost_on_hand",
    "coverage_share",
    "deferred_tax",
    "disclosures",
    "dispose",
    "effects",
    "entries_to_post",
    "fiscal_year",
    "fiscal_year_end",
    "fiscal_year_of",
    "has_other_losses",
    "headroom",
    "impaired_stock",
    "interim_losses",
    "journal_frame",
    "latest_financials",
    "ledger_ties",
    "life_of_stock",
    "loss_account",
    "loss_rate",
    "lot_ledger",
    "lower_of",
    "lower_of_cost",
    "lower_of_cost_or_market",
    "markdown_measures",
    "marked_down",
    "market_value",
    "material_write_down",
    "measure",
    "method_lab",
    "minor_digits",
    "nearest",
    "net_of_sales_tax",
    "offer_list",
    "other_losses",
    "percentage_reserve",
    "post",
    "post_tax",
    "posted_runs",
    "present",
    "read_ledger",
    "realizable_value",
    "receipt_entry",
    "remeasure",
    "retail_method",
    "roll_allowance",
    "roll_forward",
    "roll_lots",
    "round_money",
    "run_name",
    "shortage_at_retail",
    "statements_with",
    "tax_effect",
    "tax_schedule",
    "tier_reserve",
    "waiting",
    "weeks_of",
    "with_other_entries",
    "without_scrapped",
    "write_down_by_outlet",
    "write_down_then_sale",
]
