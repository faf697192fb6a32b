import pytest

from core.ingest.headers import header_roles, quick_hit, understand

#: Header -> role, by language.
HEADERS = {
    "en": {
        "SKU": "sku", "Item number": "sku", "Product name": "description",
        "Quantity on hand": "on_hand", "Landed cost": "unit_cost", "Retail price": "unit_price",
        "Expiry date": "expiry_date", "Lot no": "lot", "Last received date": "received_date",
        "On order": "on_order", "Allocated": "committed", "Inventory value": "stock_value",
        "Units sold": "units", "Net sales": "revenue", "Lead time (days)": "lead_time_days",
        "Case pack": "pack_size", "Reorder level": "reorder_point", "Out of stock": "stockout",
        "Write-off amount": "loss_amount", "Counted qty": "counted", "Catagory": "category",
    },
    "es": {
        "Código de artículo": "sku", "Descripción": "description", "Existencias": "on_hand",
        "Costo Neto Prom. Unitario": "unit_cost", "Costo Neto Prom. Total": "stock_value",
        "Precio Venta Bruto": "unit_price", "Proveedor": "supplier",
        "Stock mínimo": "reorder_point",
        "Fecha de caducidad": "expiry_date", "Cantidad vendida": "units", "Almacén": "location",
    },
    "pt": {
        "Qtde em estoque": "on_hand", "Custo médio": "unit_cost", "Preço de venda": "unit_price",
        "Fornecedor": "supplier", "Data de validade": "expiry_date", "Loja": "location",
        "Prazo de entrega": "lead_time_days", "Faturamento": "revenue",
    },
    "fr": {
        "Désignation": "description", "Qté stock": "on_hand", "Prix de revient": "unit_cost",
        "Prix de vente TTC": "unit_price", "Valeur du stock": "stock_value",
        "Date de péremption": "expiry_date", "Chiffre d'affaires": "revenue",
        "Seuil de notification": "reorder_point", "En commande": "on_order",
    },
    "de": {
        "Artikel-Nr.": "sku", "Lagerbestand": "on_hand", "Einstandspreis": "unit_cost",
        "Verkaufspreis": "unit_price", "Warengruppe": "category", "MHD": "expiry_date",
        "Eingangsdatum": "received_date", "Verkaufte Menge": "units", "Umsatz": "revenue",
        "Mindestbestellmenge": "min_order_qty", "Verpackungseinheit": "pack_size",
    },
    "nl": {
        "Omschrijving": "description", "Aantal op voorraad": "on_hand", "Kostprijs": "unit_cost",
        "Verkoopprijs": "unit_price", "Leverancier": "supplier", "Verkocht aantal": "units",
        "Houdbaarheidsdatum": "expiry_date", "Voorraadwaarde": "stock_value",
    },
    "it": {
        "Codice articolo": "sku", "Giacenza": "on_hand", "Prezzo di acquisto": "unit_cost",
        "Prezzo di vendita": "unit_price", "Data di scadenza": "expiry_date",
        "Quantità venduta": "units", "Scorta di sicurezza": "safety_stock",
    },
    "ar": {
        "كود الصنف": "sku", "اسم الصنف": "description", "الرصيد": "on_hand",
        "سعر التكلفة": "unit_cost", "سعر البيع": "unit_price", "المورد": "supplier",
        "تاريخ الانتهاء": "expiry_date", "الكمية المباعة": "units", "المستودع": "location",
    },
    "zh": {
        "商品编码": "sku", "商品名称": "description", "库存数量": "on_hand", "成本价": "unit_cost",
        "销售价": "unit_price", "供应商": "supplier", "到期日期": "expiry_date",
        "销售数量": "units", "库存金额": "stock_value", "仓库": "location",
    },
    "ru": {
        "Код товара": "sku", "Наименование": "description", "Остаток на складе": "on_hand",
        "Закупочная цена": "unit_cost", "Розничная цена": "unit_price", "Поставщик": "supplier",
        "Срок годности": "expiry_date", "Количество продаж": "units", "Выручка": "revenue",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "role"),
    [pair for headers in HEADERS.values() for pair in headers.items()],
)
def test_a_header_names_its_role_in_ten_languages(header: str, role: str) -> None:
    roles = header_roles(header)
    assert max(roles, key=lambda name: roles[name]) == role


@pytest.mark.parametrize(
    "header",
    ["Image URL", "Package Weight", "Notes", "Tax Percentage", "Customer phone", "Ship Mode",
     "Row ID", "Sales Account", "Normalized 3", "Option1 Name"],
)  # fmt: skip
def test_columns_of_no_use_suggest_nothing_sure(header: str) -> None:
    placed = {"sku", "on_hand", "unit_cost", "unit_price", "units", "revenue", "stock_value"}
    assert all(header_roles(header).get(role, 0.0) < 0.6 for role in placed)


def test_typos_and_compounds_are_understood() -> None:
    assert understand("Catagory").concepts == {"CATEGORY"}
    assert understand("Verkaufspreis").concepts == {"SALE", "PRICE"}
    assert understand("库存数量").concepts == {"STOCK", "QTY"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("CODART", "sku"),
        ("DESART", "description"),
        ("Des_art", "description"),
        ("FECVTO", "expiry_date"),
        ("COSPROM", "unit_cost"),
        ("CODMAG", "location"),
    ],
)
def test_field_names_of_old_systems_are_read_in_parts(header: str, role: str) -> None:
    roles = header_roles(header)
    assert max(roles, key=lambda name: roles[name]) == role


def test_ordinary_words_are_not_read_in_parts() -> None:
    for word in ("Design", "Destination", "Preset", "Codec", "Cosmetic", "Number", "Desktop"):
        assert len(understand(word).concepts) <= 1


def test_a_numbered_copy_is_less_sure_than_the_plain_name() -> None:
    assert header_roles("Stock 901")["on_hand"] < header_roles("Stock")["on_hand"]


def test_product_names_are_no_headers() -> None:
    assert quick_hit("Blue mug with handle 0.3 l") == 0.0
    assert quick_hit("Unit cost") == 1.0
