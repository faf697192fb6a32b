"""Change: how the write-down of an earlier date became today's, effect by effect."""

import pandas as pd
import streamlit as st

from core.charts import sentences
from core.charts.change import change_alt, change_figure
from pages.parts import earlier, widgets
from pages.parts.current import current_analysis

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 200

analysis = current_analysis()
formats = widgets.formats_of(analysis)
heading = st.container()
before = earlier.choose(analysis)
compared = earlier.compare(analysis, before) if before is not None else None
if compared is None:
    with heading:
        widgets.page_heading(
            "What changed since an earlier date shows once there is one to compare with",
            f"As of {formats.date(analysis.book.as_of)}",
        )
    st.stop()

found, then = compared.found, compared.book.as_of
with heading:
    widgets.page_heading(
        sentences.change_sentence(found, then, formats),
        f"{formats.date(then)} to {formats.date(analysis.book.as_of)}, both by today's policy; "
        "the effects add up to the change exactly",
    )
steps = found.steps()
widgets.figure(
    "From the earlier write-down to today's",
    change_figure(steps, formats, dark=widgets.is_dark()),
    alt=change_alt(steps, formats),
    key="change",
    explanation="change",
)
widgets.table(steps, ("step", "items", "change"), formats, key="change_steps")
items = pd.concat([analysis.book.items, compared.book.items])
changes = found.changes(items)
widgets.downloads("change", {"bridge": steps, "items": changes}, key="change_file")

st.subheader("Items that moved it most", anchor=False, help=widgets.how("change"))
if changes.empty:
    st.caption("No item's write-down changed.")
else:
    widgets.table(changes.head(SHOWN), tuple(changes.columns), formats, key="change_items")
    widgets.downloads("changed_items", {"items": changes}, key="changed_items")
