"""The Export page offers every file, and the workbook once it is made."""

from core.report.pack import PACK

PAGE = "pages/share/export.py"
#: Files with several forms count as often.
FORMS = sum(len(file.forms()) for file in PACK)


def test_every_file_is_offered_with_what_it_contains(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    assert not app.exception
    said = " ".join(each.value for each in (*app.markdown, *app.caption))
    for file in PACK:
        assert file.title in said.replace("\\", "")
    buttons = app.get("download_button")
    assert len(buttons) == FORMS - 1


def test_the_workbook_is_made_when_asked_for_and_then_offered(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    app.button(key="make_workbook").click().run(timeout=60)
    assert not app.exception
    assert len(app.get("download_button")) == FORMS


def test_without_stock_the_page_says_what_it_needs(open_page) -> None:
    app = open_page(PAGE, None)
    assert not app.exception
    assert "Nothing to show" in app.title[0].value
