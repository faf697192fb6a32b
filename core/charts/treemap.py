"""Stock as a map: area is cost, color the share of it that is lost."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts import sentences
from core.charts.axes import empty_figure, figure, full_name, label
from core.charts.formats import Formats
from core.charts.theme import FONT_SIZE, Colors, blended, colors

#: Categories and items with an area of their own; the rest is drawn as one area a level, since
#: tiles below a few pixels tell nothing and thousands of them slow the browser down.
MOST_CATEGORIES = 10
MOST_ITEMS = 60

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
        "labels": [label(name, length=30) for name in tiles["name"]],
        "values": tiles["cost_value"].tolist(),
        "branchvalues": "total",
        "text": [
            _money_and_share(cost, share, formats)
            for cost, share in zip(tiles["cost_value"], tiles["share"], strict=True)
        ],
        "textinfo": "label+text",
        "textfont": {"color": [_ink(fill) for fill in fills], "size": FONT_SIZE - 1},
        "hovertext": _hover(tiles, formats),
        "hoverinfo": "text",
        "marker": {
            "colors": fills,
            "line": {"width": 1, "color": palette.surface},
            "pad": {"t": 20, "l": 2, "r": 2, "b": 2},
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
    """Return id, parent, name, level, cost_value, loss, judged, share: root, categories, items.

    `judged` is the cost of items whose loss is known, `share` the loss over it: NaN where no part
    of the tile could be judged.
    """
    ranked = items.sort_values(["cost_value", "sku"], ascending=[False, True])
    known = ranked["write_down"].notna()
    named = ranked["description"].fillna("")
    category = _categories(ranked)
    leaves = pd.DataFrame(
        {
            "parent": "category:" + category,
            "name": named.where(named != "", ranked["sku"]),
            "id": "item:" + ranked["sku"],
            "cost_value": ranked["cost_value"],
            "loss": ranked["write_down"].where(known, 0.0),
            "judged": ranked["cost_value"].where(known, 0.0),
        }
    )
    rest = _summed(leaves.iloc[MOST_ITEMS:])
    rest = rest.assign(id="rest:" + rest["parent"], name="Other items")
    branches = _summed(leaves).rename(columns={"parent": "id"})
    branches = branches.assign(parent=ROOT, name=branches["id"].str.removeprefix("category:"))
    sums = {column: [float(leaves[column].sum())] for column in _AMOUNTS}
    root = pd.DataFrame({"id": ROOT, "parent": "", "name": "All stock", **sums})
    levels = (root, branches, leaves.head(MOST_ITEMS), rest)
    tiles = pd.concat(levels, ignore_index=True)
    level = np.repeat([0, 1, 2, 2], [len(frame) for frame in levels])
    share = tiles["loss"] / tiles["judged"].where(tiles["judged"] > 0)
    return tiles.assign(level=level, share=share)


_AMOUNTS = ("cost_value", "loss", "judged")


def _categories(items: pd.DataFrame) -> "pd.Series[str]":
    """Return each item's category, or the one that gathers the small ones."""
    named = items["category"].fillna("")
    named = named.where(named != "", "No category")
    by_cost = items["cost_value"].groupby(named).sum().sort_values(ascending=False, kind="stable")
    return named.where(named.isin(by_cost.index[:MOST_CATEGORIES]), "Other categories")


def _summed(leaves: pd.DataFrame) -> pd.DataFrame:
    return leaves.groupby("parent", as_index=False)[list(_AMOUNTS)].sum()


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
    return blended(palette.keep, palette.bad, min(share, 1.0)) if share >= 0 else palette.unknown


def _ink(fill: str) -> str:
    """Return black or white, whichever reads better on the fill (relative brightness)."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#17212B" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


def _key(palette: Colors) -> dict[str, object]:
    """Return the line below the map that says what the colors mean."""
    steps = [(_fill(share, palette), f"{share:.0%}") for share in (0.0, 0.5, 1.0)]
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
