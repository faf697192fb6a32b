"""Data: choose a demo or bring your own files, see what was understood, and open the Book."""

import streamlit as st

from core.demos import TEMPLATE, list_demos
from pages.parts import checks, current, layouts, state, upload, widgets

if upload.just_opened():
    st.switch_page("pages/today/overview.py")

files, loaded = state.upload(), state.loaded()
heading = st.empty()
with heading.container():
    if files is None:
        widgets.page_heading(
            "Bring the exports your own system wrote, or open a demo business",
            "Nothing has to be prepared: drop several files at once, in any layout and language",
        )
    else:
        upload.heading(upload.LAST_STEP)

left, right = st.columns(2, gap="large")
with left:
    st.subheader("1 · Your files", anchor=False)
    upload.uploader()
    with st.container(horizontal=True):
        st.download_button(
            "Blank template",
            data=TEMPLATE.read_bytes(),
            file_name="lowermark_template.xlsx",
            mime=widgets.WORKBOOK_MIME,
            icon=":material/download:",
            on_click="ignore",
            help="One sheet a table, for figures that live in no system.",
        )
        layouts.show()
        if state.before_load() is not None and loaded is not None and loaded.demo_id is None:
            st.button(
                "Undo this import",
                icon=":material/undo:",
                key="undo_import",
                on_click=current.undo_import,
                help="Go back to the figures that were on screen before.",
            )
        if loaded is not None:
            st.button(
                "Start empty",
                icon=":material/delete:",
                key="start_empty",
                on_click=current.start_empty,
                help="Forget the figures on screen and every file of this session.",
            )
if files is None:
    with right:
        st.subheader("Or a demo business", anchor=False)
        for demo in list_demos():
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                with st.container(gap=None):
                    st.markdown(f"**{demo.title}**")
                    st.caption(demo.story)
                if st.button(
                    "Open",
                    key=f"demo_{demo.id}",
                    on_click=current.open_demo,
                    args=(demo.id,),
                    help=f"Open {demo.name}",
                ):
                    st.switch_page("pages/today/overview.py")

if files is not None:
    reached = upload.show_upload(files, beside=right)
    if reached < upload.LAST_STEP:
        with heading.container():
            upload.heading(reached)
elif loaded is not None:
    name = loaded.book.name or "Your stock"
    st.subheader(widgets.plain(f"On screen now: {name}"), anchor=False)
    checks.show_totals(loaded.book)
    checks.show_joins(loaded.book)
    checks.show_problems(loaded.book.problems, loaded.book)
else:
    upload.step_strip(1)
    st.caption("No figures on screen yet: drop a stock list above, or open a demo to look around.")
