"""Write-down accounting: the test, the entries, the statements."""

from core.accounting.article import Case, article_case
from core.accounting.entries import Entry, Line, UnbalancedEntryError, journal_frame
from core.accounting.financials import latest_financials
from core.accounting.headroom import headroom
from core.accounting.impact import Impact, assess
from core.accounting.impaired import ImpairedStock, impaired_stock
from core.accounting.lower_of_cost import Measurement, lower_of, lower_of_cost
from core.accounting.money import allocate, minor_digits, round_money
from core.accounting.presentation import loss_account
from core.accounting.ratios import RATIOS, Ratio, measure
from core.accounting.recordings import COMPLIANT, METHODS, Method, StockEvents, post, waiting
from core.accounting.statements import BALANCE_LINES, INCOME_LINES
from core.accounting.tax import TaxEffect, deferred_tax, tax_effect

__all__ = [
    "BALANCE_LINES",
    "COMPLIANT",
    "INCOME_LINES",
    "METHODS",
    "RATIOS",
    "Case",
    "Entry",
    "Impact",
    "ImpairedStock",
    "Line",
    "Measurement",
    "Method",
    "Ratio",
    "StockEvents",
    "TaxEffect",
    "UnbalancedEntryError",
    "allocate",
    "article_case",
    "assess",
    "deferred_tax",
    "headroom",
    "impaired_stock",
    "journal_frame",
    "latest_financials",
    "loss_account",
    "lower_of",
    "lower_of_cost",
    "measure",
    "minor_digits",
    "post",
    "round_money",
    "tax_effect",
    "waiting",
]
