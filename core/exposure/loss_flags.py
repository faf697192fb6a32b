"""Red flags in the losses booked so far: what repeats, what is timed, what is bought again.

A flag is a question, not a finding. Amounts are those booked; a row without one counts its units
at the item's cost.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from core.book import Book
from core.exposure.measure import Exposure
from core.exposure.red_flags import RedFlag
from core.stock import units_on_order

#: Months with a loss, within a year, from which on an item's losses repeat: once a quarter.
REPEATED_MONTHS = 4
#: Share of a fiscal year's losses in its last month that is asked about: four times an even one.
BUNCHED_SHARE = 1 / 3
#: Months of a fiscal year that losses must be known of, and fall into, to speak of a bunch.
LEAST_MONTHS = 6


def loss_flags(book: Book, exposure: Exposure, *, fiscal_year_end: str) -> tuple[RedFlag, ...]:
    """Return the questions that the booked losses raise, most money first.

    Args:
        book: its losses, receipts and orders.
        exposure: what the stock loses today.
        fiscal_year_end: month and day, "MM-DD".
    """
    losses = booked_losses(book)
    if losses.empty:
        return ()
    flags = [
        *_repeated(losses, book),
        *_bunched(losses, fiscal_year_end),
        *_bought_again(losses, book, exposure),
        *_released(losses),
    ]
    return tuple(sorted(flags, key=lambda flag: (-flag.amount, flag.name, flag.when)))


def booked_losses(book: Book) -> pd.DataFrame:
    """Return date, sku, units, amount (money), kind of losses up to the Book's date."""
    losses = book.losses[book.losses["date"] <= pd.Timestamp(book.as_of)]
    place = pd.Index(book.items["sku"]).get_indexer(pd.Index(losses["sku"]))
    cost = book.items["unit_cost"].to_numpy()[place]
    amount = losses["amount"].fillna(losses["units"] * cost)
    known = losses.assign(amount=amount)[["date", "sku", "units", "amount", "kind"]]
    return known[known["amount"].notna()]


def flag_table(flags: Sequence[RedFlag]) -> pd.DataFrame:
    """Return one row a question: flag, sentence, when, items (count), amount, skus (text)."""
    columns = ["flag", "sentence", "when", "items", "amount", "skus"]
    rows = [
        (flag.name, flag.sentence, flag.when, len(flag.skus), flag.amount, ", ".join(flag.skus))
        for flag in flags
    ]
    return pd.DataFrame(rows, columns=columns)


def _repeated(losses: pd.DataFrame, book: Book) -> Iterator[RedFlag]:
    year = losses[losses["date"] > pd.Timestamp(book.as_of) - pd.Timedelta(days=365)]
    year = year[year["amount"] > 0]
    months = year["date"].dt.to_period("M").groupby(year["sku"]).nunique()
    rows = year[year["sku"].isin(months.index[months >= REPEATED_MONTHS])]
    if len(rows):
        count = rows["sku"].nunique()
        lost = "item was" if count == 1 else "items were"
        yield _flag(
            "Lost again and again",
            f"{count:,} {lost} written down or off in {REPEATED_MONTHS} or more months of a year.",
            rows,
        )


def _bunched(losses: pd.DataFrame, fiscal_year_end: str) -> Iterator[RedFlag]:
    """Ask about the last month of each fiscal year that holds too much of the year's losses."""
    rows = losses[losses["amount"] > 0]
    month = rows["date"].dt.to_period("M")
    end = rows["date"].dt.to_period(f"Y-{_MONTHS[int(fiscal_year_end[:2]) - 1]}")
    for year, of_year in rows.groupby(end):
        last = of_year[month.loc[of_year.index] == pd.Period(year.end_time, freq="M")]
        share = last["amount"].sum() / of_year["amount"].sum()
        spread = month.loc[of_year.index].nunique()
        if share >= BUNCHED_SHARE and spread >= LEAST_MONTHS:
            yield _flag(
                "Booked at year-end",
                f"{share:.0%} of the losses of the year to {year.end_time:%Y-%m-%d} were booked "
                "in its last month.",
                last,
            )


def _bought_again(losses: pd.DataFrame, book: Book, exposure: Exposure) -> Iterator[RedFlag]:
    """Ask about items that lost, were bought since, and lose again today."""
    rows = losses[losses["amount"] > 0]
    first = rows.groupby("sku")["date"].min()
    receipts = book.receipts[book.receipts["units"] > 0]
    lost_on = first.reindex(receipts["sku"]).to_numpy()
    since = receipts["sku"][receipts["date"].to_numpy() > lost_on]
    ordered = units_on_order(book)
    coming = ordered.index[ordered > 0]
    today = exposure.items.loc[exposure.items["write_down"] > 0, "sku"]
    again = rows["sku"].isin(today) & (rows["sku"].isin(since) | rows["sku"].isin(coming))
    if again.any():
        count = rows.loc[again, "sku"].nunique()
        words = "item was" if count == 1 else "items were"
        loses = "loses" if count == 1 else "lose"
        yield _flag(
            "Lost, bought again, losing again",
            f"{count:,} {words} written down or off before, bought since, and {loses} again now.",
            rows[again],
        )


def _released(losses: pd.DataFrame) -> Iterator[RedFlag]:
    rows = losses[losses["amount"] < 0]
    if len(rows):
        booked = "loss was taken back" if len(rows) == 1 else "losses were taken back"
        yield _flag(
            "Released to profit",
            f"{len(rows):,} booked {booked}, which lifts profit.",
            rows.assign(amount=-rows["amount"]),
        )


def _flag(name: str, sentence: str, rows: pd.DataFrame) -> RedFlag:
    amounts = rows.groupby("sku")["amount"].sum().sort_index()
    ranked = amounts.sort_values(ascending=False, kind="stable")
    first, last = rows["date"].min(), rows["date"].max()
    when = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    return RedFlag(name, sentence, tuple(ranked.index), float(amounts.sum()), when)


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
