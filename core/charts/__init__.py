"""Figures, sentences and number formats: tables in, what a reader sees out."""

from core.charts.formats import Formats
from core.charts.theme import figure_config

__all__ = ["Formats", "figure_config"]
