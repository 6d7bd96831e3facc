"""Copies bound to a recipient: no more than both may see, in a register, recalled and confirmed."""

import csv
import io
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.audit.models import Event
from alongside.exchange.export_files import sheet_csv, sheet_workbook
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.support.actions import exporting, planning
from alongside.support.export_contents import Bound, Sheet
from alongside.support.models import Export, ExportStep
from alongside.support.queries import exports
from alongside.support.states import PlanPart
from tests.cast import NOW, later
from tests.own_views import make_plan

WHY = "Court on Friday."


@pytest.fixture
def plan(cast):
    return make_plan(cast)


def give(cast, plan, recipient="dsl", format="csv", name="triage", write=sheet_csv):
    return exporting.export_plan(
        reference=plan.reference, recipient=recipient, why=WHY, format=format, write=write, by=cast.viewer(name), at=NOW
    )


def rows_of(handed):
    return list(csv.reader(io.StringIO(handed.file.decode("utf-8-sig"))))


def test_a_copy_holds_what_both_may_see_and_no_more(cast, plan):
    text = give(cast, plan).file.decode()
    assert "Meet her at the gate" in text and "Amina Okafor-Lindqvist" in text
    assert "I want to sleep" not in text and "Older boys" not in text
    planning.share_plan(
        reference=plan.reference, agency_code="school", parts=[PlanPart.GOALS], by=cast.viewer("triage"), at=NOW
    )
    assert "I want to sleep at home" in give(cast, plan).file.decode()


def test_a_colleague_gets_the_whole_plan(cast, plan):
    assert "Older boys use her." in give(cast, plan, "colleague").file.decode()


@pytest.mark.parametrize("recipient", ["outsider", "officer", "analyst", "nobody", ""])
def test_who_does_not_see_the_plan_gets_no_copy(cast, plan, recipient):
    with pytest.raises(Invalid, match="Choose from the list"):
        give(cast, plan, recipient)
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", ["dsl", "outsider", "governance"])
def test_only_who_leads_the_plan_gives_a_copy(cast, plan, name):
    with pytest.raises(Refused):
        give(cast, plan, name=name)


def test_an_agreement_that_ended_ends_copies_too(cast, plan):
    cast.agencies["school"].agreements.update(left_on=NOW.date())
    with pytest.raises(Invalid, match="may not see"):
        give(cast, plan)


def test_the_register_says_who_why_how_much_and_until_when(cast, plan):
    handed = give(cast, plan)
    kept = Export.objects.get()
    assert (kept.copy, kept.sha256) == (handed.copy, sha256(handed.file).hexdigest())
    assert (kept.recipient.username, kept.recipient_agency.code, kept.why) == ("dsl", "school", WHY)
    assert (kept.agreement, kept.rows) == ("FD-1 v1", len(rows_of(handed)) - 2)
    assert kept.destroy_by == (NOW + timedelta(days=90)).date()
    logged = Event.objects.get(act="export", subject_id=handed.copy)
    assert logged.persons.get().person_id == plan.record.person_id and "Priya" in logged.reason


def test_whose_copy_it_is_stands_in_the_file(cast, plan):
    handed = give(cast, plan)
    assert rows_of(handed)[0][0].startswith(
        f"Copy {handed.copy} for Priya Nandakumar, Elmsgate Academy, made on 17 Nov"
    )
    book = zipfile.ZipFile(io.BytesIO(give(cast, plan, format="xlsx", write=sheet_workbook).file))
    assert "Priya Nandakumar" in book.read("docProps/core.xml").decode()
    assert "About this copy" in book.read("xl/workbook.xml").decode()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_runs_as_a_formula(cell):
    bound = Bound("EX-1", "T", "=cmd()", "Agency", "Somebody", NOW, NOW.date())
    sheet = Sheet("T", ("A",), ((cell,),))
    told = list(csv.reader(io.StringIO(sheet_csv(sheet, bound).decode("utf-8-sig"), newline="")))
    assert told[2] == [f"'{cell}"]
    book = zipfile.ZipFile(io.BytesIO(sheet_workbook(sheet, bound)))
    assert not any(b"<f>" in book.read(name) or b"<hyperlink" in book.read(name) for name in book.namelist())


def test_a_failed_file_leaves_no_row(cast, plan):
    def broken(sheet, bound):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        give(cast, plan, write=broken)
    assert not Export.objects.exists() and not Event.objects.filter(act="export").exists()


@pytest.fixture
def copy(cast, plan):
    return give(cast, plan).copy


