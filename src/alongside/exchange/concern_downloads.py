"""What the sender of a file takes away: templates, the rejected rows with their reasons, and our references."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from alongside.exchange.concern_columns import COLUMNS
from alongside.exchange.workbook_writing import TextSheet, text_workbook
from alongside.support.queries.files import Outcomes, Rejects

# A spreadsheet takes a cell that begins so for a formula and runs it. The wide forms are taken for the plain ones.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
MARK = "\ufeff"
"""Tells Excel that the text is UTF-8."""


def neutral(cell: str) -> str:
    """The cell as text for a spreadsheet: with an apostrophe before what it would run. Reading it back takes it off."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def template_csv() -> str:
    """The header alone."""
    return "".join(csv_lines([[column.title for column in COLUMNS]]))


def template_workbook() -> bytes:
    """An empty sheet to fill in, an invented example on another sheet, where it cannot be sent by mistake, and what
    each column means."""
    header = [column.title for column in COLUMNS]
    example = [f"{column.title}: {column.example}" for column in COLUMNS if column.example]
    meaning = [
        [column.title, column.meaning, "yes" if column.needed else "no", "; ".join(code for code, _ in column.codes)]
        for column in COLUMNS
    ]
    return text_workbook(
        [
            TextSheet("Concerns", [header]),
            TextSheet("Example", [["An invented example, column by column"], *([line] for line in example)]),
            TextSheet("Columns", [["Column", "What it holds", "Must be in the header", "May hold"], *meaning]),
        ]
    )


def rejects_csv(rejects: Rejects) -> Iterator[str]:
    """One line for each problem: row, column, problem, then the cells as sent. Mended, it can be sent as it is."""
    yield MARK
    yield from csv_lines([["Row", "Column", "Problem", *rejects.columns]])
    yield from csv_lines([str(number), column, words, *cells] for number, column, words, cells in rejects.lines)


def outcomes_csv(outcomes: Outcomes) -> Iterator[str]:
    """One line for each row: its number, the sender's reference, what became of it, and our reference."""
    yield MARK
    yield from csv_lines([["Row", "Your reference", "What became of it", "Our reference"]])
    yield from csv_lines([str(number), *rest] for number, *rest in outcomes.lines)


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()
