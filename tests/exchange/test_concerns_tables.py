"""A file may come in many dresses; one that cannot be read says why, and what to do."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest

from alongside.exchange import concern_rows, workbooks
from alongside.exchange.concern_rows import look, read_rows
from tests.exchange.made_files import GOOD, TITLES, csv_file, csv_text, place, row, rows, workbook

TODAY = date(2026, 11, 17)
NAMED = row(child_first_name="Zoë", child_last_name="Muñoz")


def read(raw):
    return list(read_rows(raw, today=TODAY))


def first_name(raw):
    return read(raw)[0].details.child.names[0].given


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"), ("cp1252", "Windows-1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_and_said(encoding, told):
    raw = csv_file([{**NAMED, "child_voice": '"no"'}], encoding=encoding)
    assert look(raw).read_as.startswith(told) and first_name(raw) == "Zoë"


@pytest.mark.parametrize("encoding", ["cp1256", "cp1251", "iso-8859-8"])
def test_letters_of_another_encoding_are_refused_and_not_guessed(encoding):
    names = {"cp1256": "محمد", "cp1251": "Алексей", "iso-8859-8": "שלמה"}
    made = [row(child_first_name=names[encoding], child_voice="no")] * 3
    assert "neither UTF-8 nor UTF-16 nor Windows-1252" in look(csv_file(made, encoding=encoding)).refused


def test_damaged_utf_8_is_refused_with_its_line():
    raw = csv_file([NAMED, NAMED]).replace("Muñoz".encode(), b"Mu\xc3oz", 1)
    assert "damaged: in line 2" in look(raw).refused


@pytest.mark.parametrize(("separator", "told"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_the_separator_is_found_and_said(separator, told):
    raw = csv_file([NAMED], separator=separator)
    assert told in look(raw).read_as and first_name(raw) == "Zoë"
    assert look(b"sep=" + separator.encode() + b"\r\n" + raw).rows == 1


def test_a_header_may_be_reordered_capitalised_underscored_or_stand_below_a_title():
    order = list(reversed(GOOD))
    titles = [name.upper() for name in order]
    raw = b"Our export,,\r\n\r\n" + csv_file([NAMED], titles=titles, fields=order)
    assert look(raw).refused == "" and read(raw)[0].number == 4 and first_name(raw) == "Zoë"


def test_columns_that_are_none_of_ours_are_named_and_not_read():
    raw = csv_file([{**NAMED, "x": "secret"}], titles=[*TITLES, "Shoe size"], fields=[*GOOD, "x"])
    assert look(raw).unread == ("Shoe size",) and read(raw)[0].cells[-1] == "secret"


def test_a_changed_header_is_refused_with_the_columns_that_are_missing_and_what_they_may_be_called_now():
    changed = ["Childs surname" if title == "Child last name" else title for title in TITLES if title != "Consent"]
    told = look(csv_file([NAMED], titles=changed)).refused
    assert "“Child last name” (is it “Childs surname”?)" in told and "“Consent”" in told and "2 columns are" in told


def test_a_column_that_stands_twice_is_refused():
    told = look(csv_file([NAMED], titles=[*TITLES, "consent"], fields=[*GOOD, "consent"])).refused
    assert "twice: Consent and consent" in told


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf\r\n", "empty"), (csv_file([]), "no row below it"),
        (b"hello\r\nworld\r\n", "No row in the file is a header"), (b"%PDF-1.7 x", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0 x", "old Excel workbook"), (b"PK\x03\x04 broken", "damaged"),
        (bytes(range(256)) * 40, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_file_of_concerns_is_refused_in_words(raw, told):
    assert told in look(raw).refused


def test_a_quotation_mark_that_does_not_pair_refuses_the_file_because_nothing_after_it_can_be_trusted():
    raw = csv_file(rows(3)).replace(b"INC-1", b'"INC-1', 1)
    assert "after row 2 cannot be told apart" in look(raw).refused


def test_reading_long_cells_leaves_the_limit_of_other_readers_as_it_was():
    before = csv.field_size_limit()
    assert read(csv_file([row(fact="x" * 1_000_000)]))[0].problems and csv.field_size_limit() == before


def test_a_row_with_a_cell_too_many_or_too_few_is_a_problem_of_this_row_alone():
    lines = csv_text(rows(3)).splitlines()
    lines[1], lines[2] = lines[1] + ",and more", lines[2].rpartition(",")[0]
    told = [[one.words[:28] for one in found.problems] for found in read("\n".join(lines).encode())]
    assert told == [["The row has more cells than "], ["The row has fewer cells than"], []]


def test_empty_rows_are_passed_over_and_keep_their_numbers():
    lines = csv_text(rows(2)).splitlines()
    raw = "\n".join([lines[0], "", lines[1], "," * (len(TITLES) - 1), lines[2]]).encode()
    assert look(raw).rows == 2 and [found.number for found in read(raw)] == [3, 5]


def test_more_rows_than_one_file_may_have_are_refused(monkeypatch):
    monkeypatch.setattr(concern_rows, "MOST_ROWS", 5)
    assert look(csv_file(rows(5))).rows == 5
    assert "more than 5 rows" in look(csv_file(rows(6))).refused


def test_a_workbook_is_read_from_the_first_sheet_with_our_header():
    raw = workbook([NAMED], sheets=["Cover", "Notes"])
    assert look(raw).read_as == "Excel workbook, sheet “Concerns”" and first_name(raw) == "Zoë"


def test_real_dates_of_a_workbook_are_dates_and_numbers_are_not():
    def change(book, sheet):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, place("child_date_of_birth"), datetime(2012, 5, 14), day)
        sheet.write_number(2, place("child_date_of_birth"), 41043)
        sheet.write_datetime(3, place("child_date_of_birth"), datetime(2012, 5, 14, 9, 30), day)
        sheet.write_number(1, place("reference"), 20881)

    real, serial, moment = read(workbook([NAMED] * 3, change=change))
    assert real.details.child.date_of_birth == date(2012, 5, 14) and real.reference == "20881"
    assert "a number, not a date" in serial.problems[0].words and "the date alone" in moment.problems[0].words


def test_a_formula_gives_its_kept_result_and_one_without_a_result_is_a_problem():
    def change(_book, sheet):
        sheet.write_formula(1, place("fact"), '="two "&"phones"', None, "two phones")
        sheet.write_formula(2, place("fact"), "=A1", None, "")
        sheet.write_formula(3, place("fact"), "=NA()", None, "#N/A")

    raw = workbook([NAMED] * 3, change=change)
    good, _, error = read(raw)
    assert good.details.fact == "two phones" and "shows an error" in error.problems[0].words
    bare = read(altered(raw, "xl/worksheets/sheet1.xml", b't="str"', b""))[1]
    assert "saved without its result" in bare.problems[0].words


def altered(raw, member, before, after):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(before, after) if name == member else content)
    return made.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = altered(workbook([NAMED]), "xl/worksheets/sheet1.xml", b"</worksheet>", b"</worksheet>" + b" " * 9_000_000)
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 8_000_000)
    monkeypatch.setattr(workbooks.subprocess, "run", lambda *_, **__: pytest.fail("the reader was started"))
    assert len(bomb) < 100_000 and "far more memory" in look(bomb).refused


def test_an_archive_that_lies_about_its_sizes_is_refused():
    bomb = altered(workbook([NAMED]), "xl/worksheets/sheet1.xml", b"</worksheet>", b"</worksheet>" + b" " * 900_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = bomb.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != bomb and "damaged" in look(lying).refused


@pytest.mark.parametrize(
    "sheet_data",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 60_000)),
    ],
    ids=["a cell in the last corner", "one long text referred to sixty thousand times"],
)
def test_a_workbook_made_to_exhaust_memory_ends_its_reader_and_not_the_server(sheet_data):
    raw = altered(workbook([NAMED]), "xl/worksheets/sheet1.xml", b"</sheetData>", sheet_data + b"</sheetData>")
    raw = altered(raw, "xl/sharedStrings.xml", b"<t>Your reference</t>", b"<t>" + b"x" * 1_000_000 + b"</t>")
    assert "far more memory" in look(raw).refused


@pytest.mark.parametrize(
    ("member", "told"),
    [("xl/workbook.bin", ".xlsb"), ("content.xml", "OpenDocument"), ("a.txt", "not an Excel workbook")],
)
def test_other_archives_are_told_apart(member, told):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, "x")
    assert told in look(made.getvalue()).refused
