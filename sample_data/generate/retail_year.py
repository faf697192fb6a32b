"""What a real gift retailer sold: UCI Online Retail by item and week, made ready for an export.

Source: Chen, D. (2015), Online Retail, UCI Machine Learning Repository, CC BY 4.0,
https://doi.org/10.24432/C5BW33. Weekly units by item are the data's own, returns netted in the
week they were booked. Categories are ours, read from the words of the description.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

#: File with one row an item and week: stock_code, Description, week, qty, returns, price.
SOURCE_FILE = "uci_online_retail_weekly_sku.parquet"

#: Codes that are postage, fees, discounts and corrections, not goods.
_NOT_GOODS_CODES = frozenset({
    "AMAZONFEE", "BANK CHARGES", "C2", "D", "DOT", "M", "PADS", "POST", "S",
})  # fmt: skip
_NOT_GOODS_WORDS = re.compile(
    r"gift voucher|commission|adjust bad debt|bank charges|^discount$|^manual$|carriage|postage"
    r"|packing charge|amazon fee|high resolution image|^samples$",
    re.IGNORECASE,
)

#: Category and the words that claim an item for it; the first that fits wins.
_CATEGORY_WORDS: tuple[tuple[str, str], ...] = (
    ("Christmas", "CHRISTMAS XMAS ADVENT SNOWFLAKE SNOWMAN SNOWMEN REINDEER SANTA NOEL BAUBLE "
                  "WREATH MISTLETOE"),
    ("Easter & spring", "EASTER BUNNY CHICK CHICKS HEN"),
    ("Jewelry & hair", "NECKLACE NECKLACES NECKLAC EARRINGS EARRING BRACELET BRACELETS RING "
                       "RINGS BROOCH CHARM HAIR HAIRCLIP HAIRCLIPS TIARA BANGLE "
                       "PENDANT DIAMANTE LARIAT KEYRING"),
    ("Bags & purses", "BAG BAGS LUNCH HANDBAG PURSE RUCKSACK BACKPACK SHOPPER WALLET SUITCASE"),
    ("Candles & lighting", "CANDLE CANDLES LIGHT LIGHTS T-LIGHT T-LIGHTS TEALIGHT LANTERN LANTERNS "
                           "INCENSE LAMP LAMPSHADE CANDLESTICK CANDLEHOLDER CHANDELIER SCENTED"),
    ("Cards & wrap", "CARD CARDS WRAP PAPER TISSUE TISSUES TAG TAGS RIBBON RIBBONS TAPE GIFTWRAP "
                     "ENVELOPE POSTCARD"),
    ("Stationery", "PENCIL PENCILS PEN PENS NOTEBOOK NOTEBOOKS STICKER STICKERS BOOK SKETCHBOOK "
                   "JOURNAL ORGANISER CALENDAR RULER ERASER ERASERS STATIONERY STAMP CLIPS CHALK "
                   "CHALKBOARD BLACKBOARD MEMO MEMOBOARD SHARPENER CRAYONS"),
    ("Toys & children", "TOY TOYS CHILDRENS CHILDS CHILD KIDS GAME GAMES JIGSAW PUZZLE PUZZLES "
                        "DOLL DOLLY SPACEBOY SKITTLES PLASTERS DOMINOES SKIPPING MARBLES BINGO "
                        "BABUSHKA TEDDY SOLDIER MAGIC GLIDERS BEAR NAUGHTS SNAKES LUDO SPINNING "
                        "HARMONICA RECORDER TATTOOS PLAYING PIRATE PAINT"),
    ("Party & bunting", "PARTY BUNTING GARLAND BIRTHDAY CRACKER CRACKERS CONFETTI BALLOON "
                        "BALLOONS STREAMERS FEATHER CONES STRAWS INVITES NAPKINS COCKTAIL "
                        "DECORATION DECORATIONS DOILY DOILIES DOILEY HONEYCOMB"),
    ("Kitchen & table", "MUG MUGS CUP CUPS BOWL BOWLS PLATE PLATES CAKE CAKES CAKESTAND BAKING "
                        "JAR JARS JUG TEA TEACUP TEAPOT COFFEE CUTLERY TRAY PANTRY KITCHEN BREAD "
                        "JAM JELLY DISH PAN EGG APRON TIN TINS BOTTLE BEAKER BEAKERS FORK SPOON "
                        "SPOONS CUTTER CUTTERS RECIPE GLASSES TUMBLER CHOPPING COASTER COASTERS "
                        "PLACEMAT SALT PEPPER SUGAR MILK FRUIT POPCORN SNACK FOOD DRINK TABLE "
                        "TEASPOON TEASPOONS PITCHER CASES OVEN COSY LOLLY ICE DINER TUREEN"),
    ("Garden & outdoor", "GARDEN PLANT PLANTER WATERING PICNIC PARASOL UMBRELLA BIRD BIRDHOUSE "
                         "POT POTS GLOVES TROWEL BICYCLE SEED SEEDS HERB DECKCHAIR FLOWERPOT"),
    ("Home textiles", "CUSHION CUSHIONS TOWEL TOWELS DOORMAT RUG BLANKET THROW QUILT CURTAIN "
                      "TABLECLOTH TEA-TOWEL FLANNEL COVER SLIPPERS WARMER HOTTIE FILLER SCARF "
                      "CRAVAT"),
    ("Wall & furniture", "WALL SIGN SIGNS FRAME FRAMES CLOCK CLOCKS MIRROR MIRRORS HOOK HOOKS "
                         "HANGER HANGERS SHELF CABINET DRAWER DRAWERS KNOB DOORKNOB CHAIR STOOL "
                         "TABLE PICTURE PHOTO TILE TILES DOORSTOP STAND RACK LETTER NUMBER PLAQUE "
                         "SCREEN CHEST UNIT"),
    ("Bath & body", "SOAP BATH BATHROOM SPONGE SPONGES BALM WASH LOTION POWDER TOOTHBRUSH "
                    "MANICURE COMPACT SEWING"),
    ("Ornaments & keepsakes", "VASE TRINKET ORNAMENT HEART HEARTS STAR STARS FLOWER FLOWERS "
                              "ARTIFICIAL BOX BOXES BASKET BUCKET BELL BELLS ANGEL CERAMIC BALL "
                              "WICKER DAISY ROSE BUTTERFLY MOBILE"),
)  # fmt: skip
_OTHER = "Gifts & novelties"

#: Weeks of latest sales whose middle price is the current price.
_CURRENT_WEEKS = 6


@dataclass(frozen=True, slots=True)
class RetailYear:
    """The items and what they sold, week by week.

    `items` has one row an item: sku, description, category, price, usual_price. Prices are in
    pounds a unit: `price` is the middle of the latest weeks with sales, `usual_price` the middle
    of the year. `units` and `revenue` (pounds) have a row an item and a column a week.
    """

    items: pd.DataFrame
    weeks: pd.DatetimeIndex
    units: np.ndarray
    revenue: np.ndarray


def read_retail_year(folder: Path) -> RetailYear:
    """Read the weekly file of `folder`, keep goods that were sold, one row an item."""
    lines = _goods(pd.read_parquet(folder / SOURCE_FILE))
    items = _items(lines)
    # Every Monday: the shop was closed in the last week of 2010, which the source leaves out.
    weeks = pd.date_range(lines["week"].min(), lines["week"].max(), freq="7D")
    shape = {"index": "sku", "columns": "week", "aggfunc": "sum", "fill_value": 0.0}
    units = lines.pivot_table(values="units", **shape).reindex(index=items["sku"], columns=weeks)
    revenue = lines.pivot_table(values="revenue", **shape).reindex(
        index=items["sku"], columns=weeks
    )
    return RetailYear(
        items=items,
        weeks=weeks,
        units=units.fillna(0).to_numpy(float),
        revenue=revenue.fillna(0).to_numpy(float),
    )


def category_of(description: str) -> str:
    """Return the category whose words the description holds first, by order of categories."""
    words = set(re.findall(r"[A-Z][A-Z'-]*", description.upper()))
    for category, claimed in _CATEGORY_WORDS:
        if words & set(claimed.split()):
            return category
    return _OTHER


def _goods(raw: pd.DataFrame) -> pd.DataFrame:
    lines = raw.assign(
        sku=raw["stock_code"].str.upper(),
        description=raw["Description"].str.strip().str.replace(r"\s+", " ", regex=True),
        units=(raw["qty"] - raw["returns"]).astype(float),
        price=raw["price"].astype(float),
        revenue=(raw["qty"] - raw["returns"]) * raw["price"].astype(float),
    )
    lines = lines[~lines["sku"].isin(_NOT_GOODS_CODES)]
    lines = lines[~lines["description"].str.contains(_NOT_GOODS_WORDS)]
    lines = lines[lines["price"] >= 0.05]
    # Lines without a code get one of their own, in the order of their descriptions.
    without = lines.loc[lines["sku"].isna(), "description"].drop_duplicates().sort_values()
    codes = {text: f"N{number:04d}" for number, text in enumerate(without, start=1)}
    lines = lines.assign(sku=lines["sku"].fillna(lines["description"].map(codes)))
    sold = lines.groupby("sku")["units"].transform("sum")
    return lines[sold > 0].sort_values(["sku", "week", "description"], ignore_index=True)


def _items(lines: pd.DataFrame) -> pd.DataFrame:
    sold = lines[lines["units"] > 0]
    items = sold.groupby("sku").agg(
        description=("description", "last"), usual_price=("price", "median")
    )
    items["price"] = sold.groupby("sku")["price"].apply(
        lambda prices: prices.tail(_CURRENT_WEEKS).median()
    )
    items["category"] = [category_of(text) for text in items["description"]]
    items = items.round({"price": 2, "usual_price": 2})
    return items.reset_index()[["sku", "description", "category", "price", "usual_price"]]
