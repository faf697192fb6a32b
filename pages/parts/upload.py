"""The steps from dropped files to a Book on screen."""

import pandas as pd
import streamlit as st

from core.book import Book
from core.charts import sentences
from core.charts.formats import Formats, is_currency
from core.ingest import Reading, SheetReading, SourceFile, assemble
from core.problem import UnusableInputError
from core.report import CONTROL_COLUMNS, PROBLEM_COLUMNS, control_frame, problems_frame
from core.stock import value_stock
from pages.parts import reading as parts
from pages.parts import state, widgets

#: Key of the uploader.
UPLOADER = "files"


def take_files() -> None:
    """Take what was dropped on the uploader; called when its files change."""
    dropped = st.session_state[UPLOADER]
    files = tuple(SourceFile(name=file.name, content=file.getvalue()) for file in dropped)
    state.set_upload(state.Upload(files) if files else None)


def show_sheet(sheet: SheetReading, place: int) -> None:
    """Show one sheet as it was understood, and let the user change that."""
    label = widgets.plain(parts.sheet_label(sheet))
    what = sheet.table or "not recognized"
    with st.expander(f"{label}: **{what}**, {sheet.rows:,} rows", icon=":material/table:"):
        left, right = st.columns(2)
        choices = parts.table_choices()
        table = left.selectbox(
            "This sheet is",
            choices,
            index=choices.index(sheet.table or parts.NOT_USED),
            key=f"table_{place}",
        )
        row = right.number_input(
            "Row of the column names",
            min_value=0,
            value=sheet.header_row or 0,
            key=f"header_{place}",
            help="0 when the sheet has no column names.",
        )
        edited = st.data_editor(
            parts.columns_frame(sheet.columns),
            column_config={
                "source": st.column_config.TextColumn("Column in your file", disabled=True),
                "canonical": st.column_config.SelectboxColumn(
                    "Means", options=parts.column_choices(sheet.table), required=True
                ),
                "confidence": st.column_config.ProgressColumn(
                    "Sure", min_value=0, max_value=1, format="percent"
                ),
                "samples": st.column_config.TextColumn("Some cells", disabled=True),
            },
            disabled=["source", "confidence", "samples"],
            hide_index=True,
            key=f"columns_{place}_{sheet.table}_{sheet.header_row}",
        )
        changed = parts.correction_of(
            sheet,
            table=table,
            header_row=int(row) if sheet.header_row is not None or row else None,
            chosen=dict(zip(edited["source"], edited["canonical"], strict=True)),
        )
        upload = state.upload()
        if changed is not None and upload is not None:
            state.set_upload(state.Upload(upload.files, parts.merged(upload.corrections, changed)))
            st.rerun()


def show_upload(upload: state.Upload) -> None:
    """Show the files being brought in, step by step, until they can be opened."""
    try:
        read = parts.read_upload(upload)
    except UnusableInputError as error:
        st.error(widgets.plain(str(error)), title="These files cannot be used")
        return
    st.subheader("2 · Is this what your sheets are?", anchor=False)
    for place, sheet in enumerate(read.sheets):
        show_sheet(sheet, place)
    st.subheader("3 · Check the date and open", anchor=False)
    open_form(read)


def open_form(read: Reading) -> None:
    """Ask for what files may not say, check that a Book comes of them, and open it."""
    today = parts.user_today()
    try:
        guess = assemble(read, today=today)
    except UnusableInputError as error:
        st.error(widgets.plain(str(error)), title="Something is missing")
        show_problems(problems_frame(read.all_problems()))
        return
    name, day, code = st.columns(3)
    chosen_name = name.text_input("Name", value=guess.name, placeholder="Your business")
    as_of = day.date_input("Stock as of", value=guess.as_of, help="The day the stock list is from.")
    currency = code.text_input(
        "Currency", value=guess.currency, max_chars=3, help="ISO code, such as USD, EUR, GBP."
    )
    if st.button("Open these figures", type="primary", icon=":material/check:", key="open_book"):
        if not is_currency(currency.upper()):
            st.error("The currency must be an ISO code of three letters, such as USD.")
            return
        state.load(
            assemble(read, as_of=as_of, currency=currency.upper(), name=chosen_name, today=today)
        )
        state.set_upload(None)
        st.switch_page("pages/today/overview.py")
    show_totals(guess)
    show_problems(problems_frame(guess.problems))
    aside = {parts.sheet_label(sheet): sheet.set_aside for sheet in read.sheets}
    aside = {label: rows for label, rows in aside.items() if len(rows)}
    if aside:
        st.caption("Rows that were set aside, as they stand in your files:")
        widgets.downloads("rows_set_aside", aside, key="aside")


def show_loaded(book: Book) -> None:
    """Show what the Book on screen was made of."""
    show_totals(book)
    show_problems(problems_frame(book.problems))


def show_totals(book: Book) -> None:
    """Show the totals to compare with the user's own system."""
    formats = Formats(currency=book.currency)
    valued = value_stock(book)
    st.subheader(
        widgets.plain(
            sentences.control_sentence(
                formats,
                units=valued["on_hand"].sum(),
                cost_value=valued["cost_value"].sum(),
                uncosted_units=valued.loc[valued["cost_value"].isna(), "on_hand"].sum(),
            )
        ),
        anchor=False,
        help=widgets.how("cost_value"),
    )
    st.caption("Rows read = rows loaded + rows set aside. Compare units and cost with your system.")
    widgets.table(
        control_frame(book.control_totals), CONTROL_COLUMNS, formats, key="control_totals"
    )


def show_problems(problems: pd.DataFrame) -> None:
    """Show what needs attention, worst first."""
    st.subheader(widgets.plain(sentences.problems_sentence(problems)), anchor=False)
    if problems.empty:
        return
    widgets.table(problems, PROBLEM_COLUMNS, Formats(), key="problems")
    widgets.downloads("problems", {"problems": problems}, key="problems_file")
