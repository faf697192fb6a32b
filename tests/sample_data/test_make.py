"""The script that makes the sample data: equal bytes, small files, the real sales untouched."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from core.schema import TABLES
from sample_data.generate.gift_shop import make_gift_shop
from sample_data.generate.retail_year import (
    SOURCE_FILE,
    RetailYear,
    category_of,
    read_retail_year,
)
from sample_data.generate.template import NOTES
from sample_data.make import main

from .conftest import plain_sheet

TWO_MEGABYTES = 2_000_000


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".xlsx", ".csv")
    }


@pytest.mark.slow
def test_the_script_gives_the_same_bytes_every_time(made: Path, tmp_path: Path) -> None:
    main(["--out", str(tmp_path)])
    assert contents(tmp_path) == contents(made)


def test_every_file_is_small_enough_to_ship(samples: Path) -> None:
    sizes = {name: len(content) for name, content in contents(samples).items()}
    assert len(sizes) == 14
    assert max(sizes.values()) < TWO_MEGABYTES


def test_the_shipped_template_has_the_sheets_and_columns_of_the_schema(samples: Path) -> None:
    book = CalamineWorkbook.from_path(str(samples / "template.xlsx"))
    assert book.sheet_names == ["readme", *TABLES]
    for table in TABLES.values():
        header, notes = book.get_sheet_by_name(table.name).to_python()
        assert tuple(header) == table.column_names
        assert str(notes[0]).startswith(NOTES)
        assert all(
            column.description in str(note)
            for column, note in zip(table.columns, notes, strict=True)
        )


@pytest.mark.parametrize(
    ("description", "category"),
    [
        ("VINTAGE CHRISTMAS BUNTING", "Christmas"),
        ("LUNCH BAG RED RETROSPOT", "Bags & purses"),
        ("WHITE HANGING HEART T-LIGHT HOLDER", "Candles & lighting"),
        ("REGENCY CAKESTAND 3 TIER", "Kitchen & table"),
        ("OOH LA LA DOGS COLLAR", "Gifts & novelties"),
    ],
)
def test_a_category_is_read_from_the_words_of_the_description(
    description: str, category: str
) -> None:
    assert category_of(description) == category


def source_lines() -> pd.DataFrame:
    """Two weeks: an item with a return, one without a code, postage, and one sold and returned."""
    monday = pd.Timestamp(2010, 11, 29)
    later = monday + pd.Timedelta(weeks=2)
    rows = [
        ("22423", "REGENCY  CAKESTAND", monday, 5, 2, 10.95),
        ("22423", "REGENCY CAKESTAND", later, 1, 4, 12.75),
        (None, "HANGING JAM JAR", monday, 7, 0, 2.10),
        ("POST", "POSTAGE", monday, 9, 0, 18.00),
        ("23843", "PAPER CRAFT", later, 80_995, 80_995, 2.08),
        ("84029g", "HOT WATER BOTTLE", later, 3, 0, 0.01),
    ]
    columns = ["stock_code", "Description", "week", "qty", "returns", "price"]
    return pd.DataFrame(rows, columns=columns)


def test_real_sales_are_netted_and_everything_that_is_not_goods_is_left_out(
    tmp_path: Path,
) -> None:
    lines = source_lines()
    lines.loc[1, "returns"] = 2
    lines.to_parquet(tmp_path / SOURCE_FILE)
    year = read_retail_year(tmp_path)
    assert year.items["sku"].tolist() == ["22423", "N0001"]
    assert year.items["description"].tolist() == ["REGENCY CAKESTAND", "HANGING JAM JAR"]
    assert year.items["price"].tolist() == [10.95, 2.10]
    # The week in between had no invoice: it is there, with nothing sold.
    assert len(year.weeks) == 3
    np.testing.assert_array_equal(year.units, [[3, 0, -1], [7, 0, 0]])
    np.testing.assert_allclose(year.revenue, [[3 * 10.95, 0, -12.75], [14.70, 0, 0]])


def test_an_item_whose_returns_cancel_its_sales_is_left_out(tmp_path: Path) -> None:
    source_lines().to_parquet(tmp_path / SOURCE_FILE)
    assert read_retail_year(tmp_path).items["sku"].tolist() == ["N0001"]


def small_year(count: int = 60, weeks: int = 54) -> RetailYear:
    random = np.random.default_rng(1)
    units = random.poisson(random.uniform(0.5, 40, (count, 1)), (count, weeks)).astype(float)
    price = random.uniform(1, 20, count).round(2)
    items = pd.DataFrame(
        {
            "sku": [str(20_000 + number) for number in range(count)],
            "description": [f"GIFT {number}" for number in range(count)],
            "category": np.where(np.arange(count) % 2, "Christmas", "Garden & outdoor"),
            "price": price,
            "usual_price": price,
        }
    )
    mondays = pd.date_range("2010-11-29", periods=weeks, freq="7D")
    return RetailYear(items=items, weeks=mondays, units=units, revenue=units * price[:, None])


def test_the_gift_shops_stock_is_what_came_in_less_what_was_sold(tmp_path: Path) -> None:
    year = small_year()
    make_gift_shop(year, tmp_path)
    received = plain_sheet(tmp_path / "goods_received.xlsx", "Goods received", 4)
    came = received["Qty Received"].astype(float).groupby(received["Stock Code"]).sum()
    sold = pd.Series(year.units.sum(axis=1), index=year.items["sku"])
    stock = plain_sheet(tmp_path / "stock_valuation.xlsx", "Stock valuation", 5)
    stock = stock[stock["Stock Code"].isin(year.items["sku"])].drop_duplicates()
    quantity = pd.to_numeric(stock["Qty in Stock"], errors="coerce").where(lambda units: units >= 0)
    readable = ~stock["Stock Code"].isin(stock.loc[quantity.isna(), "Stock Code"])
    on_hand = quantity[readable].groupby(stock["Stock Code"]).sum()
    assert len(on_hand) == len(year.items) - 2
    expected = (came - sold)[on_hand.index]
    pd.testing.assert_series_equal(on_hand, expected, check_names=False, check_index_type=False)


def test_the_gift_shop_is_made_with_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("once", "again"):
        make_gift_shop(small_year(), tmp_path / name)
    assert contents(tmp_path / "once") == contents(tmp_path / "again")
