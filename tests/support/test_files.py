"""Files of concerns: kept as sent, good rows enter once, and only the sending agency sees what became of them."""

from dataclasses import replace

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.models import AgreementParty, Member
from alongside.partners.standing import Viewer
from alongside.support.actions import files as actions
from alongside.support.file_drafts import FileReading, Problem, RowRead
from alongside.support.models import Concern, ConcernFile, ConcernFileRow
from alongside.support.queries import files as queries
from tests.cast import NOW, child, details, later

TITLES = {"reference": "Ref", "fact": "Fact", "date_of_birth": "Born"}


def receive(cast, raw=b"some bytes", name="dsl", at=NOW, **reading):
    found = FileReading("concerns 1", "UTF-8", ("Ref", "Fact"), (), **{"rows": 3, **reading})
    return actions.receive_file(name="march.csv", raw=raw, reading=found, by=cast.viewer(name, at), at=at)


def good(number, reference="", **changes):
    told = details(**{"child": child(f"Child{number}"), **changes})
    return RowRead(number, (reference, told.fact), reference, told, titles=TITLES)


def bad(number, *words, **more):
    problems = tuple(Problem("Fact", one) for one in words or ("Say what you saw.",))
    return RowRead(number, (f"R{number}", "=bad\x00"), problems=problems, titles=TITLES, **more)


def enter(cast, file, *rows, is_last=True, name="dsl", at=NOW):
    return actions.enter_chunk(file_id=file.file_id, rows=rows, is_last=is_last, by=cast.viewer(name, at), at=at)


def counts(file):
    kept = ConcernFile.objects.get(pk=file.file_id)
    return kept.entered, kept.known, kept.rejected


def test_the_file_is_kept_as_sent_with_its_hash_and_the_log_knows(cast):
    file = receive(cast)
    kept = ConcernFile.objects.get(pk=file.file_id)
    assert bytes(kept.raw) == b"some bytes" and len(kept.sha256) == 64 and kept.state == "waiting"
    logged = Event.objects.get(act="import", subject_kind="concern file")
    assert logged.subject_id == str(kept.pk) and "march" not in logged.reason and "march.csv" in logged.body.text


def test_a_file_that_cannot_be_read_is_kept_with_the_reason_and_never_enters(cast):
    file = receive(cast, refused="The file is empty.", rows=0)
    assert not file.is_under_way and queries.report(cast.viewer("dsl"), file.file_id).problem == "The file is empty."
    assert queries.next_waiting(Viewer.system("files", at=NOW)) is None


def test_good_rows_enter_and_reach_the_queue_and_bad_rows_are_kept_with_their_cells(cast):
    file = receive(cast)
    progress = enter(cast, file, good(2, "A"), bad(3, "Too long.", "Not clean."), good(4, "B"))
    assert (
        counts(file) == (2, 0, 1)
        and not progress.is_under_way
        and Concern.objects.filter(status="received").count() == 2
    )
    shown = queries.report(cast.viewer("dsl"), file.file_id).rejected.rows[0]
    assert [(one.words, one.cell) for one in shown.problems] == [("Too long.", "=bad�"), ("Not clean.", "=bad�")]
    assert Event.objects.filter(act="import", subject_kind="concern").count() == 2


def test_the_same_bytes_again_enter_nothing_and_lead_to_the_first_file(cast):
    first = receive(cast)
    enter(cast, first, good(2))
    again = receive(cast, at=later(days=1))
    assert again == replace(first, is_new=False, is_under_way=False)
    assert (
        ConcernFile.objects.count() == 1 and "nothing enters twice" in Event.objects.filter(act="import").last().reason
    )


def test_the_same_bytes_from_another_agency_are_another_file(cast):
    assert receive(cast).file_id != receive(cast, name="other_dsl").file_id


def test_the_same_row_in_another_file_is_known_from_before(cast):
    enter(cast, receive(cast), good(2, "A"), good(3))
    second = receive(cast, b"other bytes")
    enter(cast, second, good(2, "A"), good(3), good(4))
    assert counts(second) == (1, 2, 0) and Concern.objects.count() == 3


