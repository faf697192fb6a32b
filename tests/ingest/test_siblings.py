"""What a column is for, where another column of the sheet tells."""

from collections.abc import Callable

import pytest

from core.ingest import SourceFile, read_files


def canonical(text: str) -> dict[str, str | None]:
    sheet = read_files([SourceFile("list.csv", text.encode())]).sheets[0]
    return {column.source: column.canonical for column in sheet.columns}


def table(header: str, row: Callable[[int], str]) -> str:
    """Write a CSV of twelve rows."""
    return "\n".join([header, *map(row, range(1, 13))])


def test_a_sale_price_below_the_price_is_a_markdown() -> None:
    found = canonical(
        table(
            "SKU,Name,Price,Sale price,Stock", lambda n: f"A-{n},Mug {n},{n + 5}.50,{n + 3}.00,{n}"
        )
    )
    assert found["Price"] == "unit_price"
    assert found["Sale price"] is None


def test_a_price_below_the_sale_price_is_the_cost() -> None:
    found = canonical(
        table(
            "SKU,Name,Price,Sale price,Stock", lambda n: f"A-{n},Mug {n},{n + 5}.50,{n + 9}.00,{n}"
        )
    )
    assert found["Price"] == "unit_cost"
    assert found["Sale price"] == "unit_price"


def test_a_reference_goes_before_the_number_of_the_system() -> None:
    found = canonical(
        table("Product ID,Name,Reference,Quantity", lambda n: f"{n + 700},Mug {n},MG-{n},{n + 3}")
    )
    assert found["Reference"] == "sku"
    assert found["Product ID"] is None


def test_a_count_of_rows_is_no_identifier() -> None:
    found = canonical(
        table("No.,Item code,Item name,Qty", lambda n: f"{n},MG-{n},Mug {n} blue,{n + 3}")
    )
    assert found["No."] is None
    assert found["Item code"] == "sku"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (lambda n: f"0.{n:02}", "discount"),
        (lambda n: f"{n % 4 * 5}", "discount"),
        (lambda n: f"{n % 3 * 1.5:.2f}", None),
        (lambda n: f"{n * 100}", None),
    ],
)
def test_only_a_rate_is_taken_for_a_discount(
    values: Callable[[int], str], expected: str | None
) -> None:
    found = canonical(
        table(
            "Date,SKU,Qty,Discount,Amount",
            lambda n: f"2025-01-{n + 10},A-{n},{n},{values(n)},{n * 9}.50",
        )
    )
    assert found["Discount"] == expected


def test_opening_and_closing_stock_are_not_two_places() -> None:
    found = canonical(
        table(
            "Code,Item,Opening Stock,Inward,Outward,Closing Stock",
            lambda n: f"A-{n},Mug {n},{n + 9},5,{n},{14}",
        )
    )
    assert found["Closing Stock"] == "on_hand"
    assert found["Opening Stock"] is None


def test_what_the_stock_would_sell_for_is_no_revenue() -> None:
    found = canonical(
        table(
            "Codigo,Producto,Existencia,Costo,Valor venta",
            lambda n: f"A-{n},Taza {n},{n},{n + 2}.10,{n * 7}.00",
        )
    )
    assert found["Valor venta"] is None


def test_a_purchase_order_number_tells_receipts_from_sales() -> None:
    text = table(
        "PO number,Vendor,Item no,Qty,PO date", lambda n: f"PO{n},Delta,A-{n},{n},2025-03-{n + 10}"
    )
    assert read_files([SourceFile("list.csv", text.encode())]).sheets[0].table == "receipts"


def test_sums_of_what_was_sold_are_sales_though_they_name_no_day() -> None:
    text = table("Product,Units sold,Revenue", lambda n: f"Mug {n},{n},{n * 9}.50")
    assert read_files([SourceFile("list.csv", text.encode())]).sheets[0].table == "sales"


def test_the_least_quantity_is_to_keep_in_stock_and_to_buy_of_an_item() -> None:
    stock = canonical(table("Codigo,Existencia,Cantidad minima", lambda n: f"A-{n},{n + 9},5"))
    items = canonical(
        table("Codigo,Descripcion,Proveedor,Cantidad minima", lambda n: f"A-{n},Taza {n},Delta,5")
    )
    assert stock["Cantidad minima"] == "reorder_point"
    assert items["Cantidad minima"] == "min_order_qty"


def test_an_opening_quantity_counts_only_where_no_other_is() -> None:
    alone = canonical(table("SKU,Name,Opening qty", lambda n: f"A-{n},Mug {n},{n}"))
    assert alone["Opening qty"] == "on_hand"


