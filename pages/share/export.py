"""Export: every file the figures can be taken away as, with what it contains."""

import streamlit as st

from core.charts.formats import Formats
from core.report.basis import make_basis
from core.report.pack import PACK, Taken
from pages.parts import made, saved_scenarios, state, widgets
from pages.parts.current import current_analysis

analysis = current_analysis()
formats = Formats(currency=analysis.book.currency)
widgets.page_heading(
    f"Take {formats.count(len(PACK), 'file')} with you, each complete in itself",
    "All are made from the figures on screen, with the assumptions in force",
)
company = st.text_input(
    "Name on the documents",
    value=state.company() or analysis.book.name,
    key="company",
    max_chars=120,
    help="Stands at the head of every document; left empty, the name of the stock does.",
)
state.set_company(company)
if state.scenarios():
    saved_scenarios.ask_which()
plans = saved_scenarios.chosen(analysis)
taken = Taken(analysis, company, plans)
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
            made.offer_workbook(taken, each)
            continue
        with st.container(horizontal=True, gap="small"):
            for form in each.forms():
                made.offer(taken, form)
if plans:
    with grid.container(border=True, height="stretch"):
        st.markdown("**Scenarios**")
        st.caption("Each as a file to bring back here, or to give to the command line.")
        for number, plan in enumerate(plans.plans, start=1):
            saved_scenarios.offer_file(
                plan, key=f"pack_scenario_{number}", label=plan.scenario.name
            )
elif analysis.forecast is not None:
    st.caption("Scenarios saved on the page Markdown join the documents as options compared.")
st.page_link("pages/share/present.py", label="Present it on screen", icon=":material/slideshow:")
