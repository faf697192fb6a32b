"""What the grocer with a pharmacy counter sells: 600 invented items in twelve departments."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class _Department:
    """How the items of one department sell, keep and are bought.

    `weekly_units` and `price` (USD) are medians; `shelf_days` a range, None when goods keep;
    `season` is (strength, week of the year of the peak); `cover_weeks` is what the buyer holds.
    """

    name: str
    items: int
    weekly_units: float
    price: float
    margin: float
    shelf_days: tuple[int, int] | None
    cover_weeks: float
    season: tuple[float, int]
    suppliers: tuple[str, ...]
    brands: tuple[str, ...]
    products: tuple[str, ...]
    kinds: tuple[str, ...]
    sizes: tuple[str, ...]


_DEPARTMENTS: tuple[_Department, ...] = (
    _Department("Dairy", 55, 17, 4.2, 0.27, (18, 45), 1.2, (0.05, 50),
                ("Northfield Dairy", "Valley Cold Foods"), ("Northfield", "Meadow Gold Co-op"),
                ("Yogurt", "Milk", "Cheddar", "Butter", "Cream Cheese"),
                ("Plain", "Low Fat", "Organic", "Lactose Free"), ("16 oz", "32 oz", "8 oz")),
    _Department("Deli & meat", 40, 8, 7.4, 0.30, (14, 40), 1.2, (0.10, 26),
                ("Harbor Meats", "Valley Cold Foods"), ("Harbor", "Old Mill"),
                ("Turkey Breast", "Ham", "Salami", "Bacon", "Sausage"),
                ("Sliced", "Smoked", "Reduced Sodium", "Peppered"), ("9 oz", "12 oz", "16 oz")),
    _Department("Frozen", 55, 7, 6.1, 0.32, (240, 420), 6, (0.12, 27),
                ("Polar Wholesale",), ("Snowridge", "Kitchen Table"),
                ("Pizza", "Vegetable Mix", "Ice Cream", "Fish Fillets", "Waffles", "Burrito"),
                ("Classic", "Family", "Organic", "Spicy"), ("10 oz", "16 oz", "28 oz")),
    _Department("Dry grocery", 110, 8, 3.6, 0.33, (300, 720), 8, (0.06, 48),
                ("Continental Grocers", "Prairie Mills"), ("Prairie", "Casa Lucia", "Harbor Best"),
                ("Pasta", "Rice", "Black Beans", "Tomato Sauce", "Flour", "Oatmeal", "Olive Oil",
                 "Peanut Butter"),
                ("Classic", "Whole Grain", "Organic", "No Salt Added"),
                ("12 oz", "16 oz", "24 oz", "32 oz")),
    _Department("Beverages", 60, 13, 3.1, 0.34, (150, 365), 5, (0.28, 29),
                ("Bluewater Beverage", "Continental Grocers"), ("Bluewater", "Sierra Sun"),
                ("Sparkling Water", "Cola", "Iced Tea", "Orange Juice", "Cold Brew"),
                ("Original", "Lemon", "Zero", "Berry"), ("12 oz", "1 L", "6-pack")),
    _Department("Snacks", 70, 9, 3.9, 0.36, (90, 240), 4.5, (0.10, 51),
                ("Continental Grocers", "Prairie Mills"), ("Crisp & Co", "Trail Fox"),
                ("Tortilla Chips", "Pretzels", "Trail Mix", "Chocolate Bar", "Crackers",
                 "Granola Bar"),
                ("Sea Salt", "Spicy", "Dark", "Honey"), ("3 oz", "8 oz", "12 oz")),
    _Department("Baby", 20, 3, 11.5, 0.25, (365, 540), 7, (0.0, 1),
                ("Continental Grocers",), ("Little Acorn",),
                ("Infant Formula", "Fruit Puree", "Rice Cereal"),
                ("Stage 1", "Stage 2", "Organic"), ("6 oz", "12 oz", "22 oz")),
    _Department("Pharmacy OTC", 65, 2, 10.4, 0.42, (540, 1000), 15, (0.30, 2),
                ("Meridian Drug Supply",), ("Meridian", "Carewell"),
                ("Ibuprofen", "Acetaminophen", "Cough Syrup", "Allergy Relief", "Antacid",
                 "Nasal Spray", "Cold & Flu"),
                ("Day", "Night", "Extra Strength", "Children's"), ("24 ct", "50 ct", "100 ct")),
    _Department("Vitamins", 45, 2, 14.9, 0.45, (450, 730), 18, (0.15, 3),
                ("Meridian Drug Supply", "Pure Root Labs"), ("Pure Root", "Carewell"),
                ("Vitamin C", "Vitamin D3", "Fish Oil", "Multivitamin", "Magnesium", "Probiotic"),
                ("Adult", "Gummies", "High Potency"), ("60 ct", "120 ct")),
    _Department("Personal care", 40, 2, 7.2, 0.40, (730, 1100), 14, (0.20, 27),
                ("Meridian Drug Supply", "Continental Grocers"), ("Carewell", "Coastline"),
                ("Sunscreen SPF 30", "Shampoo", "Toothpaste", "Hand Cream", "Deodorant"),
                ("Fresh", "Sensitive", "Travel"), ("3 oz", "8 oz", "12 oz")),
    _Department("Household", 25, 4, 8.8, 0.33, None, 9, (0.0, 1),
                ("Continental Grocers",), ("Harbor Best",),
                ("Paper Towels", "Dish Soap", "Trash Bags", "Laundry Detergent", "Batteries AA"),
                ("Regular", "Value Pack"), ("Small", "Medium", "Large")),
    _Department("Pet", 15, 3, 9.6, 0.30, (300, 540), 7, (0.0, 1),
                ("Prairie Mills",), ("Good Dog",),
                ("Dry Dog Food", "Cat Food", "Dog Treats"),
                ("Chicken", "Salmon", "Lamb"), ("12 oz", "4 lb")),
)  # fmt: skip

#: Days from order to delivery and their spread, by supplier.
_LEAD_DAYS: dict[str, tuple[int, float]] = {
    "Northfield Dairy": (2, 0.5), "Valley Cold Foods": (3, 1), "Harbor Meats": (3, 1),
    "Polar Wholesale": (6, 1.5), "Continental Grocers": (7, 2), "Prairie Mills": (9, 2.5),
    "Bluewater Beverage": (5, 1), "Meridian Drug Supply": (12, 3), "Pure Root Labs": (21, 6),
}  # fmt: skip


def grocer_items(random: np.random.Generator) -> pd.DataFrame:
    """Return one row an item.

    Columns: sku, description, category, supplier, price, unit_cost, case_pack, shelf_life_days
    (0 when goods keep), lead_time_days, lead_sd, weekly_units, cover_weeks, season_strength,
    season_week.
    """
    rows = [
        _item(department, text, brand, random)
        for department in _DEPARTMENTS
        for text, brand in _names(department, random)
    ]
    items = pd.DataFrame(rows)
    return items.assign(sku=[f"{number:07d}" for number in 10117 + 23 * np.arange(len(items))])


def _names(department: _Department, random: np.random.Generator) -> list[tuple[str, str]]:
    every = [
        (f"{brand} {thing} {kind} {size}", brand)
        for brand, thing, kind, size in product(
            department.brands, department.products, department.kinds, department.sizes
        )
    ]
    chosen = np.sort(random.permutation(len(every))[: department.items])
    return [every[index] for index in chosen]


def _item(
    department: _Department, text: str, brand: str, random: np.random.Generator
) -> dict[str, object]:
    supplier = department.suppliers[int(random.integers(len(department.suppliers)))]
    lead, spread = _LEAD_DAYS[supplier]
    # Prices end in nine cents, as on a shelf label.
    price = max(0.69, np.floor(department.price * np.exp(random.normal(0, 0.4)) * 10) / 10 - 0.01)
    shelf = department.shelf_days
    return {
        "description": text,
        "category": department.name,
        "brand": brand,
        "supplier": supplier,
        "price": round(price, 2),
        "unit_cost": round(price * (1 - department.margin * random.uniform(0.75, 1.2)), 2),
        "case_pack": int(random.choice([6, 12, 12, 24])) if department.weekly_units > 4 else 6,
        "shelf_life_days": int(random.integers(*shelf)) if shelf else 0,
        "lead_time_days": lead,
        "lead_sd": spread,
        "weekly_units": department.weekly_units * np.exp(random.normal(0, 0.9)),
        "cover_weeks": department.cover_weeks * random.uniform(0.7, 1.5),
        "season_strength": department.season[0],
        "season_week": department.season[1],
    }