def test_columns_that_are_no_names_are_no_places() -> None:
    found = canonical(
        table("code,name,price,xcar,xpal,xstr", lambda n: f"A-{n},Mug {n},{n}.10,{n},{n + 1},{n}")
    )
    assert {found["xcar"], found["xpal"], found["xstr"]} == {None}


def test_what_customers_bought_was_sold() -> None:
    text = table(
        "订单编号,商家编码,购买数量,商品价格,买家会员名,付款时间",
        lambda n: f"T{n},A-{n},{n},{n}.50,u{n},2025-01-{n + 10}",
    )
    sheet = read_files([SourceFile("list.csv", text.encode())]).sheets[0]
    assert sheet.table == "sales"
    assert {column.source: column.canonical for column in sheet.columns}["购买数量"] == "units"


def test_revenue_without_sales_tax_goes_before_revenue_with_it() -> None:
    found = canonical(
        table(
            "Datum,Artikelnummer,Menge,Umsatz brutto,Umsatz netto",
            lambda n: f"2025-01-{n + 10},A-{n},{n},{n * 12}.00,{n * 10}.00",
        )
    )
    assert found["Umsatz netto"] == "revenue"
    assert found["Umsatz brutto"] is None


def test_a_model_number_is_the_items_where_nothing_else_names_it() -> None:
    found = canonical(table("Model,Name,Stock", lambda n: f"XR-{n}0,Drill,{n}"))
    assert found["Model"] == "sku"
    found = canonical(table("SKU,Model,Stock", lambda n: f"A-{n},XR-{n}0,{n}"))
    assert found["Model"] == "variant"


def test_a_price_of_an_offer_is_not_the_price() -> None:
    found = canonical(
        table(
            "Artikelnummer;Bezeichnung;Normalpreis;Aktionspreis;Bestand",
            lambda n: f"A-{n};Tasse {n};{n + 5},50;{n + 3},00;{n}",
        )
    )
    assert found["Normalpreis"] == "unit_price"
    assert found["Aktionspreis"] is None


def test_the_day_of_a_report_is_no_day_of_receipt() -> None:
    found = canonical(table("SKU,Stock,Date", lambda n: f"A-{n},{n},2025-09-30"))
    assert found["Date"] is None
    found = canonical(table("SKU,Stock,Date", lambda n: f"A-{n},{n},2025-09-{n:02}"))
    assert found["Date"] == "received_date"


def test_the_company_whose_books_these_are_is_no_brand() -> None:
    found = canonical(table("SKU,Stock,Company", lambda n: f"A-{n},{n},Delta Ltd"))
    assert found["Company"] is None
    found = canonical(table("SKU,Stock,Company", lambda n: f"A-{n},{n},Maker {n % 3}"))
    assert found["Company"] == "brand"


def test_a_product_list_with_days_of_creation_is_no_list_of_sales() -> None:
    text = table(
        "sku,name,price,created_at,qty,max_cart_qty,out_of_stock_qty",
        lambda n: f"A-{n},Mug {n},{n}.50,2025-03-{n:02} 10:00,{n},10000,0",
    )
    sheet = read_files([SourceFile("catalog.csv", text.encode())]).sheets[0]
    found = {column.source: column.canonical for column in sheet.columns}
    assert sheet.table == "stock"
    assert found["qty"] == "on_hand"
    assert found["max_cart_qty"] is None
    assert found["out_of_stock_qty"] is None


def test_listings_with_a_day_they_start_are_stock_not_sales() -> None:
    text = table(
        "Title,Custom label (SKU),Available quantity,Sold quantity,Start date,Format,Listing site",
        lambda n: f"Mug {n},A-{n},{n},{n % 3},2025-03-{n:02},FIXED_PRICE,US",
    )
    sheet = read_files([SourceFile("listings.csv", text.encode())]).sheets[0]
    found = {column.source: column.canonical for column in sheet.columns}
    assert sheet.table == "stock"
    assert found["Format"] is None
    assert found["Listing site"] is None


def test_two_letters_are_a_province_and_no_supplier() -> None:
    found = canonical(table("SKU,Stock,Prov", lambda n: f"A-{n},{n},{'MI' if n % 2 else 'BO'}"))
    assert found["Prov"] is None
    found = canonical(table("SKU,Stock,Prov", lambda n: f"A-{n},{n},Rossi {n % 3}"))
    assert found["Prov"] == "supplier"


def test_a_kind_of_item_is_the_item_where_none_is_named_more_closely() -> None:
    rows = "Item Type,Order Date,Units Sold,Unit Price"
    found = canonical(table(rows, lambda n: f"Kind {n % 4},2025-03-{n:02},{n},4.50"))
    assert found["Item Type"] == "description"
    found = canonical(
        table(f"Item,{rows}", lambda n: f"Mug {n},Kind {n % 4},2025-03-{n:02},{n},4.50")
    )
    assert found["Item Type"] == "category"
