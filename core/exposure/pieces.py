"""Pieces: stock rows cut by age, with what the tests of exposure ask of each of them."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.book import Book
from core.exposure.aging import aging_edges, aging_shares, cover_shares
from core.exposure.contracts import set_contracts_apart
from core.exposure.cover import DAYS_PER_MONTH
from core.ordering import sort_order
from core.policy import Policy
from core.stock import days_until
from core.stock.words import says_damaged, says_discontinued, says_expired


def make_pieces(
    book: Book, policy: Policy, valued: pd.DataFrame, layers: pd.DataFrame, items: pd.DataFrame
) -> pd.DataFrame:
    """Cut stock rows into pieces whose units share age band and expiry, in selling order.

    Args:
        book: whose as_of ages and expiries are counted to.
        policy: grace period of new stock, aging steps, which reasons count.
        valued: `core.stock.value_stock`.
        layers: its FIFO layers.
        items: one row a stocked item, in the order of sku; needs rate_per_day (units, NaN
            unknown) and is_discontinued beside what the book says of it.

    Returns:
        One row a piece, earliest expiry first within an item, then oldest first: item and row
        (positions in `items` and `valued`), units, unit_cost, age_days, age_source, expiry_date,
        days_to_expiry, is_expired, is_damaged, is_discontinued, is_new, sellable (bool),
        reserved_share (fraction of cost that the policy reserves for age or for months of cover,
        the larger), cover_binds (bool: for cover), months_of_cover (of the item, NaN unknown),
        contract_price (money, NaN for units that no contract promises).
    """
    item_of_row = pd.factorize(valued["sku"])[0]
    shelf_life = items["shelf_life_days"].to_numpy()[item_of_row]
    pieces = _by_age_band(_with_expiry(layers, valued, shelf_life), policy)
    row = pieces["row"].to_numpy()
    item = item_of_row[row]
    age = pieces["age_days"].to_numpy()
    to_expiry = days_until(pieces["expiry_date"], as_of=book.as_of)
    expired = (to_expiry < 0) | says_expired(valued["condition"])[row]
    damaged = says_damaged(valued["condition"])[row]
    is_new = age < policy.new_item_grace_days
    on_sale = -days_until(items["launch_date"], as_of=book.as_of)[item]
    is_new |= np.isnan(age) & (on_sale < policy.new_item_grace_days)
    sellable = ~(
        (expired & ("expired" in policy.reasons)) | (damaged & ("damaged" in policy.reasons))
    )
    for_age = aging_shares(age, items["category"], item, policy)
    cover = _months_of_cover(item, np.where(sellable, pieces["units"], 0.0), items)
    for_cover = cover_shares(cover, items["category"], policy)[item]
    pieces = pieces.assign(
        item=item,
        unit_cost=valued["unit_cost"].to_numpy()[row],
        days_to_expiry=to_expiry,
        is_expired=expired,
        is_damaged=damaged,
        is_discontinued=items["is_discontinued"].to_numpy()[item],
        is_new=is_new,
        sellable=sellable,
        reserved_share=np.where(is_new, 0.0, np.maximum(for_age, for_cover)),
        cover_binds=for_cover > for_age,
        months_of_cover=cover[item],
    )
    oldest_first = np.where(np.isnan(age), -np.inf, -age)
    # Days are whole; what has no date comes after every date.
    day = np.nan_to_num(to_expiry - np.nanmin(to_expiry, initial=0.0), nan=-1.0).astype(np.int64)
    last = int(day.max(initial=0)) + 1
    soonest_first = np.where(day < 0, last, day)
    order = sort_order(item * (last + 1) + soonest_first, [oldest_first])
    return set_contracts_apart(pieces.iloc[order].reset_index(drop=True), items)


def _months_of_cover(
    item: NDArray[np.intp], units: NDArray[np.float64], items: pd.DataFrame
) -> NDArray[np.float64]:
    """Return how many months each item's stock lasts: infinite without demand, NaN unknown."""
    held = np.bincount(item, weights=units, minlength=len(items))
    rate = items["rate_per_day"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rounded, so that four months of stock are four months and not a hair less.
        months = np.round(held / (rate * DAYS_PER_MONTH), 9)
    return np.where(np.isnan(rate) | (held == 0), np.nan, months)


def _with_expiry(
    layers: pd.DataFrame, valued: pd.DataFrame, shelf_life: NDArray[np.float64]
) -> pd.DataFrame:
    """Add the day a layer expires: as stated, else its receipt plus the item's shelf life."""
    row = layers["row"].to_numpy()
    stated = valued["expiry_date"].to_numpy()[row]
    received = layers["received_date"].to_numpy()
    life = pd.to_timedelta(shelf_life[row], unit="D").to_numpy()
    inferred = np.isnat(stated)
    expiry = np.where(inferred, received + life, stated).astype("datetime64[us]")
    return layers.assign(expiry_date=expiry, expiry_inferred=inferred & ~np.isnat(expiry))


def _by_age_band(layers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Join layers of a row that no test tells apart; ages become their mean weighted by units."""
    columns = ["row", "units", "age_days", "age_source", "expiry_date"]
    if len(layers) < 2:
        return layers[columns]
    age = layers["age_days"].to_numpy()
    band = np.searchsorted(aging_edges(policy), age, side="left")
    source = layers["age_source"].array
    # Layers come by row, oldest first, so those of one band stand together. One with an expiry
    # of its own stays by itself.
    new = np.ones(len(layers), dtype=bool)
    new[1:] = (
        (np.diff(layers["row"].to_numpy()) != 0)
        | (np.diff(band) != 0)
        | np.asarray(source[1:] != source[:-1], dtype=bool)
        | layers["expiry_inferred"].to_numpy()[1:]
    )
    starts = np.flatnonzero(new)
    units = layers["units"].to_numpy()
    total = np.add.reduceat(units, starts)
    return (
        layers[columns]
        .iloc[starts]
        .assign(units=total, age_days=np.add.reduceat(units * age, starts) / total)
    )


def discontinued(items: pd.DataFrame, *, as_of: date) -> NDArray[np.bool_]:
    """Whether each item's last day is over, or its status says that it is discontinued."""
    ended = days_until(items["end_of_life_date"], as_of=as_of) < 0
    return np.asarray(ended | says_discontinued(items["status"]), dtype=np.bool_)
