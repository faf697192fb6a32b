"""A table written in any layout, language and number format reads back equal."""

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ingest import SourceFile, read_files

NAMES = {
    "en": ["SKU", "Description", "On hand", "Unit cost", "Unit price", "Received date", "Supplier"],
    "es": ["Código", "Descripción", "Existencias", "Costo unitario", "Precio de venta",
           "Fecha de entrada", "Proveedor"],
    "fr": ["Référence", "Désignation", "Quantité en stock", "Prix d'achat", "Prix de vente",
           "Date de réception", "Fournisseur"],
    "de": ["Artikelnummer", "Bezeichnung", "Lagerbestand", "Einkaufspreis", "Verkaufspreis",
           "Wareneingangsdatum", "Lieferant"],
    "nl": ["Artikelnummer", "Omschrijving", "Voorraad", "Inkoopprijs", "Verkoopprijs",
           "Ontvangstdatum", "Leverancier"],
    "it": ["Codice articolo", "Descrizione", "Giacenza", "Prezzo di acquisto", "Prezzo di vendita",
           "Data di ricevimento", "Fornitore"],
    "pt": ["Código", "Descrição", "Estoque", "Custo unitário", "Preço de venda",
           "Data de entrada", "Fornecedor"],
    "ru": ["Артикул", "Наименование", "Остаток", "Себестоимость", "Цена продажи",
           "Дата поступления", "Поставщик"],
    "zh": ["货号", "商品名称", "库存数量", "成本价", "销售价", "入库日期", "供应商"],
    "ar": ["كود الصنف", "اسم الصنف", "الرصيد", "سعر التكلفة", "سعر البيع", "تاريخ الاستلام",
           "المورد"],
}  # fmt: skip
CANONICAL = [
    "sku",
    "description",
    "on_hand",
    "unit_cost",
    "unit_price",
    "received_date",
    "supplier",
]
WORDS = ["Mug", "Blue cup", "Hose 5 m", "Lamp", "Chair, oak", "Pen set", "Towel"]


@dataclass(frozen=True)
class Layout:
    language: str
    comma: bool
    grouped: bool
    titles: int
    total: bool
    order: tuple[int, ...]
    day_format: str
    encoding: str


layouts = st.builds(
    Layout,
    language=st.sampled_from(sorted(NAMES)),
    comma=st.booleans(),
    grouped=st.booleans(),
    titles=st.integers(0, 4),
    total=st.booleans(),
    order=st.permutations(range(7)).map(tuple),
    day_format=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)


def number(value: float, layout: Layout) -> str:
    text = f"{value:,.2f}" if layout.grouped else f"{value:.2f}"
    return text.translate(str.maketrans(",.", ".,")) if layout.comma else text


def made(seed: int) -> list[list[object]]:
    """Return rows of (sku, description, on hand, cost, price, day, supplier)."""
    chance = random.Random(seed)
    rows = []
    for index in range(chance.randint(6, 25)):
        cost = round(chance.uniform(0.5, 4000), 2)
        rows.append(
            [
                f"{chance.choice('AB0')}{index:05d}",
                f"{chance.choice(WORDS)} {index}",
                float(chance.randint(0, 3000)),
                cost,
                round(cost * 1.7, 2),
                # A day past the twelfth in every table settles the order of day and month.
                dt.date(2024, chance.randint(1, 12), 28 if index == 0 else chance.randint(1, 28)),
                chance.choice(["Acme", "Globex Ltd"]),
            ]
        )
    return rows


def written(rows: list[list[object]], layout: Layout) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if layout.comma else ",")
    titles = [["Acme Ltd"], ["Inventory list"], ["Page 1"], [""]]
    writer.writerows(titles[: layout.titles])
    writer.writerow([NAMES[layout.language][position] for position in layout.order])
    for row in rows:
        cells = [
            row[0], row[1], number(float(row[2]), layout), number(float(row[3]), layout),
            number(float(row[4]), layout), row[5].strftime(layout.day_format), row[6],
        ]  # fmt: skip
        writer.writerow([cells[position] for position in layout.order])
    if layout.total:
        total = ["Total", "", number(sum(float(row[2]) for row in rows), layout), "", "", "", ""]
        writer.writerow([total[position] for position in layout.order])
    return text.getvalue().encode(layout.encoding)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), layout=layouts)
def test_a_table_in_any_layout_reads_back_equal(seed: int, layout: Layout) -> None:
    rows = made(seed)
    sheet = read_files([SourceFile("list.txt", written(rows, layout))]).sheets[0]
    assert sheet.table == "stock"
    assert sheet.header_row == layout.titles + 1
    assert [c.canonical for c in sheet.columns] == [CANONICAL[p] for p in layout.order]
    frame = sheet.frame
    assert frame["sku"].tolist() == [row[0] for row in rows]
    assert frame["description"].tolist() == [row[1] for row in rows]
    for position, name in ((2, "on_hand"), (3, "unit_cost"), (4, "unit_price")):
        assert frame[name].tolist() == pytest.approx([row[position] for row in rows])
    assert [day.date() for day in frame["received_date"]] == [row[5] for row in rows]
    assert (sheet.rows, sheet.rows_set_aside) == (len(rows), int(layout.total))
