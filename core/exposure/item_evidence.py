"""Evidence on one item: the rows, dates and rules that its figure rests on, in one place."""

from dataclasses import dataclass

import pandas as pd

from core.book import Book
from core.exposure.cover import with_cover_interval
from core.exposure.excess import Demand
from core.exposure.measure import Exposure
from core.exposure.reasons import WRITE_OFF
from core.exposure.search import segments_of
from core.policy import AgingSteps, CoverSteps
from core.stock import fifo_layers, in_order
from core.stock.realizable import FROM_CONTRACT, price_rows

_LAYER_COLUMNS = (
    "location", "lot", "units", "received_date", "age_days", "age_source", "receipt_cost",
    "expiry_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class ItemEvidence:
    """What one item's write-down rests on.

    Attributes:
        segments: its units by reason and age, each with its evidence as a sentence, and
            also_applies: the reasons that hold beside its own.
        facts: what was known of the item: price_used, price_words (where it comes from),
            selling_cost_rate, usual_nrv, clearance_nrv (money a unit), clearance_words (where
            that comes from), sells (units over
            horizon_days, infinite unknown), held, on_order, excess_on_order (units),
            days_of_cover, cover_low, cover_high (days), demand_class, category, contract_units
            and contract_price (of firm sales contracts), promised_units (of them on hand),
            disposal_units and disposal_cost (of what is written off).
        sales: rows behind a price from own sales, newest first; else empty.
        layers: FIFO layers on hand, oldest first: location, lot, units, received_date, age_days,
            age_source, receipt_cost, expiry_date.
        aging_steps: of its category, by age in days.
        cover_steps: of its category, by months of cover.
    """

    segments: pd.DataFrame
    facts: pd.Series
    sales: pd.DataFrame
    layers: pd.DataFrame
    aging_steps: AgingSteps
    cover_steps: CoverSteps


def item_evidence(
    book: Book, exposure: Exposure, sku: str, forecast: Demand | None = None
) -> ItemEvidence:
    """Gather the evidence on one item of the stock.

    Args:
        book: the Book.
        exposure: measured on it.
        sku: the item.
        forecast: what the exposure was measured with.

    Raises:
        KeyError: the item has no stock.
    """
    facts = exposure.grounds.facts_of(sku)
    item = exposure.items[exposure.items["sku"] == sku]
    interval = with_cover_interval(item, forecast)[["cover_low", "cover_high"]]
    facts = pd.concat([facts, interval.iloc[0]])
    sales = price_rows(book.sales, sku, as_of=book.as_of, items=book.items)
    category = None if pd.isna(facts["category"]) else str(facts["category"])
    policy = exposure.grounds.policy
    own = exposure.with_evidence(segments_of(exposure.segments, sku))
    off = own.loc[own["kind"] == WRITE_OFF, "units"].sum()
    facts["promised_units"] = own.loc[own["price_source"] == FROM_CONTRACT, "units"].sum()
    facts["disposal_units"], facts["disposal_cost"] = off, off * policy.disposal_cost_unit
    return ItemEvidence(
        segments=own.assign(also_applies=exposure.grounds.also(own["segment_id"])),
        facts=facts,
        sales=sales if facts["price_words"].startswith("own sales") else sales.iloc[:0],
        layers=_layers(book, sku),
        aging_steps=policy.aging_steps(category),
        cover_steps=policy.cover_steps(category),
    )


def _layers(book: Book, sku: str) -> pd.DataFrame:
    own = book.stock[((book.stock["sku"] == sku) & (book.stock["on_hand"] > 0)).to_numpy()]
    stock = in_order(own)
    dates = book.receipts["date"][(book.receipts["units"] > 0).to_numpy()]
    start = dates[(dates <= pd.Timestamp(book.as_of)).to_numpy()].min()
    receipts = book.receipts[(book.receipts["sku"] == sku).to_numpy()]
    layers = fifo_layers(stock, receipts, as_of=book.as_of, history_start=start)
    of_row = stock[["location", "lot", "expiry_date"]].iloc[layers["row"]].reset_index(drop=True)
    return pd.concat([of_row, layers.drop(columns="row")], axis="columns")[list(_LAYER_COLUMNS)]
