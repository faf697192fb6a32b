"""A table written in any layout, language and format reads back equal."""

import datetime as dt
import os
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.ingest import SheetReading, SourceFile, read_files
from tests.conftest import SLOW_VARIABLE
from tests.ingest.writers import FORMATS, Value

#: Canonical columns of each table, in the order of the names below.
TABLES: Mapping[str, Sequence[str]] = {
    "stock": ["sku", "description", "on_hand", "unit_cost", "unit_price", "received_date",
              "supplier"],
    "sales": ["date", "sku", "description", "units", "revenue"],
    "receipts": ["date", "sku", "units", "unit_cost", "supplier"],
}  # fmt: skip
#: What may be blank: the rest a row needs to be loaded.
OPTIONAL = {"description", "unit_cost", "unit_price", "received_date", "supplier"}
NAMES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "stock": ["SKU", "Description", "On hand", "Unit cost", "Unit price", "Received date",
                  "Supplier"],
        "sales": ["Date", "SKU", "Description", "Units sold", "Revenue"],
        "receipts": ["Date received", "SKU", "Quantity received", "Unit cost", "Supplier"],
    },
    "es": {
        "stock": ["Código", "Descripción", "Existencias", "Costo unitario", "Precio de venta",
                  "Fecha de entrada", "Proveedor"],
        "sales": ["Fecha", "Código", "Descripción", "Unidades vendidas", "Importe"],
        "receipts": ["Fecha de entrada", "Código", "Cantidad recibida", "Costo unitario",
                     "Proveedor"],
    },
    "fr": {
        "stock": ["Référence", "Désignation", "Quantité en stock", "Prix d'achat",
                  "Prix de vente", "Date de réception", "Fournisseur"],
        "sales": ["Date", "Référence", "Désignation", "Quantité vendue", "Chiffre d'affaires"],
        "receipts": ["Date de réception", "Référence", "Quantité reçue", "Prix d'achat",
                     "Fournisseur"],
    },
    "de": {
        "stock": ["Artikelnummer", "Bezeichnung", "Lagerbestand", "Einkaufspreis",
                  "Verkaufspreis", "Wareneingangsdatum", "Lieferant"],
        "sales": ["Datum", "Artikelnummer", "Bezeichnung", "Verkaufte Menge", "Umsatz"],
        "receipts": ["Wareneingangsdatum", "Artikelnummer", "Gelieferte Menge", "Einkaufspreis",
                     "Lieferant"],
    },
    "nl": {
        "stock": ["Artikelnummer", "Omschrijving", "Voorraad", "Inkoopprijs", "Verkoopprijs",
                  "Ontvangstdatum", "Leverancier"],
        "sales": ["Datum", "Artikelnummer", "Omschrijving", "Aantal verkocht", "Omzet"],
        "receipts": ["Ontvangstdatum", "Artikelnummer", "Ontvangen aantal", "Inkoopprijs",
                     "Leverancier"],
    },
    "it": {
        "stock": ["Codice articolo", "Descrizione", "Giacenza", "Prezzo di acquisto",
                  "Prezzo di vendita", "Data di ricevimento", "Fornitore"],
        "sales": ["Data", "Codice articolo", "Descrizione", "Quantità venduta", "Fatturato"],
        "receipts": ["Data di ricevimento", "Codice articolo", "Quantità ricevuta",
                     "Prezzo di acquisto", "Fornitore"],
    },
    "pt": {
        "stock": ["Código", "Descrição", "Estoque", "Custo unitário", "Preço de venda",
                  "Data de entrada", "Fornecedor"],
        "sales": ["Data", "Código", "Descrição", "Quantidade vendida", "Faturamento"],
        "receipts": ["Data de recebimento", "Código", "Quantidade recebida", "Custo unitário",
                     "Fornecedor"],
    },
    "ru": {
        "stock": ["Артикул", "Наименование", "Остаток", "Себестоимость", "Цена продажи",
                  "Дата поступления", "Поставщик"],
        "sales": ["Дата", "Артикул", "Наименование", "Продано", "Выручка"],
        "receipts": ["Дата поступления", "Артикул", "Количество", "Себестоимость", "Поставщик"],
    },
    "zh": {
        "stock": ["货号", "商品名称", "库存数量", "成本价", "销售价", "入库日期", "供应商"],
        "sales": ["日期", "货号", "商品名称", "销售数量", "销售额"],
        "receipts": ["入库日期", "货号", "入库数量", "成本价", "供应商"],
    },
    "ar": {
        "stock": ["كود الصنف", "اسم الصنف", "الرصيد", "سعر التكلفة", "سعر البيع",
                  "تاريخ الاستلام", "المورد"],
        "sales": ["التاريخ", "كود الصنف", "اسم الصنف", "الكمية المباعة", "إجمالي المبيعات"],
        "receipts": ["تاريخ الاستلام", "كود الصنف", "الكمية المستلمة", "سعر التكلفة", "المورد"],
    },
}  # fmt: skip
WORDS = ["Mug", "Blue cup", "Hose 5 m", "Chair, oak", "Müller's Tasse", 'Screen 24"', "Кружка",
         "马克杯", "كوب", "Total care soap", "Ærø -5°"]  # fmt: skip
