"""Classes of header names that no list of whole names could hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest.headers import header_roles, understand
from core.ingest.vocabulary import LEXICON

#: Class of names -> header -> role.
CLASSES = {
    "abbreviated": {
        "Itm Cd": "sku", "QOH": "on_hand", "QOO": "on_order", "Std Cst": "unit_cost",
        "Sell Prc": "unit_price", "Qty Alloc": "committed", "Avail Qty": "available",
        "Rcvd Dt": "received_date", "Exp Dt": "expiry_date", "Whse": "location",
        "MOQ": "min_order_qty", "LT Days": "lead_time_days", "Suppl": "supplier",
    },
    "joined": {
        "itemNumber": "sku", "inv_qty_on_hand": "on_hand", "product.sku": "sku",
        "unitOfMeasure": "uom", "purchasePrice": "unit_cost", "КолВо": "qty",
        "qty_on_order": "on_order", "cost.average_unit_cost": "unit_cost",
    },
    "with units": {
        "Qty (pcs)": "qty", "Cost £": "unit_cost", "Price (excl. VAT)": "unit_price",
        "Custo (R$)": "unit_cost", "Lead time (days)": "lead_time_days",
    },
    "with tax words": {
        "Prix achat HT": "unit_cost", "PV TTC": "unit_price", "Precio sin IVA": "unit_price",
        "Verkaufspreis inkl. MwSt": "unit_price", "Price (tax excl.)": "unit_price",
    },
    "policies": {
        "Stock mini": "reorder_point", "Seuil bas": "reorder_point", "库存下限": "reorder_point",
        "Scorta min.": "reorder_point", "Mindestbestand": "reorder_point",
        "Minimumvoorraad": "reorder_point", "Estoque máximo": "max_level",
        "Días de entrega": "lead_time_days", "Vorlaufzeit": "lead_time_days",
    },
    "running balances": {
        "Closing stock": "on_hand", "Existencia final": "on_hand", "Конечный остаток": "on_hand",
        "期末数量": "on_hand", "Opening stock": "opening_qty", "Existencia inicial": "opening_qty",
        "Inward qty": "received_qty", "Outward qty": "issued_qty",
    },
    "further languages": {
        "Stan magazynowy": "on_hand", "Nazwa towaru": "description", "Dostawca": "supplier",
        "Ürün Adı": "description", "Satın Alma Fiyatı": "unit_cost", "Birim Fiyat": "unit_price",
        "Mängd": "qty", "Bäst före": "expiry_date", "Nama Barang": "description",
        "คงเหลือ": "on_hand", "ต้นทุน": "unit_cost", "Залишок": "on_hand", "Preu": "unit_price",
        "在庫数": "on_hand", "仕入価格": "unit_cost", "発注点": "reorder_point",
    },
    "written without spaces": {
        "物资编码": "sku", "在店可售": "available", "无税金额": "amount", "商品单位名称": "uom",
        "最近采购价格": "unit_cost",
    },
    "with changed endings": {
        "Verfügbarer Bestand": "available", "Quantité réservée": "committed",
        "Reservierte Menge": "committed", "Beschikbare voorraad": "available",
        "Unidades vendidas": "units", "Verkochte aantallen": "units",
        "Stock désiré": "max_level", "Cantidad recibida": "received_qty",
    },
    "still to come": {
        "预计入库数量": "on_order", "Pendiente de recepción": "on_order",
        "Qté commandée fournisseur": "on_order", "Qté commandée client": "committed",
        "预计出库数量": "committed", "Stock virtuel": "forecast",
    },
    "before and after a discount": {
        "Сумма со скидкой": "amount", "Amount net of discount": "amount",
        "Precio sin descuento": "list_price",
    },
    "compounds with an unknown first part": {
        "Bondatum": "when", "Voorkeursleverancier": "supplier", "Hauptlieferant": "supplier",
    },
    "beside words without weight": {
        "Lot/Serial Nbr.": "lot", "Estimated unit cost": "unit_cost", "Serial": "other",
    },
    "of other things": {
        "Vendedor": "other", "Date shipped": "other", "Archived": "flag", "Active": "flag",
        "Created on": "created_date", "PO Number": "purchase_id",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "role"), [pair for headers in CLASSES.values() for pair in headers.items()]
)
def test_a_header_names_its_role_however_it_is_written(header: str, role: str) -> None:
    roles = header_roles(header)
    assert max(roles, key=lambda name: roles[name]) == role


@pytest.mark.parametrize("header", ["Position", "Ubicado", "Publicación"])
def test_a_word_that_only_resembles_another_is_unknown(header: str) -> None:
    assert not header_roles(header)


@given(st.sampled_from(["Quantity on hand", "Unit cost", "Supplier name", "Expiry date"]))
def test_case_and_separators_change_no_meaning(header: str) -> None:
    written = [
        header.upper(), header.replace(" ", "_"), header.replace(" ", "."),
        "".join(word.capitalize() for word in header.split()), f" {header} ",
    ]  # fmt: skip
    assert {understand(form).concepts for form in written} == {understand(header).concepts}


def test_every_concept_that_roles_name_has_words() -> None:
    from core.ingest.roles import ROLES

    named = {
        concept for role in ROLES.values() for pattern, _ in role.patterns for concept in pattern
    }
    assert named <= {*LEXICON, "MONEY"}
