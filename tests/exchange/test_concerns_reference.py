"""The page of reference and the template are written from the columns, and so never differ from them."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from alongside.exchange.concern_columns import COLUMNS, ConcernRow
from alongside.exchange.concern_downloads import neutral, template_csv
from alongside.exchange.concern_reference import page
from alongside.exchange.concern_rows import look, read_rows
from alongside.exchange.workbook_writing import TextSheet, text_workbook
from tests.exchange.made_files import csv_file, row
from tests.exchange.test_concerns_rows import TODAY

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "concern-file.md"


def test_the_reference_page_is_what_the_code_says():
    """If this fails: alongside load concerns --columns > docs/reference/concern-file.md"""
    assert REFERENCE.read_text(encoding="utf-8") == page()


def test_the_examples_in_the_reference_make_a_row_that_enters():
    assert next(read_rows(csv_file([row()]), today=TODAY)).problems == ()


def test_every_column_says_what_it_holds_and_has_a_title_of_its_own():
    assert len({column.title for column in COLUMNS}) == len(ConcernRow.model_fields)
    assert all(column.meaning for column in COLUMNS)


def test_the_template_filled_in_is_a_file_that_can_be_sent():
    filled = template_csv() + ",".join(f'"{column.example}"' for column in COLUMNS)
    assert look(filled.encode()).rows == 1


def test_a_workbook_that_we_write_is_well_formed_text_and_no_formula():
    made = text_workbook([TextSheet("A & B", [["one", "=1+1"], ["<b>", "'"]])])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in sheet and "<f" not in sheet.replace("<fo", "").replace("<fi", "")
    assert text_workbook([TextSheet("A", [["x"]])]) == text_workbook([TextSheet("A", [["x"]])])


def test_cells_that_a_spreadsheet_would_run_are_made_harmless():
    dangerous = ["=1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"]
    assert all(neutral(cell) == f"'{cell}" for cell in dangerous) and neutral("a=1") == "a=1"