SUPPLIERS = ["Acme", "Globex Ltd", "Ångström & Söhne"]
TOTALS = ["Total", "Grand total", "TOTAL:"]
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y", "%d-%b-%Y"]
#: Sets of letters that fill single bytes hold no other letters than these.
LATIN = ("en", "es", "fr", "de", "nl", "it", "pt")
LANGUAGES = {
    "semicolon, Windows": LATIN,
    "semicolon, Mac": LATIN,
    "semicolon, Cyrillic": ("ru",),
    "comma, Arabic": ("ar",),
    "comma, Chinese": ("zh",),
}
ENCODINGS = {
    "semicolon, Windows": "cp1252",
    "semicolon, Mac": "mac_roman",
    "semicolon, Cyrillic": "cp1251",
    "comma, Arabic": "cp1256",
    "comma, Chinese": "gbk",
}


@dataclass(frozen=True)
class Layout:
    """How a table is laid out on its sheet."""

    table: str
    language: str
    format: str
    comma: bool
    grouped: bool
    titles: int
    gap: bool
    groups: bool
    blank_row: bool
    total: bool
    day_format: str
    order: int


layouts = st.builds(
    Layout,
    table=st.sampled_from(sorted(TABLES)),
    language=st.sampled_from(sorted(NAMES)),
    format=st.sampled_from(sorted(FORMATS)),
    comma=st.booleans(),
    grouped=st.booleans(),
    titles=st.integers(0, 4),
    gap=st.booleans(),
    groups=st.booleans(),
    blank_row=st.booleans(),
    total=st.booleans(),
    day_format=st.sampled_from(DAY_FORMATS),
    order=st.integers(0, 10_000),
)


def fitting(layout: Layout) -> Layout:
    """Return the layout in a language that the format's letters can write."""
    languages = LANGUAGES.get(layout.format, tuple(NAMES))
    if layout.language in languages:
        return layout
    return replace(layout, language=languages[layout.order % len(languages)])


def made(seed: int, layout: Layout) -> pd.DataFrame:
    """Return random rows of a table: ids of every sort, unknown and negative figures."""
    chance = random.Random(seed)
    ids = chance.choice(
        [
            lambda n: f"{chance.choice('AB')}{n:05d}",
            lambda n: f"{n:06d}",
            lambda n: f"{10**19 + n * 7919}",
            lambda n: "NA" if n == 3 else f"N{n}",
            lambda n: f"{next(x for x in 'ÄЯ货ك' if writable(x, layout))}{n}-x",
        ]
    )
    words = [word for word in WORDS if writable(word, layout)]
    count = chance.randint(6, 25)
    sparse = chance.random() < 0.5
    rows = []
    for number in range(count):
        cost = round(chance.uniform(0.5, 4000), 2)
        units = float(chance.randint(1, 3000))
        if layout.table == "stock" and chance.random() < 0.1:
            units = -float(chance.randint(1, 9))
        # A day past the twelfth in every table settles the order of day and month.
        day = dt.date(2024, chance.randint(1, 12), 28 if number == 0 else chance.randint(1, 28))
        row = {
            "sku": ids(number),
            "description": f"{chance.choice(words)} {number}",
            "on_hand": units,
            "units": units,
            "unit_cost": cost,
            "unit_price": round(cost * 1.7, 2),
            "revenue": round(cost * 1.7 * units, 2),
            "received_date": day,
            "date": day,
            "supplier": chance.choice([name for name in SUPPLIERS if writable(name, layout)]),
        }
        if sparse and number > 2:
            for name in OPTIONAL:
                if chance.random() < 0.15:
                    row[name] = None
        rows.append({name: row[name] for name in TABLES[layout.table]})
    return pd.DataFrame(rows, dtype="object")


