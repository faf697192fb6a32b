"""The index of demo businesses, as the app and the tests read it."""

from python_calamine import CalamineWorkbook

from core.demos import SAMPLE_DATA, TEMPLATE, list_demos
from core.policy import Policy


def test_the_index_lists_the_businesses_in_the_order_they_are_offered() -> None:
    demos = list_demos()
    assert [demo.id for demo in demos] == ["gift_shop", "grocer", "fashion_shop", "article_case"]
    assert [demo.currency for demo in demos] == ["GBP", "USD", "EUR", "USD"]


def test_every_demo_brings_its_files_and_every_file_belongs_to_a_demo() -> None:
    named = {SAMPLE_DATA / file for demo in list_demos() for file in demo.files}
    there = {path for path in SAMPLE_DATA.rglob("*") if path.suffix in (".xlsx", ".csv")}
    assert named == there - {TEMPLATE}
    for demo in list_demos():
        files = demo.source_files()
        assert [file.name for file in files] == [path.split("/")[-1] for path in demo.files]
        assert all(file.content for file in files)


def test_a_demos_framework_is_one_that_a_policy_knows() -> None:
    for demo in list_demos():
        assert Policy(framework=demo.framework).framework == demo.framework


def test_the_day_of_a_stock_list_stands_in_its_title() -> None:
    for demo in list_demos():
        if demo.id == "article_case":
            continue
        first = CalamineWorkbook.from_path(str(SAMPLE_DATA / demo.files[0])).get_sheet_by_index(0)
        title = first.to_python()[1][0]
        assert any(
            demo.as_of.strftime(form) in title for form in ("%d %B %Y", "%m/%d/%Y", "%d/%m/%Y")
        ), title
