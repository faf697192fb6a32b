"""What made the losses, wherever it is shown: by cause, by purchase, by supplier and category."""

import streamlit as st

from core.charts import sentences
from core.charts.causes import causes_alt, causes_figure
from core.charts.formats import Formats
from core.exposure import sum_causes
from pages.parts import widgets
from pages.parts.derived import Losses

#: Rows a table ships to the browser at most; the downloads hold all of them.
SHOWN = 200


def by_cause(found: Losses, formats: Formats) -> None:
    """Show each cause with the part of its losses that orders of the rule's size would avoid."""
    sums = sum_causes(found.causes, "cause")
    widgets.figure(
        sentences.prevention_sentence(sums, formats),
        causes_figure(sums, formats, dark=widgets.is_dark()),
        alt=causes_alt(sums, formats),
        key="causes",
        explanation="avoidable",
    )


def purchases(found: Losses, formats: Formats) -> None:
    """Show the purchases in which the losses lie, and what the reorder rule would have left."""
    st.subheader(
        widgets.plain(sentences.purchases_sentence(found.purchases, formats)),
        anchor=False,
        help=widgets.how("loss_purchases"),
    )
    columns = (
        "sku", "description", "cause", "write_down", "received_date", "bought_units", "units",
        "left_by_rule", "avoidable", "bought_cost", "supplier", "age_source",
    )  # fmt: skip
    widgets.table(
        found.purchases.head(SHOWN),
        columns,
        formats,
        key="purchases",
        labels={"units": "Of them lost"},
    )
    widgets.downloads("purchases", {"purchases": found.purchases}, key="purchases_file")


def by_group(found: Losses, formats: Formats) -> None:
    """Show the losses by supplier and by category, each with its largest cause."""
    for group in ("supplier", "category"):
        table = sum_causes(found.causes, group)
        title = sentences.group_losses_sentence(table, group, formats)
        st.subheader(widgets.plain(title), anchor=False, help=widgets.how("cause"))
        columns = (group, "items", "units", "cost_value", "write_down", "avoidable", "cause")
        labels = {"cause": "Largest cause"}
        widgets.table(table, columns, formats, key=f"by_{group}", labels=labels)
        widgets.downloads(f"losses_by_{group}", {group: table}, key=f"by_{group}_file")