def writable(word: str, layout: Layout) -> bool:
    encoding = ENCODINGS.get(layout.format, "utf-8")
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def spelled(layout: Layout) -> Callable[[Value], str]:
    """Return how a text format of that locale writes a cell."""

    def spell(cell: Value) -> str:
        if cell is None:
            return ""
        if isinstance(cell, dt.date):
            return cell.strftime(layout.day_format)
        if isinstance(cell, str):
            return cell
        text = f"{cell:,.2f}" if layout.grouped else f"{cell:.2f}"
        return text.translate(str.maketrans(",.", ".,")) if layout.comma else text

    return spell


def laid_out(table: pd.DataFrame, layout: Layout) -> tuple[list[list[Value]], int, list[str]]:
    """Return the rows of the sheet, the row of the names from 1, and the columns in order."""
    columns = list(TABLES[layout.table])
    random.Random(layout.order).shuffle(columns)
    names = dict(zip(TABLES[layout.table], NAMES[layout.language][layout.table], strict=True))
    width = len(columns)
    titles = [["Acme Ltd"], ["List of goods"], ["Page 1"], ["Warehouse: main"]]
    rows: list[list[Value]] = [[*title, *[None] * (width - 1)] for title in titles[: layout.titles]]
    if layout.titles and layout.gap:
        rows.append([None] * width)
    if layout.groups:
        rows.append(["Goods", *[None] * (width - 2), "More"])
    rows.append([names[name] for name in columns])
    header = len(rows)
    cells = [[row[name] for name in columns] for row in table.to_dict("records")]
    if layout.blank_row:
        cells.insert(len(cells) // 2, [None] * width)
    rows += cells
    if layout.total:
        amounts = {"on_hand", "units", "revenue"}
        sums = [float(table[name].sum()) if name in amounts else None for name in columns]
        label = next(place for place, name in enumerate(columns) if name not in amounts)
        sums[label] = TOTALS[layout.order % len(TOTALS)]
        rows.append(sums)
    return rows, header, columns


def check(sheet: SheetReading, table: pd.DataFrame, layout: Layout, header: int) -> None:
    assert sheet.table == layout.table
    assert sheet.header_row == header
    found = {column.canonical for column in sheet.columns} - {None}
    known = {name for name in table.columns if table[name].notna().any()}
    assert known <= found
    assert found <= set(table.columns)
    frame = sheet.frame.reset_index(drop=True)
    assert (sheet.rows, sheet.rows_set_aside) == (len(table), int(layout.total))
    for name in known:
        expected = table[name].tolist()
        got = [None if pd.isna(cell) else cell for cell in frame[name].tolist()]
        if name in ("date", "received_date"):
            assert [None if day is None else day.date() for day in got] == expected, name
        elif name in ("sku", "description", "supplier"):
            assert got == expected, name
        else:
            assert got == [None if x is None else pytest.approx(x) for x in expected], name
    for name in {"on_hand", "units", "revenue"} & known:
        assert sheet.sums[name] == pytest.approx(float(table[name].sum()))


def round_trip(seed: int, layout: Layout) -> None:
    layout = fitting(layout)
    table = made(seed, layout)
    rows, header, _ = laid_out(table, layout)
    name, write = FORMATS[layout.format]
    (sheet,) = read_files([SourceFile(name, write(rows, spelled(layout)))]).sheets
    check(sheet, table, layout, header)


def plain(table: str, language: str, form: str) -> Layout:
    """Return a layout without titles, totals or other additions."""
    return Layout(
        table, language, form, comma=False, grouped=False, titles=0, gap=False, groups=False,
        blank_row=False, total=False, day_format="%Y-%m-%d", order=0,
    )  # fmt: skip


@example(seed=2563, layout=plain("sales", "ar", "comma, Chinese"))
@example(seed=2563, layout=plain("receipts", "zh", "comma, Chinese"))
@settings(max_examples=400 if os.environ.get(SLOW_VARIABLE) else 25, deadline=None)
@given(seed=st.integers(0, 10_000), layout=layouts)
def test_a_table_in_any_layout_language_and_format_reads_back_equal(
    seed: int, layout: Layout
) -> None:
    round_trip(seed, layout)
