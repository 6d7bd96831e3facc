"""The reference page of the file of concerns, written from the columns themselves:

alongside load concerns --columns > docs/reference/concern-file.md
"""

from collections.abc import Iterator
from itertools import groupby

from alongside.exchange.concern_columns import COLUMNS, LAYOUT, Column
from alongside.exchange.concern_rows import MOST_ROWS
from alongside.exchange.concerns_csv import AT_ONCE

HEAD = """# The file of concerns

For an agency that records concerns in a system of its own and will not type them twice. Send the file under
“Files of concerns”, or with `alongside load concerns PATH --agency CODE --member USERNAME`. This page is written from
the code (`alongside load concerns --columns`), and a test holds the two together. Layout: **{layout}**.

**A file is not read at once.** If a child is in danger now, phone.

## The file
- **CSV**: UTF-8 (with or without its mark) or UTF-16; Windows-1252 where it is neither, and then the report says so.
  Cells separated by commas, semicolons, tabs or upright strokes. A cell that holds one of them, a quotation mark or a line
  break stands in quotation marks; a quotation mark inside it is written twice.
- **Excel**: `.xlsx`. The first sheet with our header is read. Formulas count as their last result. No `.xls`, no
  password.
- At most {rows:,} rows. Up to {at_once} are entered while you wait; more wait their turn, and the report shows how far
  they are.
- The first row is the header. Order, capitals, spaces and hyphens do not matter; a field name from the table does as
  well as its title. Columns marked “must be there” may hold empty cells, but the column itself must be there. Columns
  that are none of ours are not read, and the report names them.

## The cells
- **Dates**: `2012-05-14` or `14/05/2012` (day first), or a real date of Excel. Nothing else. Where a column has its
  dates month first, those that may mean two days are rejected.
- **Yes or no**: `yes`, `y`, `true`, `1`; `no`, `n`, `false`, `0` or empty.
- **Codes**: as listed, or their words; capitals do not matter.
- What looks like a formula (`=`, `+`, `-`, `@`) stays the text that it is. In files that you download, an apostrophe
  stands before it; sent back, the apostrophe is taken off.

## What becomes of a row
- **Entered**: it is a concern like any other, raised by whoever sent the file, with its clock started when the file came.
- **Known from before**: your reference, or, where there is none, the very same words, came before. Nothing enters twice,
  whether in this file, in another, or in the same file sent again.
- **Rejected**: every problem is told by row and column, in the words of the form. The cells are kept as sent. Download
  the rejects, mend them, and send that file: its good rows are known, and only the mended ones enter.
- A reference that comes back with other words is rejected: a file never changes a concern.

The file itself, its SHA-256 and its rejects are kept. Each file, each row that enters and each download is in the log.

## The columns
| Title | Field | Must be there | What it holds | Example |
|---|---|---|---|---|
"""


def page() -> str:
    rows = "".join(
        f"| {one.title} | `{one.field}` | {'yes' if one.needed else ''} | {one.meaning} | {one.example} |\n"
        for one in COLUMNS
    )
    head = HEAD.format(layout=LAYOUT, rows=MOST_ROWS, at_once=AT_ONCE)
    return f"{head}{rows}\n## The codes\n" + "\n".join(_codes())


def _codes() -> Iterator[str]:
    """Columns that take the same codes share a table."""
    coded = sorted((one for one in COLUMNS if one.codes), key=lambda one: one.codes)
    for codes, columns in groupby(coded, key=lambda one: one.codes):
        yield f"**{_titles(list(columns))}**\n"
        yield "| Code | Meaning |\n|---|---|"
        yield from (f"| `{code}` | {label} |" for code, label in codes)
        yield ""


def _titles(columns: list[Column]) -> str:
    return ", ".join(column.title for column in columns)
