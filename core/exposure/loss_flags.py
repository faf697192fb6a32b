"""Red flags in the losses booked so far: what repeats, what is timed, what is bought again.

A flag is a question, not a finding. Amounts are those booked; a row without one counts its units
at the item's cost.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from core.book import Book
from core.exposure.measure import Exposure
from core.exposure.red_flags import RedFlag
from core.stock import units_on_order, without_transfers

#: Months with a loss, within a year, from which on an item's losses repeat: once a quarter.
REPEATED_MONTHS = 4
#: Months with a loss, within a year, from which on a category's losses repeat: every other month
#: and at twice the rate of all other stock, for every shop loses a little of much now and then.
REPEATED_CATEGORY_MONTHS = 6
REPEATED_CATEGORY_RATE = 2.0
#: Share of a fiscal year's losses in its last month that is asked about: four times an even one.
BUNCHED_SHARE = 1 / 3
#: Months of a fiscal year that losses must be known of, and fall into, to speak of a bunch.
LEAST_MONTHS = 6


def loss_flags(
    book: Book, exposure: Exposure, *, fiscal_year_end: str, release: float = 0.0
) -> tuple[RedFlag, ...]:
    """Return the questions that the booked losses raise, most money first.

    Args:
        book: its losses, receipts and orders.
        exposure: what the stock loses today.
        fiscal_year_end: month and day, "MM-DD".
        release: opening allowance that today's run takes back through profit, in money.
    """
    losses = booked_losses(book)
    flags = [
        *_repeated(losses, book),
        *_repeated_categories(losses, book, exposure),
        *_bunched(losses, fiscal_year_end),
        *_bought_again(losses, book, exposure),
        *_released(losses),
        *_allowance_released(release, book),
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
    year = _of_last_year(losses, book)
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


def _of_last_year(losses: pd.DataFrame, book: Book) -> pd.DataFrame:
    start = pd.Timestamp(book.as_of) - pd.Timedelta(days=365)
    return losses[(losses["date"] > start) & (losses["amount"] > 0)]


def _category_of(skus: pd.Series, items: pd.DataFrame) -> pd.Series:
    return skus.map(items.drop_duplicates("sku").set_index("sku")["category"])


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


def _repeated_categories(losses: pd.DataFrame, book: Book, exposure: Exposure) -> Iterator[RedFlag]:
    """Ask about categories that lose month after month, and far more than the rest of the stock."""
    year = _of_last_year(losses, book)
    category = _category_of(year["sku"], book.items)
    of_stock = _category_of(exposure.segments["sku"], book.items)
    cost = exposure.segments["cost_value"].groupby(of_stock.to_numpy(), dropna=False).sum()
    all_lost, all_cost = year["amount"].sum(), cost.sum()
    months = year["date"].dt.to_period("M").groupby(category).nunique()
    for name in months.index[months >= REPEATED_CATEGORY_MONTHS]:
        rows = year[category == name]
        lost, held = rows["amount"].sum(), cost.get(name, 0.0)
        # Both rates on a common denominator: neither side need have stock left.
        if not lost * (all_cost - held) >= REPEATED_CATEGORY_RATE * (all_lost - lost) * held:
            continue
        if not (held > 0 and all_cost > held):
            continue
        yield _flag(
            "A category loses again and again",
            f"Category {name} was written down or off in {months[name]} months of a year: "
            f"{lost / held:.0%} of its stock at cost, the rest of the stock "
            f"{(all_lost - lost) / (all_cost - held):.0%}.",
            rows,
        )


def _bought_again(losses: pd.DataFrame, book: Book, exposure: Exposure) -> Iterator[RedFlag]:
    """Ask about items bought after a loss: those that lose again, and those written down.

    Goods that broke or expired are bought again every day. A write-down says that an item was
    worth less than it cost, so buying more of it is asked about whether or not it loses today.
    """
    rows = losses[losses["amount"] > 0]
    first = rows.groupby("sku")["date"].min()
    marked = rows[rows["kind"] == "write_down"]
    today = exposure.items.loc[exposure.items["write_down"] > 0, "sku"]
    again = rows["sku"].isin(today) & rows["sku"].isin(_bought_since(first, book))
    if again.any():
        count = rows.loc[again, "sku"].nunique()
        words = "item was" if count == 1 else "items were"
        loses = "loses" if count == 1 else "lose"
        yield _flag(
            "Lost, bought again, losing again",
            f"{count:,} {words} written down or off before, bought since, and {loses} again now.",
            rows[again],
        )
    since = _bought_since(marked.groupby("sku")["date"].min(), book)
    marked = marked[marked["sku"].isin(since) & ~marked["sku"].isin(rows.loc[again, "sku"])]
    if len(marked):
        count = marked["sku"].nunique()
        words = "item was" if count == 1 else "items were"
        yield _flag(
            "Written down, bought again",
            f"{count:,} {words} written down before and bought or ordered since.",
            marked,
        )


def _bought_since(first_loss: pd.Series, book: Book) -> list[str]:
    """Return the items bought after their day of `first_loss` (by sku), or on order."""
    receipts = without_transfers(book.receipts)
    receipts = receipts[receipts["units"] > 0]
    lost_on = first_loss.reindex(receipts["sku"]).to_numpy()
    since = receipts["sku"][receipts["date"].to_numpy() > lost_on]
    ordered = units_on_order(book)
    bought = {*since, *ordered.index[ordered > 0]}
    return [sku for sku in first_loss.index if sku in bought]


def _released(losses: pd.DataFrame) -> Iterator[RedFlag]:
    rows = losses[losses["amount"] < 0]
    if len(rows):
        booked = "loss was taken back" if len(rows) == 1 else "losses were taken back"
        yield _flag(
            "Released to profit",
            f"{len(rows):,} booked {booked}, which lifts profit.",
            rows.assign(amount=-rows["amount"]),
        )


def _allowance_released(release: float, book: Book) -> Iterator[RedFlag]:
    if release > 0:
        yield RedFlag(
            "Allowance released to profit",
            "The allowance that the period opened with is larger than the stock needs: the rest "
            "is taken back, which lifts profit.",
            (),
            release,
            f"{book.as_of:%Y-%m-%d}",
        )


def _flag(name: str, sentence: str, rows: pd.DataFrame) -> RedFlag:
    amounts = rows.groupby("sku")["amount"].sum().sort_index()
    ranked = amounts.sort_values(ascending=False, kind="stable")
    first, last = rows["date"].min(), rows["date"].max()
    when = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    return RedFlag(name, sentence, tuple(ranked.index), float(amounts.sum()), when)


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
