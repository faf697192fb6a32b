"""The blank workbook to fill in: one sheet a table, with the schema's own names and words."""

from pathlib import Path

from core.schema import TABLES, Kind, Table
from sample_data.generate.workbook import Cell, Sheet, write_workbook

#: First word of the row under the header that says what each column is; readers skip that row.
NOTES = "Notes:"

_KIND_WORDS: dict[Kind, str] = {
    "text": "text",
    "date": "a date",
    "units": "a number of units",
    "money": "an amount",
    "fraction": "a share, such as 0.25 or 25 %",
    "days": "a number of days",
    "flag": "yes or no",
}


def make_template(path: Path) -> None:
    """Write the template; its first sheet says how to use it."""
    sheets = [_readme_sheet(), *(_table_sheet(table) for table in TABLES.values())]
    write_workbook(path, sheets, date_format="yyyy-mm-dd")


def _readme_sheet() -> Sheet:
    rows: list[list[Cell]] = [
        [table.name, table.description, f"adds {table.adds}", ", ".join(table.required)]
        for table in TABLES.values()
    ]
    return Sheet(
        name="readme",
        title=(
            "Fill in the sheets you have figures for and delete or leave empty the others.",
            "Only stock is needed to start; every further sheet adds an answer.",
            f'Rows that begin with "{NOTES}" explain the columns and are not read.',
            "An empty cell means unknown, never zero. Amounts are in one currency.",
        ),
        header=("Sheet", "What it holds", "What it adds", "Columns it cannot do without"),
        rows=rows,
    )


def _table_sheet(table: Table) -> Sheet:
    notes: list[Cell] = [
        f"{column.description} ({_KIND_WORDS[column.kind]}"
        f"{', needed' if column.name in table.required else ''})"
        for column in table.columns
    ]
    notes[0] = f"{NOTES} {notes[0]}"
    return Sheet(name=table.name, header=table.column_names, rows=[notes])
