"""The theme's promises: one home for color, enough contrast, nothing leaves the machine."""

import tomllib
from pathlib import Path

import pytest

from core.charts import theme
from core.policy import REASONS

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def config() -> dict[str, dict[str, object]]:
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))


def test_series_take_the_colors_of_the_page() -> None:
    assert list(theme.CATEGORICAL) == config()["theme"]["chartCategoricalColors"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figures_are_made_for_the_page_behind_them(mode: str) -> None:
    page = config()["theme"][mode]
    palette = theme.colors(dark=mode == "dark")
    assert (palette.surface, palette.text) == (page["backgroundColor"], page["textColor"])  # type: ignore[index]


@pytest.mark.parametrize("dark", [False, True])
def test_words_are_readable_and_marks_visible_on_the_page(dark: bool) -> None:
    # WCAG 2.2: 4.5 to 1 for text (1.4.3); direct labels carry the marks, which get 1.9 to 1.
    palette = theme.colors(dark=dark)
    for color in (palette.text, palette.muted, palette.bad_text):
        assert contrast(color, palette.surface) >= 4.5
    marks = (palette.actual, palette.forecast, palette.good, palette.bad, *palette.reasons.values())
    assert min(contrast(color, palette.surface) for color in marks) >= 1.9


@pytest.mark.parametrize("dark", [False, True])
def test_every_reason_has_a_color_of_its_own(dark: bool) -> None:
    reasons = theme.colors(dark=dark).reasons
    assert set(reasons) == {*REASONS, "healthy", "unknown"}
    assert len(set(reasons.values())) == len(reasons)


def test_nothing_is_shared_with_a_cloud_and_no_bar_covers_the_figure() -> None:
    config = theme.figure_config()
    assert config["showSendToCloud"] is False
    assert config["displaylogo"] is False
    assert config["displayModeBar"] is False


@pytest.mark.parametrize("dark", [False, True])
def test_the_template_is_transparent_and_takes_the_text_color(dark: bool) -> None:
    layout = theme.template(dark=dark).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color == theme.colors(dark=dark).text


def test_blending_starts_at_one_color_and_ends_at_the_other() -> None:
    assert theme.blended("#000000", "#FFFFFF", 0) == "#000000"
    assert theme.blended("#000000", "#FFFFFF", 1) == "#FFFFFF"
    assert theme.blended("#000000", "#FFFFFF", 0.5) == "#808080"
    assert theme.faded("#FF8000", 0.2) == "rgba(255,128,0,0.2)"


def test_forecast_is_hatched_plan_is_outlined_and_unknown_is_dotted() -> None:
    assert theme.hatched("#0072B2")["pattern"]["shape"] == "/"
    assert theme.hatched(["#0072B2", "#E69F00"])["color"] == ["#0072B2", "#E69F00"]
    assert theme.expected_line("#0072B2")["dash"] != "solid"
    assert theme.outlined("#0072B2")["color"] == "rgba(0,0,0,0)"
    assert theme.dotted("#0072B2")["pattern"]["shape"] == "."
