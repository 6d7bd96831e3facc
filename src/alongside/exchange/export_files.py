"""Copies as CSV and Excel: whom they are bound to stands in the file, and no cell can run as a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from alongside.exchange.concern_downloads import MARK, neutral
from alongside.support.export_contents import Bound, Sheet

ABOUT = (
    "Do not pass this file on. Destroy it by the day below at the latest, or when it is recalled, "
    "and confirm that in Alongside."
)


def about_lines(bound: Bound) -> list[tuple[str, str]]:
    return [
        ("What", bound.title), ("Copy", bound.copy), ("For", f"{bound.recipient}, {bound.agency}"),
        ("Made by", bound.made_by), ("Made on", f"{bound.made_at:%d %B %Y}"),
        ("Destroy by", f"{bound.destroy_by:%d %B %Y}"), ("Mind", ABOUT),
    ]  # fmt: skip


def sheet_csv(sheet: Sheet, bound: Bound) -> bytes:
    """The first line says whose copy it is; then the columns, then the rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in ([f"{bound.watermark}. Destroy by {bound.destroy_by:%d %B %Y}"], sheet.columns, *sheet.rows):
        writer.writerow([neutral(cell) for cell in row])
    return (MARK + text.getvalue()).encode()


def sheet_workbook(sheet: Sheet, bound: Bound) -> bytes:
    """A first sheet that says whose copy it is, the rows on the second, the same in the file's own properties."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": bound.title, "subject": bound.watermark, "author": bound.made_by, "category": bound.copy,
            "comments": f"Destroy by {bound.destroy_by:%d %B %Y}", "created": _naive(bound.made_at),
        }
    )  # fmt: skip
    bold = book.add_format({"bold": True, "num_format": "@"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    about, rows = book.add_worksheet("About this copy"), book.add_worksheet("Rows")
    _write(about, [*about_lines(bound)], plain, None)
    _write(rows, [sheet.columns, *sheet.rows], plain, bold)
    about.set_column(0, 0, 14)
    about.set_column(1, 1, 90)
    rows.set_column(0, len(sheet.columns) - 1, 26)
    rows.freeze_panes(1, 0)
    for one in (about, rows):
        one.set_footer(f"&L{bound.watermark.replace('&', '&&')}&R&P of &N")
    book.close()
    return made.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, rows: Sequence[Sequence[str]], plain: object, first: object | None
) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, first if number == 0 and first else plain)


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
