"""Firm sales contracts: units promised at a price are valued at that price (IAS 2.31)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def contract_terms(contracts: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of each item are under contract, and their mean price.

    Args:
        contracts: needs sku, units, unit_price.
        items: rows that name the items, in order.

    Returns:
        One row an item: contract_units (zero for none), contract_price (money, NaN for none).
    """
    if contracts.empty:
        return pd.DataFrame({"contract_units": np.zeros(len(items)), "contract_price": np.nan})
    firm = contracts[(contracts["units"] > 0) & (contracts["unit_price"] > 0)]
    amounts = firm.assign(amount=firm["units"] * firm["unit_price"])
    sums = amounts.groupby("sku")[["units", "amount"]].sum().reindex(items["sku"])
    return pd.DataFrame(
        {
            "contract_units": sums["units"].fillna(0.0).to_numpy(),
            "contract_price": (sums["amount"] / sums["units"]).to_numpy(),
        }
    )


def set_contracts_apart(pieces: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Cut the units that fulfil contracts out of the pieces; they go out first.

    Such units are sold: they are neither excess nor slow nor cleared, and leave the forecast
    demand to the others. Goods that cannot be sold fulfil no contract.

    Args:
        pieces: in selling order; needs item, units, sellable, is_expired, is_damaged.
        items: needs contract_units, contract_price.

    Returns:
        `pieces` with contract_price added (NaN for units without a contract), cut where a
        contract ends within one.
    """
    item, units = pieces["item"].to_numpy(), pieces["units"].to_numpy()
    promised = items["contract_units"].to_numpy()
    if not promised.any():
        return pieces.assign(contract_price=np.nan)
    fit = pieces["sellable"] & ~pieces["is_expired"] & ~pieces["is_damaged"]
    offered = np.where(fit, units, 0.0)
    before = pd.Series(offered).groupby(item).cumsum().to_numpy() - offered
    promised_units = np.clip(promised[item] - before, 0.0, offered)
    under = pieces.assign(
        units=promised_units,
        sellable=False,
        is_discontinued=False,
        reserved_share=0.0,
        cover_binds=False,
        contract_price=items["contract_price"].to_numpy()[item],
    )
    free = pieces.assign(units=units - promised_units, contract_price=np.nan)
    both = pd.concat([under, free]).sort_index(kind="stable")
    return both[both["units"] > 0].reset_index(drop=True)


def contract_sentences(segments: pd.DataFrame) -> tuple[NDArray[np.intp], list[str]]:
    """Return the places of segments under contract, and one sentence for each.

    Args:
        segments: needs contract_price, usual_nrv, unit_cost (money a unit).
    """
    places = np.flatnonzero(segments["contract_price"].notna())
    terms = segments[["contract_price", "usual_nrv", "unit_cost"]].iloc[places]
    return places, [
        f"Sold under a firm contract at {price:,.2f}, {nrv:,.2f} after selling costs, "
        f"{'below' if nrv < cost else 'not below'} the cost of {cost:,.2f}."
        for price, nrv, cost in terms.itertuples(index=False)
    ]