def test_the_same_row_twice_in_one_file_enters_once(cast):
    file = receive(cast)
    enter(cast, file, replace(good(2), number=2), replace(good(2), number=3))
    assert counts(file) == (1, 1, 0)
    assert len({row.concern_id for row in ConcernFileRow.objects.all()}) == 1


def test_the_same_words_under_two_references_are_two_concerns(cast):
    file = receive(cast)
    enter(cast, file, good(2, "A"), replace(good(2, "B"), number=3))
    assert counts(file) == (2, 0, 0)


def test_a_reference_that_comes_back_with_other_words_is_rejected_and_changes_nothing(cast):
    enter(cast, receive(cast), good(2, "A"))
    second = receive(cast, b"other bytes")
    enter(cast, second, good(2, "A", fact="Something else happened."))
    shown = queries.report(cast.viewer("dsl"), second.file_id).rejected.rows[0]
    assert counts(second) == (0, 0, 1) and shown.problems[0].words == actions.OTHER_WORDS
    assert Concern.objects.get().fact.startswith("She came in")


def test_another_agency_may_use_the_same_reference(cast):
    enter(cast, receive(cast), good(2, "A"))
    other = receive(cast, name="other_dsl")
    enter(cast, other, good(2, "A"), name="other_dsl")
    assert counts(other) == (1, 0, 0)


def test_a_chunk_that_comes_twice_enters_once(cast):
    file = receive(cast)
    rows = [good(2), bad(3), good(4)]
    enter(cast, file, *rows, is_last=False)
    assert enter(cast, file, *rows, is_last=False).next_row == 5
    assert counts(file) == (2, 0, 1)


def test_a_row_that_the_domain_refuses_is_rejected_under_the_senders_column(cast):
    file = receive(cast)
    enter(cast, file, good(2, fact=" "), good(3))
    shown = queries.report(cast.viewer("dsl"), file.file_id).rejected.rows[0]
    assert (shown.problems[0].column, shown.problems[0].words) == ("Fact", "Say what you saw or heard yourself.")
    assert counts(file) == (1, 0, 1)


