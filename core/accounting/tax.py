"""Tax effects of a write-down: relief when booked, or a deferred tax asset until realized.

Where tax follows the books (UK, BIM33115), a write-down lowers current tax at once. Where it
counts only when goods are sold or scrapped (US: Reg. 1.471-2(f)(1), Thor Power Tool v.
Commissioner, 439 U.S. 522), the books show a deferred tax asset of rate x allowance (ASC
740-10-25, IAS 12.24) that unwinds when they leave. Net income is the same.
"""

from dataclasses import dataclass

import pandas as pd

from core.accounting.entries import Entry, entry
from core.money import round_money
from core.policy import ReserveDeductible


@dataclass(frozen=True, slots=True)
class TaxEffect:
    """Change in tax expense of a period; money, negative is relief.

    Attributes:
        current: change in the tax payable for the period.
        deferred: less the change in the deferred tax asset.
        deferred_tax_asset: closing balance that belongs to the allowance.
    """

    current: float
    deferred: float
    deferred_tax_asset: float

    @property
    def expense(self) -> float:
        """Change in the income statement's tax line."""
        return self.current + self.deferred


def tax_effect(
    profit: float,
    *,
    opening_allowance: float,
    closing_allowance: float,
    rate: float,
    deductible: ReserveDeductible,
    currency: str,
    opening_rate: float | None = None,
    recognized: float = 1.0,
    earlier_taxable: float = 0.0,
) -> TaxEffect:
    """Split the tax on a period's profit effect into current and deferred.

    Args:
        profit: profit before tax of the period's events, negative is a loss.
        opening_allowance: losses taken but not yet deducted, before the period.
        closing_allowance: the same after it.
        rate: tax rate of the period and of the closing balance, a fraction.
        deductible: "booked" or "realized".
        currency: ISO 4217 code.
        opening_rate: rate at which the opening balance was measured, when it has changed (IAS
            12.46-47, ASC 740-10-35-4); the balance is re-measured, prior periods are not.
        recognized: share of a deferred tax asset that later profits are likely to use.
        earlier_taxable: what earlier periods added to taxable profit: tax is rounded on the sum,
            so that it does not depend on the periods in which the profit comes.
    """
    taxable = taxable_effect(profit, opening_allowance, closing_allowance, deductible)
    current = round_money(rate * (earlier_taxable + taxable), currency)
    current = round_money(current - round_money(rate * earlier_taxable, currency), currency)
    if deductible == "booked":
        return TaxEffect(current, 0.0, 0.0)
    before = rate if opening_rate is None else opening_rate
    old = round_money(recognized * before * opening_allowance, currency)
    new = round_money(recognized * rate * closing_allowance, currency)
    return TaxEffect(current, round_money(old - new, currency), new)


def taxable_effect(
    profit: float,
    opening_allowance: float,
    closing_allowance: float,
    deductible: ReserveDeductible,
) -> float:
    """Return what a period's profit effect adds to taxable profit, money."""
    timing = 0.0 if deductible == "booked" else closing_allowance - opening_allowance
    return profit + timing


def relief_share(
    rate: float, *, deductible: ReserveDeductible, recognized: float
) -> tuple[float, float]:
    """Return what a loss of one saves in tax due now, and in net income and equity.

    Relief that comes later is equity only as far as its asset is recognized.
    """
    return (rate, rate) if deductible == "booked" else (0.0, rate * recognized)


def post_tax(method: str, period: str, effect: TaxEffect) -> list[Entry]:
    """Return the entries of a tax effect: relief now, and tax deferred or unwound."""
    owed = (
        "Tax counts the loss: less income tax is due."
        if effect.current < 0
        else "The gain is taxed: more income tax is due."
    )
    deferred = (
        "Tax does not count this loss yet. The relief to come is shown as a deferred tax asset."
        if effect.deferred < 0
        else "The relief is no longer to come: the deferred tax asset kept for it is used up."
    )
    posted = [
        entry(
            method,
            period,
            deferred,
            debit={"income_tax_expense": effect.deferred},
            credit={"deferred_tax_asset": effect.deferred},
        ),
        entry(
            method,
            period,
            owed,
            debit={"income_tax_expense": effect.current},
            credit={"income_tax_payable": effect.current},
        ),
    ]
    return [each for each in posted if each is not None]


def deferred_tax(
    years: pd.DataFrame, *, rate: float | pd.Series, currency: str, recognized: float = 1.0
) -> pd.DataFrame:
    """Follow tax payable, expense and the deferred tax asset where tax deducts later than books.

    Args:
        years: needs income_before (profit before the charge), book_charge, tax_deduction
            (money); in order of time.
        rate: tax rate, a fraction; by year when it changes, the asset is then re-measured.
        currency: ISO 4217 code.
        recognized: share of the asset that later profits are likely to use; the rest is a
            valuation allowance (ASC 740-10-30-5, IAS 12.24).

    Returns:
        `years` with tax_payable, dta_closing, tax_expense and net_income added.

    Source:
        ASC 740-10-25, IAS 12.24: asset = rate x charges not yet deducted.
    """
    payable = round_money(rate * (years["income_before"] - years["tax_deduction"]), currency)
    not_deducted = (years["book_charge"] - years["tax_deduction"]).cumsum()
    asset = round_money(recognized * rate * not_deducted, currency)
    expense = round_money(payable - asset.diff().fillna(asset), currency)
    net = round_money(years["income_before"] - years["book_charge"] - expense, currency)
    return years.assign(tax_payable=payable, dta_closing=asset, tax_expense=expense, net_income=net)
