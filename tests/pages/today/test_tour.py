"""A newcomer on the demo is welcomed, and led through the pages by a tour."""

from pathlib import Path

from pages.parts.tour import STOPS

ROOT = Path(__file__).resolve().parents[3]
PAGE = "pages/today/overview.py"


def test_every_stop_is_a_page_that_exists() -> None:
    assert len(STOPS) == 6
    assert all((ROOT / stop.page).exists() for stop in STOPS)


def test_the_tour_leads_from_stop_to_stop_and_ends_when_asked(open_demo) -> None:
    app = open_demo(PAGE)
    assert any("You are looking at a demo" in each.value for each in app.markdown)
    app.button(key="welcome_tour").click().run(timeout=60)
    for number, stop in enumerate(STOPS[:3]):
        assert not app.exception
        assert any(f"stop {number + 1} of 6" in each.value for each in app.caption)
        assert any(stop.answers in each.value for each in app.markdown)
        app.button(key="tour_next").click().run(timeout=60)
    app.button(key="tour_end").click().run(timeout=60)
    assert not any("stop " in each.value and " of 6" in each.value for each in app.caption)


def test_the_tour_takes_less_than_two_minutes_to_read() -> None:
    # 200 words a minute, with half as many again for the titles of the pages.
    words = sum(len(f"{stop.answers} {stop.look}".split()) for stop in STOPS)
    assert words * 1.5 / 200 < 2


def test_the_tour_ends_where_ones_own_files_begin(open_demo) -> None:
    app = open_demo(PAGE)
    app.session_state["tour_stop"] = len(STOPS) - 1
    app.run(timeout=60)
    assert [each.key for each in app.button if each.key.startswith("tour_")] == [
        "tour_own", "tour_end",
    ]  # fmt: skip


def test_own_files_are_not_welcomed_as_a_demo(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    assert not any("You are looking at a demo" in each.value for each in app.markdown)