def test_nothing_of_a_chunk_stays_when_the_log_cannot_be_written(cast, monkeypatch):
    file = receive(cast)
    monkeypatch.setattr(actions, "record_all", lambda _entries: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enter(cast, file, good(2), bad(3))
    assert not Concern.objects.exists() and not ConcernFileRow.objects.exists() and counts(file) == (0, 0, 0)


def test_the_clock_starts_when_the_file_came_and_not_when_its_turn_came(cast):
    file = receive(cast)
    enter(cast, file, good(2), at=later(days=3))
    concern = Concern.objects.get()
    assert concern.received_at == NOW and concern.decision_due_at < later(days=2)


def test_without_an_agreement_the_concerns_are_held_and_the_report_says_so(cast):
    AgreementParty.objects.filter(agency=cast.agencies["school"]).delete()
    file = receive(cast)
    enter(cast, file, good(2), good(3))
    found = queries.report(cast.viewer("dsl"), file.file_id)
    assert found.held == 2 and found.receiver_telephone and Concern.objects.filter(status="held").count() == 2


def test_children_in_danger_now_are_named_first_rejected_ones_too(cast):
    file = receive(cast)
    enter(cast, file, good(2, in_danger_now=True), bad(3, in_danger_now=True), good(4))
    urgent = queries.report(cast.viewer("dsl"), file.file_id).urgent
    assert urgent.rejected == (3,) and urgent.waiting == (Concern.objects.get(in_danger_now=True).reference,)


def test_problems_are_counted_by_kind_and_lead_to_their_rows(cast):
    file = receive(cast)
    enter(cast, file, bad(2), bad(3), bad(4, "Too long."), bad(5))
    viewer = cast.viewer("dsl")
    kinds = queries.report(viewer, file.file_id).kinds
    assert [(one.words, one.rows, one.first_row) for one in kinds] == [("Say what you saw.", 3, 2), ("Too long.", 1, 4)]
    found = queries.report(viewer, file.file_id, column="Fact", words="Too long.").rejected
    assert [one.number for one in found.rows] == [4] and found.total == 1


def test_advice_is_told_apart_from_problems_and_stops_nothing(cast):
    file = receive(cast)
    enter(cast, file, replace(good(2), advice=(Problem("NHS", "It finds nobody."),)))
    found = queries.report(cast.viewer("dsl"), file.file_id)
    assert counts(file) == (1, 0, 0) and found.kinds == () and found.advice[0].column == "NHS"


@pytest.mark.parametrize("name", ["outsider", "other_dsl", "clinician", "triage"])
def test_nobody_outside_the_sending_agency_learns_anything_of_a_file(cast, name):
    file, viewer = receive(cast), cast.viewer(name)
    for look in (queries.report, queries.rejects, queries.outcomes):
        with pytest.raises(Refused):
            look(viewer, file.file_id)
    with pytest.raises(Refused):
        enter(cast, file, good(2), name="other_dsl")
    assert Event.objects.filter(outcome="refused", subject_kind="concern file").count() == 4
    assert not Concern.objects.exists()


def test_a_colleague_who_may_send_files_sees_the_report_and_one_who_may_not_does_not(cast):
    file = receive(cast)
    colleague = Member.objects.create(username="c", name="C", agency=cast.agencies["school"], role="safeguarding_lead")
    assert queries.report(Viewer.of(colleague, at=NOW), file.file_id).file.sent_by == "Priya Nandakumar"
    colleague.role = "practitioner"
    with pytest.raises(Refused):
        queries.report(Viewer.of(colleague, at=NOW), file.file_id)


def test_sending_needs_the_role(cast):
    with pytest.raises(Refused):
        receive(cast, name="outsider")
    assert not ConcernFile.objects.exists()


def test_taking_rejects_and_outcomes_away_is_logged_as_an_export(cast):
    file = receive(cast)
    enter(cast, file, good(2, "A"), bad(3))
    taken = queries.rejects(cast.viewer("dsl"), file.file_id)
    assert taken.columns == ("Ref", "Fact") and list(taken.lines) == [(3, "Fact", "Say what you saw.", ["R3", "=bad�"])]
    lines = list(queries.outcomes(cast.viewer("dsl"), file.file_id).lines)
    assert lines == [(2, "A", "Entered", Concern.objects.get().reference), (3, "", "Rejected", "")]
    assert Event.objects.filter(act="export", subject_kind="concern file").count() == 2


def test_a_sender_who_may_no_longer_send_stops_the_file_and_a_colleague_takes_it_up_where_it_stopped(cast):
    file = receive(cast)
    enter(cast, file, good(2), is_last=False)
    Member.objects.filter(pk=cast.members["dsl"].pk).update(is_active=False)
    waiting = queries.next_waiting(Viewer.system("files", at=NOW))
    actions.enter_chunk(file_id=file.file_id, rows=[good(3)], is_last=True, by=waiting.sender, at=NOW)
    assert ConcernFile.objects.get().state == "stopped" and counts(file) == (1, 0, 0)
    Member.objects.filter(pk=cast.members["outsider"].pk).update(
        agency=cast.agencies["school"], role="safeguarding_lead"
    )
    cast.members["outsider"] = Member.objects.select_related("agency").get(username="outsider")
    assert receive(cast, name="outsider").is_under_way
    enter(cast, file, good(2), good(3), name="outsider")
    assert counts(file) == (2, 0, 0) and ConcernFile.objects.get().state == "done"


def test_only_the_system_takes_files_from_the_queue_the_oldest_first(cast):
    first, second = receive(cast, at=later(hours=-1)), receive(cast, b"other bytes")
    system = Viewer.system("files", at=NOW)
    assert queries.next_waiting(system).id == first.file_id
    enter(cast, first, good(2))
    assert queries.next_waiting(system).id == second.file_id
    with pytest.raises(Refused):
        queries.next_waiting(cast.viewer("dsl"))
