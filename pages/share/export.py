"""Export: every file the figures can be taken away as, with what it contains."""

import streamlit as st

from core.charts.formats import Formats
from core.report.basis import make_basis
from core.report.pack import CSV, PACK
from pages.parts import made, widgets
from pages.parts.current import current_analysis
from pages.parts.ledger_line import name_of_csv

analysis = current_analysis()
formats = Formats(currency=analysis.book.currency)
widgets.page_heading(
    f"Take {formats.count(len(PACK), 'file')} with you, each complete in itself",
    "All are made from the figures on screen, with the assumptions in force",
)
company = st.text_input(
    "Name on the documents",
    value=analysis.book.name,
    key="company",
    max_chars=120,
    help="Stands at the head of every document.",
)
basis = make_basis(analysis, formats, company=company)
st.caption(widgets.plain(f"{basis.rules}. {basis.reconciliation}."))
if basis.unknown:
    st.caption(widgets.plain(f"{basis.unknown}."))

grid = st.grid("auto", min_column_width=300, gap="small")
for each in PACK:
    with grid.container(border=True, height="stretch"):
        st.markdown(f"**{widgets.plain(each.title)}**")
        st.caption(widgets.plain(each.about))
        if each is PACK[0]:
            made.offer_workbook(analysis, each, company)
            continue
        st.download_button(
            f"Download {each.file}",
            data=made.maker(analysis, each, company),
            file_name=(
                name_of_csv(each.file.removesuffix(".csv"), analysis.book)
                if each.mime == CSV
                else each.file
            ),
            mime=each.mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"pack_{each.file}",
        )
st.page_link("pages/share/present.py", label="Present it on screen", icon=":material/slideshow:")
