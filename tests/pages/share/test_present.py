"""The presentation: six slides, one chart and three figures each, turned by buttons."""

PAGE = "pages/share/present.py"


def test_six_slides_follow_each_other_with_three_figures_and_a_chart(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    titles = []
    for number in range(6):
        assert not app.exception
        assert len(app.metric) == 3
        assert len(app.get("plotly_chart")) == 1
        titles.append(app.title[0].value)
        assert app.button(key="slide_next").disabled == (number == 5)
        if number < 5:
            app.button(key="slide_next").click().run(timeout=30)
    assert len(set(titles)) == 6
    app.button(key="slide_previous").click().run(timeout=30)
    assert app.title[0].value == titles[4]


def test_full_screen_is_offered_and_left_again(open_page, small_book) -> None:
    app = open_page(PAGE, small_book)
    app.button(key="slide_full").click().run(timeout=30)
    assert app.button(key="slide_full").label == "Leave full screen"


def test_without_stock_the_page_says_what_it_needs(open_page) -> None:
    app = open_page(PAGE, None)
    assert not app.exception
    assert "Nothing to show" in app.title[0].value
