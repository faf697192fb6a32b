"""What the fashion shop sells: invented styles in colors and sizes, by season."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

_APPAREL_SIZES = (("XS", 0.10), ("S", 0.24), ("M", 0.30), ("L", 0.23), ("XL", 0.13))
_SHOE_SIZES = (("37", 0.16), ("38", 0.24), ("39", 0.26), ("40", 0.20), ("41", 0.14))
_ONE_SIZE = (("One size", 1.0),)


@dataclass(frozen=True, slots=True)
class _Department:
    """Styles of one department: median price in EUR, cost over net price, units a week a style."""

    code: str
    name: str
    price: float
    cost_share: float
    weekly_units: float
    supplier: str
    lead_days: int
    sizes: tuple[tuple[str, float], ...]
    names: tuple[str, ...]


_DEPARTMENTS: tuple[_Department, ...] = (
    _Department("DRS", "Dresses", 89, 0.36, 24, "Atelier Porto", 42, _APPAREL_SIZES,
                ("Wrap Dress", "Shirt Dress", "Slip Dress", "Midi Dress", "Tea Dress")),
    _Department("KNT", "Knitwear", 79, 0.38, 22, "Donegal Knit Mills", 35, _APPAREL_SIZES,
                ("Crew Sweater", "Cable Cardigan", "Roll Neck", "Fine Knit Vest", "Polo Knit")),
    _Department("OUT", "Outerwear", 169, 0.40, 9, "Baltic Tailoring", 56, _APPAREL_SIZES,
                ("Trench Coat", "Wool Coat", "Quilted Jacket", "Rain Parka", "Blazer")),
    _Department("SHT", "Shirts & blouses", 59, 0.37, 26, "Atelier Porto", 42, _APPAREL_SIZES,
                ("Linen Shirt", "Poplin Shirt", "Silk Blouse", "Oxford Shirt", "Smock Top")),
    _Department("TRS", "Trousers & skirts", 69, 0.37, 22, "Baltic Tailoring", 49, _APPAREL_SIZES,
                ("Wide Leg Trouser", "Chino", "Pleated Skirt", "Linen Short", "Denim Jean")),
    _Department("JRS", "Jersey", 29, 0.36, 48, "Izmir Jersey Works", 38, _APPAREL_SIZES,
                ("Stripe Tee", "Rib Tank", "Long Sleeve Tee", "Sweatshirt", "Lounge Pant")),
    _Department("SHO", "Footwear", 99, 0.42, 14, "Marche Footwear", 60, _SHOE_SIZES,
                ("Leather Sandal", "Ankle Boot", "Canvas Sneaker", "Loafer", "Espadrille")),
    _Department("ACC", "Accessories", 35, 0.34, 20, "Izmir Jersey Works", 30, _ONE_SIZE,
                ("Silk Scarf", "Leather Belt", "Straw Tote", "Wool Beanie", "Sun Hat")),
)  # fmt: skip

_COLORS = (
    ("BLK", "Black"), ("IVO", "Ivory"), ("NVY", "Navy"), ("SAG", "Sage"), ("RST", "Rust"),
    ("SKY", "Sky"), ("BER", "Berry"), ("CAM", "Camel"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Season:
    """One season's delivery: code, first day on sale, weeks at full price, weeks meant to sell.

    `styles` is how many styles it brings; a season with `replenished` has no end.
    """

    code: str
    launch: str
    full_price_weeks: int
    weeks: int
    styles: int
    replenished: bool = False


SEASONS: tuple[Season, ...] = (
    Season("CORE", "2025-01-06", 999, 999, 12, replenished=True),
    Season("SS25", "2025-02-24", 15, 26, 17),
    Season("AW25", "2025-08-25", 16, 26, 18),
    Season("SS26", "2026-02-23", 16, 26, 19),
    Season("AW26", "2026-08-03", 16, 26, 7),
)


def fashion_items(random: np.random.Generator) -> pd.DataFrame:
    """Return one row a variant (style, color, size).

    Columns: sku, style, description, color, size, category, season, launch, supplier,
    lead_time_days, list_price, unit_cost, weekly_units (full price, peak of season).
    """
    rows: list[dict[str, object]] = []
    number = 0
    for season in SEASONS:
        for _ in range(season.styles):
            department = _DEPARTMENTS[number % len(_DEPARTMENTS)]
            number += 1
            rows += _style(department, season, 100 + number, random)
    return pd.DataFrame(rows)


def _style(
    department: _Department, season: Season, number: int, random: np.random.Generator
) -> list[dict[str, object]]:
    name = department.names[int(random.integers(len(department.names)))]
    price = float(np.round(department.price * np.exp(random.normal(0, 0.22)) / 5) * 5 - 0.1)
    cost = round(price / 1.23 * department.cost_share * random.uniform(0.9, 1.15), 2)
    style_units = department.weekly_units * np.exp(random.normal(0, 0.45))
    count = int(random.integers(2, 4)) if len(department.sizes) > 1 else 4
    colors = [_COLORS[index] for index in np.sort(random.permutation(len(_COLORS))[:count])]
    shares = random.dirichlet(np.full(count, 6.0))
    launch = pd.Timestamp(season.launch) + pd.Timedelta(weeks=int(random.integers(0, 4)))
    return [
        {
            "sku": f"{department.code}{number}-{short}-{size.replace(' ', '')[:3].upper()}",
            "style": f"{department.code}{number}",
            "description": name,
            "color": color,
            "size": size,
            "category": department.name,
            "season": season.code,
            "launch": launch if not season.replenished else pd.Timestamp(season.launch),
            "supplier": department.supplier,
            "lead_time_days": department.lead_days,
            "list_price": price,
            "unit_cost": cost,
            "weekly_units": style_units * share * part,
        }
        for (short, color), share in zip(colors, shares, strict=True)
        for size, part in department.sizes
    ]
