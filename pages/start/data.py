"""Data: choose a demo or bring your own files, see what was understood, and open the Book."""

import streamlit as st

from core.demos import TEMPLATE, list_demos
from pages.parts import current, state, upload, widgets

FILE_TYPES = ["xlsx", "xls", "csv", "xlsm", "xlsb", "ods", "tsv", "txt"]

widgets.page_heading(
    "Bring the exports your own system wrote, or open a demo business",
    "Nothing has to be prepared: drop several files at once, in any layout and language",
)

left, right = st.columns(2, gap="large")
with left:
    st.subheader("1 · Your files", anchor=False)
    st.file_uploader(
        "A stock list with cost is enough; items, sales, receipts and financials add answers",
        type=FILE_TYPES,
        accept_multiple_files=True,
        key=upload.UPLOADER,
        on_change=upload.take_files,
        help="Files are read in memory and stay with this session; nothing is sent anywhere.",
    )
    st.download_button(
        "Blank template",
        data=TEMPLATE.read_bytes(),
        file_name="lowermark_template.xlsx",
        mime=widgets.WORKBOOK_MIME,
        icon=":material/download:",
        on_click="ignore",
        help="One sheet a table, for figures that live in no system.",
    )
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

files, loaded = state.upload(), state.loaded()
if files is not None:
    upload.show_upload(files)
elif loaded is not None:
    upload.show_loaded(loaded.book)
