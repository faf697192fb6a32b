"""Stock as a map: area is cost, color the share of it that is lost."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import empty_figure, figure, full_name, label, wrapped
from core.charts.formats import Formats
from core.charts.theme import FONT_SIZE, Colors, blended, colors

#: Categories and items with an area of their own, since tiles below a few pixels tell nothing and
#: thousands of them slow the browser down. The other items of a category are counted in two areas:
#: those that lose value stand apart from those that do not, or are unknown.
MOST_CATEGORIES = 10
MOST_ITEMS = 60

#: Characters on a line of a tile: long names break rather than vanish.
LINE_WIDTH = 14

ROOT = "all"


def stock_map_figure(items: pd.DataFrame, formats: Formats, *, dark: bool = False) -> go.Figure:
    """Draw categories and their items; area is cost, color the share of cost written down.

    Args:
        items: sku, description, category, cost_value, write_down (NaN where unknown).
        formats: how numbers are read.
        dark: whether the page is dark.
    """
    stocked = items[items["cost_value"] > 0]
    if stocked.empty:
        return empty_figure("No stock with a known cost", dark=dark)
    palette = colors(dark=dark)
    tiles = _tiles(stocked)
    fills = [_fill(share, palette) for share in tiles["share"]]
    fills = [
        palette.grid if level < 2 else fill
        for level, fill in zip(tiles["level"], fills, strict=True)
    ]
    trace = {
        "type": "treemap",
        "ids": tiles["id"].tolist(),
        "parents": tiles["parent"].tolist(),
        "labels": [
            # The strip over a category holds one line, its name; figures come on hover.
            label(name, length=30) if level < 2 else wrapped(name, width=LINE_WIDTH)
            for name, level in zip(tiles["name"], tiles["level"], strict=True)
        ],
        "values": tiles["cost_value"].tolist(),
        "branchvalues": "total",
        "text": [
            "" if level < 2 else _money_and_share(cost, share, formats)
            for cost, share, level in zip(
                tiles["cost_value"], tiles["share"], tiles["level"], strict=True
            )
        ],
        "textinfo": "label+text",
        "textfont": {"color": [_ink(fill) for fill in fills], "size": FONT_SIZE - 1},
        "hovertext": _hover(tiles, formats),
        "hoverinfo": "text",
        "marker": {
            "colors": fills,
            "line": {"width": 1, "color": palette.surface},
            # A strip lower than a line of text would show none.
            "pad": {"t": 26, "l": 2, "r": 2, "b": 2},
            "cornerradius": 2,
        },
        "tiling": {"pad": 1},
        "pathbar": {"visible": True, "thickness": 22, "textfont": {"size": FONT_SIZE - 1}},
        "root": {"color": "rgba(0,0,0,0)"},
        "sort": True,
    }
    layout = {
        "height": 460,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 34},
        "annotations": [_key(palette)],
        "uniformtext": {"mode": "hide", "minsize": 11},
    }
    return figure([trace], layout, formats, dark=dark)


def stock_map_alt(items: pd.DataFrame, formats: Formats) -> str:
    """Say what the map of the stock shows."""
    groups = items.groupby(items["category"].fillna(""), as_index=False, dropna=False)
    by_category = groups[["cost_value", "write_down"]].sum()
    finding = sentences.category_sentence(by_category, formats)
    return f"Treemap of stock at cost by category and item, colored by loss. {finding}."


def _tiles(items: pd.DataFrame) -> pd.DataFrame:
    """Return id, parent, name, level, cost_value, loss, share: root, categories, items.

    `share` is the loss over the cost of the items whose loss is known: NaN where none is.
    """
    ranked = items.sort_values(["cost_value", "sku"], ascending=[False, True])
    category, names = _categories(ranked)
    known = ranked["write_down"].notna().to_numpy()
    cost = ranked["cost_value"].to_numpy(dtype=np.float64)
    amounts = np.vstack([cost, ranked["write_down"].fillna(0.0).to_numpy(), cost * known])
    own, rest = slice(None, MOST_ITEMS), slice(MOST_ITEMS, None)
    by_category = _sums(category, amounts, len(names))
    loses = amounts[1] > 0
    group = 2 * category + ~loses
    others = _sums(group[rest], amounts[:, rest], 2 * len(names))
    gathered = np.flatnonzero(others[0] > 0)
    counts = np.bincount(group[rest], minlength=2 * len(names))
    other_names = [_others(int(counts[code]), loses=code % 2 == 0) for code in gathered]
    other_parents = [f"category:{names[code // 2]}" for code in gathered]
    described = ranked["description"].fillna("")
    labels = described.where(described != "", ranked["sku"]).iloc[own].tolist()
    parents = [f"category:{names[code]}" for code in category[own]]
    rows = {
        "id": [
            ROOT,
            *(f"category:{name}" for name in names),
            *(f"item:{sku}" for sku in ranked["sku"].iloc[own]),
            *(f"rest:{code % 2}:{names[code // 2]}" for code in gathered),
        ],
        "parent": ["", *[ROOT] * len(names), *parents, *other_parents],
        "name": ["All stock", *names, *labels, *other_names],
        "level": [0, *[1] * len(names), *[2] * (len(labels) + len(gathered))],
    }
    sums = np.hstack(
        [amounts.sum(axis=1)[:, None], by_category, amounts[:, own], others[:, gathered]]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(sums[2] > 0, sums[1] / sums[2], np.nan)
    return pd.DataFrame(rows | {"cost_value": sums[0], "loss": sums[1], "share": share})


def _others(count: int, *, loses: bool) -> str:
    """Name the items of a category that are too small for a tile of their own."""
    # Short enough for two lines of a narrow tile.
    named = f"{count:,} other" if count == 1 else f"{count:,} others"
    return f"{named}, losing" if loses else named


def _categories(items: pd.DataFrame) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Return each item's place among the categories shown, and their names, largest first."""
    named = items["category"].fillna("")
    codes, names = pd.factorize(named.where(named != "", sentences.NO_CATEGORY), sort=True)
    cost = np.bincount(codes, weights=items["cost_value"])
    order = np.argsort(-cost, kind="stable")
    place = np.empty_like(order)
    place[order] = np.minimum(np.arange(len(order)), MOST_CATEGORIES)
    shown = [str(names[code]) for code in order[:MOST_CATEGORIES]]
    return place[codes], shown + ["Other categories"] * (len(order) > MOST_CATEGORIES)


