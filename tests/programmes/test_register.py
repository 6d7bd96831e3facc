from datetime import date

import pytest

from alongside.exchange import class_register
from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import TableRefused
from alongside.exchange.workbook_writing import TextSheet, text_workbook
from alongside.partners.errors import Refused
from alongside.programmes.actions import register
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import ClassFile, ClassFileRow, SchoolClass
from tests.cast import NOW
from tests.encompass import ELMSGATE
from tests.programmes.world import begin, enrol, row, world, write

HEADER = "School URN,School year,Year group,Class,Pupils,Free meals,Offered on\n"
GOOD = f"{ELMSGATE},2026/27,Year 7,7 Heron,28,high,14/09/2026\n"


def send(cast, text, who="programme_lead"):
    raw = text if isinstance(text, bytes) else text.encode()
    return class_register.take_in(code="life-skills", name="r.csv", raw=raw, by=cast.viewer(who), at=NOW)


def counts(received):
    file = ClassFile.objects.get(pk=received.file_id)
    return file.entered, file.changed, file.known, file.rejected


def test_good_rows_enter_and_each_bad_one_says_what_is_wrong(cast):
    begin(cast)
    bad = (
        "12,2026,4,A,28,,\n100009,2026/27,7,B,28,,\n"
        + f"{ELMSGATE},2026/28,x,C,none,lots,soon\n{ELMSGATE},2026/27,2,D,90,,\n"
    )
    received = send(cast, HEADER + GOOD + bad + GOOD)
    assert counts(received) == (1, 0, 0, 5)
    told = {(one.number, one.column): one.problem for one in ClassFileRow.objects.all()}
    assert "6 digits" in told[3, "School URN"] and "No school of this number" in told[4, "School URN"]
    assert {column for number, column in told if number == 5} == {
        "School year",
        "Year group",
        "Pupils",
        "Free meals",
        "Offered on",
    }
    assert "Year 2 is no year group" in told[6, "Year group"] and "row 2" in told[7, "Class"]


def test_a_file_sent_twice_enters_once_and_a_changed_row_puts_the_class_right(cast):
    begin(cast)
    first = send(cast, HEADER + GOOD)
    again = send(cast, HEADER + GOOD)
    assert (again.file_id, again.is_new) == (first.file_id, False)
    assert counts(send(cast, HEADER + GOOD.replace(",28,", ",30,"))) == (0, 1, 0, 0)
    assert counts(send(cast, HEADER + GOOD.replace("7 Heron", "7  HERON").replace(",28,", ",30,"))) == (0, 0, 1, 0)
    assert [one.size for one in SchoolClass.objects.all()] == [30]


@pytest.mark.parametrize("column", ["UPN", "Date of birth", "Surname", "Pupil name", "DOB"])
def test_a_file_that_tells_of_pupils_is_refused_whole_and_nothing_kept(cast, column):
    begin(cast)
    with pytest.raises(TableRefused, match="never pupils"):
        send(cast, HEADER.strip() + f",{column}\n" + GOOD.strip() + ",x\n")
    assert not ClassFile.objects.exists() and not SchoolClass.objects.exists()


def test_a_workbook_is_read_like_a_text_file(cast):
    begin(cast)
    cells = [line.split(",") for line in (HEADER + GOOD).strip().splitlines()]
    assert counts(send(cast, text_workbook([TextSheet("Classes", cells)]))) == (1, 0, 0, 0)


def test_a_header_without_our_columns_says_which(cast):
    begin(cast)
    with pytest.raises(TableRefused, match="does not name “Pupils”"):
        send(cast, HEADER.replace("Pupils", "Heads") + GOOD)


def test_the_template_reads_itself():
    table = read_plain(class_register.template().encode(), frozenset({"urn"}))
    assert [one.problems for one in class_register.read_classes(table)] == [()]


def test_an_offer_a_no_and_a_new_size_stand_in_the_story_of_the_class(cast):
    begin(cast)
    enrol(cast, row(offered_on=None))
    one, lead = SchoolClass.objects.get(), cast.viewer("programme_lead")
    register.offer(class_id=one.pk, by=lead, at=NOW)
    register.decline(class_id=one.pk, reason="No room in the timetable", by=lead, at=NOW)
    register.resize(class_id=one.pk, size=27, changes=3, by=lead, at=NOW)
    one.refresh_from_db()
    assert (one.offered_on, one.declined_on, one.size) == (date(2026, 11, 17), date(2026, 11, 17), 27)
    assert [step.what for step in one.steps.all()] == [
        "offered",
        "declined: No room in the timetable",
        "28 pupils are now 27",
    ]


def test_a_class_is_never_smaller_than_a_head_count(cast):
    own = world(cast)
    write(cast, own, 1, heads=27)
    own.refresh_from_db()
    with pytest.raises(ProgrammeRefused, match="27 pupils were at a lesson"):
        register.resize(class_id=own.pk, size=26, changes=own.changes, by=cast.viewer("teacher"), at=NOW)


@pytest.mark.parametrize("who", ["teacher", "analyst", "outsider", "lead"])
def test_only_whoever_runs_the_programme_sends_its_register(cast, who):
    begin(cast)
    with pytest.raises(Refused):
        send(cast, HEADER + GOOD, who)
