"""Colors, patterns and the one figure template: what makes every figure look alike.

Colors are Okabe and Ito's (Color Universal Design, 2008), told apart in every common form of
color blindness; meaning never rests on color alone. Notation follows IBCS 1.2: actual is solid,
previous is lighter, plan is outlined, forecast is hatched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
PINK = "#CC79A7"
SKY = "#56B4E9"
VERMILLION = "#D55E00"
SLATE = "#5F6B7A"

#: The order in which series without a meaning of their own take colors.
CATEGORICAL = (BLUE, ORANGE, GREEN, PINK, SKY, VERMILLION, SLATE)

#: Streamlit brings the first; the rest serve exported figures.
FONT_FAMILY = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
FONT_SIZE = 13
#: Outlines and reference lines.
LINE_WIDTH = 1.5
#: Lines that carry data.
DATA_WIDTH = 2.5


@dataclass(frozen=True, slots=True)
class Colors:
    """Colors by meaning, for one background.

    Attributes:
        surface: what lies behind the figure; separates adjoining bars and halos labels.
        bad_text: bad figures as words: 4.5 to 1 on the surface, which the mark need not have.
        keep: stock without any loss, where the share lost is blended into `bad`.
        reasons: one color for each reason of exposure, "healthy" and "unknown".
    """

    text: str
    muted: str
    grid: str
    surface: str
    actual: str
    previous: str
    plan: str
    forecast: str
    good: str
    bad: str
    bad_text: str
    healthy: str
    keep: str
    unknown: str
    reasons: Mapping[str, str]


def _reasons(slow: str, healthy: str, unknown: str) -> Mapping[str, str]:
    return MappingProxyType(
        {
            "expired": VERMILLION,
            "damaged": PINK,
            "discontinued": ORANGE,
            "excess": SKY,
            "expiring": "#B8A200",  # Okabe and Ito's yellow, darkened to stand out on white
            "below cost": GREEN,
            "slow": slow,
            "healthy": healthy,
            "unknown": unknown,
        }
    )


LIGHT = Colors(
    text="#0B1118",
    muted="#55616E",
    grid="#E3E8EE",
    surface="#FFFFFF",
    actual="#33475B",
    previous="#A9B6C3",
    plan="#33475B",
    forecast=BLUE,
    good=BLUE,
    bad=VERMILLION,
    bad_text="#B84F00",  # vermillion, darker
    healthy="#8FAEC9",
    keep="#DCE5EE",
    unknown="#A3A9B1",
    reasons=_reasons(slow="#7A4B8F", healthy="#8FAEC9", unknown="#A3A9B1"),
)

DARK = Colors(
    text="#E8EDF2",
    muted="#A7B3C0",
    grid="#2A3541",
    surface="#10161D",
    actual="#C6D2DE",
    previous="#66788A",
    plan="#C6D2DE",
    forecast=SKY,
    good=SKY,
    bad="#EC7A26",  # vermillion, lighter: 4.5 to 1 for text on the dark background
    bad_text="#EC7A26",
    healthy="#4D7296",
    keep="#2B3946",
    unknown="#6E7883",
    reasons=_reasons(slow="#A888C0", healthy="#4D7296", unknown="#6E7883"),
)


def colors(*, dark: bool = False) -> Colors:
    """Return the colors for a light or a dark background."""
    return DARK if dark else LIGHT


def faded(color: str, share: float) -> str:
    """Return a hex color with its opacity set to `share`, as CSS rgba."""
    red, green, blue = _channels(color)
    return f"rgba({red},{green},{blue},{share:g})"


def blended(start: str, end: str, share: float) -> str:
    """Return the hex color that lies `share` (0 to 1) of the way from `start` to `end`."""
    pairs = zip(_channels(start), _channels(end), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)


def solid(color: str, *, dark: bool = False) -> dict[str, Any]:
    """Return the marker of actual figures; thin gaps in the background part stacked bars."""
    return {"color": color, "line": {"width": 1, "color": colors(dark=dark).surface}}


#: Dashes of a line of what is expected.
EXPECTED_DASH = "5px,3px"


def hatched(color: str | list[str]) -> dict[str, Any]:
    """Return the marker of forecast figures: diagonal hatching in the color, or one a bar."""
    shares = [color] if isinstance(color, str) else color
    pale = [faded(each, 0.12) for each in shares]
    return {
        "color": color,
        "line": {"width": LINE_WIDTH, "color": color},
        "pattern": {
            "shape": "/",
            # The color is that of the lines; plotly.js knows no foreground for each bar.
            "fillmode": "replace",
            "bgcolor": pale[0] if isinstance(color, str) else pale,
            "size": 6,
            "solidity": 0.35,
        },
    }


def expected_line(color: str, *, width: float = DATA_WIDTH - 0.5) -> dict[str, Any]:
    """Return the line of forecast figures: dashed, as their bars are hatched."""
    return {"color": color, "width": width, "dash": EXPECTED_DASH}


def outlined(color: str | list[str]) -> dict[str, Any]:
    """Return the marker of planned figures: an outline without filling; one color, or one a bar."""
    return {"color": "rgba(0,0,0,0)", "line": {"width": LINE_WIDTH, "color": color}}


def dotted(color: str) -> dict[str, Any]:
    """Return the marker of unknown amounts: dots, so that they never pass for a judgement."""
    return {
        "color": color,
        "line": {"width": 1, "color": color},
        "pattern": {
            "shape": ".",
            "fillmode": "overlay",
            "fgcolor": color,
            "bgcolor": faded(color, 0.15),
            "size": 5,
            "solidity": 0.4,
        },
    }


def figure_config() -> dict[str, Any]:
    """Return the plotly.js configuration of every figure, on screen and in exports.

    No mode bar and no zoom: a finger that scrolls past must not change the figure. Nothing is
    ever sent to a cloud.
    """
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
        "responsive": True,
    }


@lru_cache(maxsize=2)
def template(*, dark: bool = False) -> go.layout.Template:
    """Return the template of every figure; transparent, so that it sits on any page."""
    palette = colors(dark=dark)
    axis = {
        "automargin": True,
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "tickangle": 0,
        "gridcolor": palette.grid,
        "gridwidth": 1,
        "tickfont": {"color": palette.muted, "size": FONT_SIZE - 1},
        "title": {"font": {"color": palette.muted, "size": FONT_SIZE - 1}, "standoff": 8},
    }
    legend = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "traceorder": "normal",
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.text, "size": FONT_SIZE - 1},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT_FAMILY, "size": FONT_SIZE, "color": palette.text},
            "colorway": list(CATEGORICAL),
            "margin": {"l": 8, "r": 16, "t": 32, "b": 32},
            "xaxis": axis,
            "yaxis": axis,
            "legend": legend,
            "hoverlabel": {
                "bgcolor": palette.surface,
                "bordercolor": palette.muted,
                "font": {"family": FONT_FAMILY, "size": FONT_SIZE, "color": palette.text},
                "align": "left",
                "namelength": -1,
            },
            "dragmode": False,
            "bargap": 0.35,
            "uniformtext": {"mode": "show", "minsize": 11},
        }
    )


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