def _sums(
    codes: npt.NDArray[np.intp], amounts: npt.NDArray[np.float64], groups: int
) -> npt.NDArray[np.float64]:
    """Sum each row of amounts by group, (rows, groups)."""
    return np.vstack([np.bincount(codes, weights=row, minlength=groups) for row in amounts])


def _money_and_share(cost: float, share: float, formats: Formats) -> str:
    loss = "" if not share > 0 else f", −{formats.percent(share)}"
    return formats.money_compact(cost) + loss


def _hover(tiles: pd.DataFrame, formats: Formats) -> list[str]:
    return [
        f"<b>{full_name(name)}</b><br>At cost {formats.money_whole(cost)}<br>Write-down "
        + (f"{formats.money_whole(loss)} ({formats.percent(share)})" if share >= 0 else "unknown")
        for name, cost, loss, share in zip(
            tiles["name"], tiles["cost_value"], tiles["loss"], tiles["share"], strict=True
        )
    ]


def _fill(share: float, palette: Colors) -> str:
    """Return the color of a share lost; by its root, for most shares are small."""
    if not share >= 0:
        return palette.unknown
    return blended(palette.keep, palette.bad, min(share, 1.0) ** 0.5)


def _ink(fill: str) -> str:
    """Return black or white, whichever reads better on the fill (relative brightness)."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#17212B" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


def _key(palette: Colors) -> dict[str, object]:
    """Return the line below the map that says what the colors mean."""
    steps = [(_fill(share, palette), f"{share:.0%}") for share in (0.0, 0.1, 0.5, 1.0)]
    squares = "  ".join(
        f"<span style='color:{color}'>■</span> {text}"
        for color, text in [*steps, (palette.unknown, "unknown")]
    )
    return {
        "text": f"Written down:  {squares}",
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -8,
        "showarrow": False,
        "font": {"color": palette.muted, "size": FONT_SIZE - 1},
    }
