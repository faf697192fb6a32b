"""From each figure a way leads to its line on Method, within the session."""

from core.book import Book
from core.charts.explanations import EXPLANATIONS
from tests.pages.conftest import OpenPage


def test_the_foot_of_a_page_links_the_terms_of_its_figures(
    small_book: Book, open_page: OpenPage
) -> None:
    page = open_page("pages/money/exposure.py", small_book)
    assert not page.exception
    links = {each.proto.label.replace("\\", ""): each.proto for each in page.get("page_link")}
    for term in ("cost_value", "at_risk_value", "write_down"):
        link = links[EXPLANATIONS[term].term]
        assert link.query_string == f"term={term}"


def test_a_page_without_figures_has_no_foot(open_page: OpenPage) -> None:
    page = open_page("pages/money/exposure.py", None)
    assert not [box for box in page.expander if "How the figures" in box.label]
