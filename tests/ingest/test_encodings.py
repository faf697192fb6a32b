import pytest

from core.ingest.encodings import find_encoding


def rows_of(line: str, encoding: str) -> bytes:
    return b"".join(f"{line.format(n=number)}\n".encode(encoding) for number in range(90))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("größe".encode(), "utf-8"),
        ("größe;\n".encode("cp1252"), "cp1252"),
        ("sku;qty\n".encode("utf-16"), "utf-16"),
        ("sku;qty\n1;2\n".encode("utf-16-le"), "utf-16-le"),
        ("café\ra\rb\rc".encode("mac_roman"), "mac_roman"),
        ("Наименование;Остаток\nЧашка;5\n".encode("cp1251"), "cp1251"),
        ("Артикул;Остаток\nABCDEFGHIJ;Acme Limited\n".encode("cp1251"), "cp1251"),
        ("ТОВАР;СКЛАД\nЁж;5\n".encode("cp1251"), "cp1251"),
        ("كود الصنف;اسم الصنف;الرصيد\nA;المورد الاول;5\n".encode("cp1256"), "cp1256"),
        ("货号;商品名称;库存数量\nA-1;马克杯;5\n".encode("gb18030"), "gb18030"),
        # A letter of another script in every row, and few Chinese signs: two bytes each.
        ("货号,库存数量\n".encode("gbk") + rows_of("Я{n}-x,{n}", "gbk"), "gb18030"),
        ("品名,规格\n".encode("gbk") + "①Ａ型　２×３\n".encode("gbk") * 40, "gb18030"),
        # Signs whose bytes would all be letters of Cyrillic.
        ("色码,品名,数量,颜色\n".encode("gbk"), "gb18030"),
        # Codes that begin with a Cyrillic letter, and names in English.
        ("Артикул;Остаток\n".encode("cp1251")
         + rows_of("Ц{n:05d};Mug {n}", "cp1251"), "cp1251"),
        ("كود;الرصيد\n".encode("cp1256")
         + rows_of("ك{n:05d};Mug {n}", "cp1256"), "cp1256"),
        ("Größe;Maße\nÉtagère;Œuvre «pièce»\n".encode("cp1252"), "cp1252"),
        ("naïve;Größe\nÆrø;ÄÖÜ straße\n".encode("cp1252"), "cp1252"),
        ("£5;€6;½;“a”\n".encode("cp1252"), "cp1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(content: bytes, encoding: str) -> None:
    assert find_encoding(content) == encoding
