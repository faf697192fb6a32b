import pandas as pd
import pytest

from core.stock.words import says_damaged, says_discontinued, says_expired


@pytest.mark.parametrize(
    "text",
    [
        "damaged", "DAMAGED - box torn", "Slightly Damaged", "Broken", "defective", "Unsellable",
        "beschädigt", "Defekt", "endommagé", "abîmé", "dañado", "averiada", "avariado",
        "danneggiato", "uszkodzony", "hasarlı", "повреждён", "商品已损坏", "التالف",
    ],
)  # fmt: skip
def test_words_for_damage_are_understood(text: str) -> None:
    assert says_damaged(pd.Series([text])).tolist() == [True]


@pytest.mark.parametrize("text", ["new", "undamaged", "Not damaged", "nicht beschädigt",
                                  "sin daños", "returned", "opened", "", None])  # fmt: skip
def test_sound_goods_are_not_called_damaged(text: str | None) -> None:
    assert says_damaged(pd.Series([text], dtype="str")).tolist() == [False]


@pytest.mark.parametrize(
    "text",
    [
        "discontinued", "Archived", "INACTIVE", "End of life", "phased out", "obsolete", "EOL",
        "eingestellt", "Auslaufartikel", "arrêté", "descatalogado", "descontinuado", "inattivo",
        "wycofany", "снят с продажи", "已停产", "단종",
    ],
)  # fmt: skip
def test_words_for_discontinued_items_are_understood(text: str) -> None:
    assert says_discontinued(pd.Series([text])).tolist() == [True]


@pytest.mark.parametrize("text", ["active", "Aktiv", "not discontinued", "draft", "on sale", None])
def test_items_on_sale_are_not_called_discontinued(text: str | None) -> None:
    assert says_discontinued(pd.Series([text], dtype="str")).tolist() == [False]


def test_words_for_expired_goods_are_understood() -> None:
    texts = pd.Series(["Expired", "abgelaufen", "caducado", "out of date", "fresh", None])
    assert says_expired(texts).tolist() == [True, True, True, True, False, False]
