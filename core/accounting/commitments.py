"""Firm purchase commitments: a loss when the goods are worth less than the agreed price.

ASC 330-10-35-17 and 35-18, IAS 37.66: a firm, non-cancellable and unhedged commitment is measured
like stock. What firm sales contracts protect is no loss.
"""

from collections.abc import Sequence

import pandas as pd

from core.accounting.entries import Entry, entry

#: Account roles beside those of `core.policy.DEFAULT_ACCOUNTS`.
LIABILITY = "purchase_commitment_liability"


def commitment_losses(
    contract: float, values: Sequence[float], *, protected_share: float = 0.0
) -> pd.DataFrame:
    """Measure a commitment at each reporting date.

    Args:
        contract: amount agreed, money.
        values: what the goods are worth at each date, money.
        protected_share: fraction covered by firm sales contracts.

    Returns:
        One row a date: value, liability, loss (of the period; negative is a recovery, at most
        what was lost before).
    """
    frame = pd.DataFrame({"value": pd.Series(values, dtype="float64")})
    liability = (1 - protected_share) * (contract - frame["value"]).clip(lower=0)
    return frame.assign(liability=liability, loss=liability.diff().fillna(liability))


def commitment_entry(loss: float, *, period: str = "current") -> Entry | None:
    """Return the entry of a period's loss, or of its recovery when negative."""
    words = (
        "The goods ordered are worth less than the price agreed: the loss is taken now."
        if loss >= 0
        else "The goods ordered are worth more again: part of the loss comes back."
    )
    return entry(
        "commitment", period, words, debit={"write_down_loss": loss}, credit={LIABILITY: loss}
    )


def receipt_entry(contract: float, *, liability: float, period: str = "current") -> Entry | None:
    """Return the entry when the goods arrive and are paid: stock at the reduced amount."""
    return entry(
        "commitment",
        period,
        "The goods arrive and are paid. They enter stock at what they were worth, because the "
        "loss has been taken already.",
        debit={"inventory": contract - liability, LIABILITY: liability},
        credit={"cash": contract},
    )
