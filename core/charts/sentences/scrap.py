"""Scrapping and selling off in words."""

from core.accounting import Disposal
from core.charts.formats import Formats


def scrap_sentence(formats: Formats, disposal: Disposal, *, proceeds: float) -> str:
    """Say what is lost or gained when goods leave for what they bring."""
    stood, brings = formats.money(disposal.net_carrying), formats.money(proceeds)
    start = f"The goods stand at {stood} and bring {brings}"
    if abs(disposal.profit) < 0.005:
        return f"{start}: nothing more is lost"
    if disposal.profit < 0:
        return f"{start}: {formats.money(-disposal.profit)} more is lost now"
    return f"{start}: a gain of {formats.money(disposal.profit)} now"
