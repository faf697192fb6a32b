"""Method: how each figure is made, the assumptions in force, and what nobody can know."""

import streamlit as st

from core.charts import assumptions, explanations, method
from core.charts.formats import Formats
from core.policy import Policy
from core.schema import TABLES
from pages.parts import books, policy_file, state, widgets

loaded, policy = state.loaded(), state.policy()
formats = Formats(currency=loaded.book.currency) if loaded else Formats()
in_force = assumptions.assumptions_table(policy, formats)
changed = assumptions.changed_settings(Policy(), policy)


widgets.page_heading(
    method.headline(len(in_force), len(changed)),
    "Nothing here is hidden: each step, rule and rate behind the figures, and where they end",
)
asked = st.query_params.get("term", "")
steps, glossary, rules, settings, columns, limits = st.tabs(
    ["Steps", "Glossary", "Rules", "Assumptions", "Your columns", "Limits and sources"],
    # A figure's own link leads straight to its line.
    default="Glossary" if asked in explanations.EXPLANATIONS else None,
)

with steps:
    for number, step in enumerate(method.STEPS, start=1):
        st.subheader(f"{number}. {step.title}", anchor=False)
        st.write(widgets.plain(step.text))
        terms = [explanations.explain(term).term for term in step.terms]
        if terms:
            st.caption(widgets.plain(f"Explained in the glossary: {' · '.join(terms)}"))

with glossary:
    if asked in explanations.EXPLANATIONS:
        state.preset("glossary_search", explanations.explain(asked).term, over=False)
    wanted = st.text_input("Find a term", type="search", key="glossary_search")
    found = explanations.find_terms(wanted)
    if not found:
        st.caption("No term mentions that.")
    for about in found:
        st.markdown(f"**{widgets.plain(about.term)}**: {widgets.plain(about.short)}")
        source = f" Source: {about.source}." if about.source else ""
        st.caption(widgets.plain(f"{about.computed}{source}"))

with rules:
    st.write(
        f"In force: **{policy.framework}**. It is chosen among the assumptions beside every page."
    )
    table = method.rules_table()
    books.ledger_table(table, words=tuple(table.columns))

with settings:
    if changed:
        st.write(widgets.plain(f"Changed from the defaults: {', '.join(changed)}."))
    shown = in_force.rename(columns={"setting": "Setting", "value": "In force", "why": "Why"})
    books.ledger_table(shown, words=tuple(shown.columns))
    policy_file.offer(policy)
    st.page_link("pages/start/policy.py", label="Change them one by one", icon=":material/tune:")

with columns:
    st.write(
        "Your columns may bear any name: the Data page shows which of these each was taken for, "
        "and lets you correct it. Only items and stock are needed; each other table adds answers."
    )
    for name, known in TABLES.items():
        with st.expander(f"**{name.capitalize()}**: {widgets.plain(known.description)}"):
            st.caption(widgets.plain(f"Brings {known.adds}."))
            books.ledger_table(method.columns_table(known), words=("Kind", "Meaning"))

with limits:
    for title, text in method.LIMITS:
        st.markdown(f"**{widgets.plain(title)}.** {widgets.plain(text)}")
    st.subheader("Sources", anchor=False)
    for source, use in method.SOURCES:
        st.markdown(f"- {widgets.plain(source)}: {widgets.plain(use)}")

st.divider()
st.caption(widgets.plain(f"Lowermark {method.version()}"))
if loaded is not None:
    st.text(f"{loaded.book.name or 'Your stock'}, as of {formats.date(loaded.book.as_of)}")
    st.caption("Digest of the data: equal digests and equal assumptions give equal figures.")
    st.code(loaded.book.digest, language=None, wrap_lines=True)