def standing(cast, copy, at=NOW):
    return exports.copy(cast.viewer("governance", at), copy).standing


def test_a_recall_waits_until_its_recipient_confirms(cast, copy):
    exporting.recall(copy=copy, reason="Sent too wide.", by=cast.viewer("governance"), at=NOW)
    assert standing(cast, copy) == "recalled" and exports.owed(cast.viewer("dsl")).count() == 1
    with pytest.raises(Refused):
        exporting.confirm_destroyed(copy=copy, words="", by=cast.viewer("triage"), at=NOW)
    exporting.confirm_destroyed(copy=copy, words="Shredded.", by=cast.viewer("dsl"), at=NOW)
    assert standing(cast, copy) == "destroyed" and exports.owed(cast.viewer("dsl")).count() == 0
    with pytest.raises(Stale):
        exporting.recall(copy=copy, reason="x", by=cast.viewer("governance"), at=NOW)


def test_why_a_copy_was_made_and_recalled_stands_with_the_copy_and_not_in_the_log(cast, copy):
    exporting.recall(copy=copy, reason="Amina’s address is in it.", by=cast.viewer("governance"), at=NOW)
    shown = exports.copy(cast.viewer("governance"), copy)
    assert shown.why == WHY and "Amina’s address is in it." in [one.words for one in shown.steps]
    told = " ".join(Event.objects.filter(subject_id=copy).values_list("reason", flat=True))
    assert "recalled the copy of Priya Nandakumar" in told and WHY not in told and "Amina" not in told
    with pytest.raises(Refused):
        exports.copy(cast.viewer("outsider"), copy)


def test_after_its_day_a_copy_is_owed_by_itself(cast, copy):
    assert standing(cast, copy, later(days=90)) == "live" and standing(cast, copy, later(days=91)) == "due"


def test_who_owes_is_asked_again_once_a_day(cast, copy):
    late = cast.viewer("governance", later(days=91))
    with pytest.raises(Invalid, match="Nothing is owed"):
        exporting.chase(copy=copy, by=cast.viewer("governance"), at=NOW)
    exporting.chase(copy=copy, by=late, at=late.at)
    with pytest.raises(Invalid, match="within the last day"):
        exporting.chase(copy=copy, by=late, at=late.at)
    assert exports.copy(late, copy).last_chased_at == late.at


@pytest.mark.parametrize("name", ["outsider", "officer", "colleague", "other_dsl"])
def test_a_copy_is_shown_to_who_has_a_part_in_it(cast, copy, name):
    for call in (exports.copy, lambda viewer, number: exporting.recall(copy=number, reason="x", by=viewer, at=NOW)):
        with pytest.raises(Refused):
            call(cast.viewer(name), copy)


def test_the_register_finds_a_file_by_its_digest(cast, plan, copy):
    digest = Export.objects.get().sha256
    found = exports.register(cast.viewer("governance"), find=f" {digest.upper()} ")
    assert [one.copy for one in found.rows] == [copy]
    assert exports.register(cast.viewer("governance"), find="0" * 64).rows == ()
    with pytest.raises(Refused):
        exports.register(cast.viewer("triage"))


def test_a_copy_about_a_restricted_child_is_hidden(cast, plan, copy):
    restrict(person_id=plan.record.person_id, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert exports.register(cast.viewer("governance")).rows == ()
    with pytest.raises(Refused):
        exports.copy(cast.viewer("triage"), copy)


def test_who_holds_a_copy_about_a_child_hidden_since_is_told_only_to_destroy_it(cast, plan, copy):
    restrict(person_id=plan.record.person_id, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    holder = cast.viewer("dsl")
    held = exports.copy(holder, copy)
    assert held.is_withheld and held.may_confirm and plan.reference not in repr(held) and exports.my_copies(holder)
    exporting.confirm_destroyed(copy=copy, words="", by=holder, at=NOW)
    assert Export.objects.get().destroyed_at == NOW
    with pytest.raises(Refused):
        exporting.chase(copy=copy, by=cast.viewer("triage"), at=NOW)


def test_steps_are_added_and_never_changed(copy):
    for change in (lambda rows: rows.update(words="x"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(ExportStep.objects.all())


def test_the_register_asks_the_same_number_of_questions_however_long_it_is(cast, plan):
    def asked():
        with CaptureQueriesContext(connection) as context:
            exports.register(cast.viewer("governance"))
        return len(context)

    give(cast, plan)
    few = asked()
    for _ in range(4):
        give(cast, plan)
    assert asked() == few
