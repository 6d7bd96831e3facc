"""Files of concerns for tests: good rows, changed where a test says so, in any dress."""

import csv
import io

import xlsxwriter

from alongside.exchange.concern_columns import COLUMNS

TITLES = [column.title for column in COLUMNS]
GOOD = {column.field: column.example for column in COLUMNS} | {"reference": "", "child_reference": ""}


def row(**changes):
    return {**GOOD, **changes}


def rows(count, **changes):
    return [row(reference=f"INC-{number}", child_last_name=f"Child{number}", **changes) for number in range(count)]


def cells(one, fields=None):
    return [one.get(field, "") for field in fields or GOOD]


def csv_text(made, *, titles=TITLES, fields=None, separator=","):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(titles)
    writer.writerows(cells(one, fields) for one in made)
    return text.getvalue()


def csv_file(made, *, encoding="utf-8", **more):
    return csv_text(made, **more).encode(encoding)


def workbook(made, *, sheets=(), titles=TITLES, change=None):
    """An Excel workbook; `sheets` come first and hold something else; `change(book, sheet)` may alter cells."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for name in sheets:
        book.add_worksheet(name).write_row(0, 0, ["Read me", "first"])
    sheet = book.add_worksheet("Concerns")
    sheet.write_row(0, 0, titles)
    for number, one in enumerate(made, start=1):
        for column, cell in enumerate(cells(one)):
            sheet.write_string(number, column, cell)
    if change:
        change(book, sheet)
    book.close()
    return content.getvalue()


def place(field):
    return list(GOOD).index(field)
