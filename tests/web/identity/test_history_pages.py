"""How a child's records came together; taking them apart; undoing what was done; who is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.partners.actions import restrict
from alongside.people import actions
from alongside.people.models import IdentityEvent, IdentityNotice, SourceRecord
from tests.cast import NOW
from tests.web.identity.conftest import HOME
from tests.web.reading import errors_in, plain, text_of


@pytest.fixture
def worker(as_member):
    return as_member("triage")


def person_of(record):
    return SourceRecord.objects.get(pk=record.pk).person_id


def page(record, end=""):
    return f"/identity/{person_of(record)}/{end}"


def split(client, records, whole, reason="Two boys; one has a scar.", **more):
    sent = {"records": [one.pk for one in records], "reason": reason, **more}
    return client.post(page(whole, "split"), sent)


def test_records_stand_as_each_agency_sent_them_with_what_happened_to_them(worker, joined):
    text = text_of(worker.get(page(joined[0])))
    assert "3 records of 3 agencies" in text
    assert "Record of Larkmere Police (Hasan Karadeniz) put to this child when it came in By the computer" in text
    assert "the computer, when Dev Anand" in text


def test_records_of_agencies_that_the_member_may_not_compare_are_not_there(add, worker, joined):
    add("outside", numbers=(("nhs", "999 123 4578"),))
    text = text_of(worker.get(page(joined[0])))
    assert "3 records of 3 agencies" in text and "Breakwater" not in text


def test_a_wrong_join_is_taken_apart_and_whoever_read_it_is_told(cast, worker, as_member, joined, read_by_colleague):
    assert "1 member of 1 agency opened this child in the last year, and is told" in text_of(
        worker.get(page(joined[0], "split"))
    )
    response = split(worker, joined[1:], joined[0])
    assert response.headers["Location"] == page(joined[1]) != page(joined[0])
    assert person_of(joined[1]) == person_of(joined[2])
    assert "The records are two children now." in text_of(worker.get(response.headers["Location"]))
    told = text_of(as_member("colleague").get("/identity/notices/"))
    assert "The record that you read on 17 November 2026 was found to be of two children." in told


@pytest.fixture
def read_by_colleague(as_member, joined):
    as_member("colleague").get(page(joined[0]))


def test_both_children_s_histories_tell_of_it(worker, joined):
    split(worker, joined[2:], joined[0])
    for record, words in ((joined[0], "taken out: another child’s"), (joined[2], "taken out of another child’s")):
        text = text_of(worker.get(page(record)))
        assert words in text and "By a person" in text and "Two boys; one has a scar." in text
    assert page(joined[2]) in worker.get(page(joined[0])).content.decode()


@pytest.mark.parametrize(
    ("chosen", "reason", "wrong"),
    [
        ([], "x", {"id_records": "Choose the records that tell of another child"}),
        ([1], " ", {"id_reason": "Give the reason"}),
        ([0, 1, 2], "x", {"id_records": "Leave at least one record with the child"}),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_moves(worker, joined, chosen, reason, wrong):
    response = split(worker, [joined[place] for place in chosen], joined[0], reason)
    assert errors_in(response) == wrong
    assert len({person_of(one) for one in joined}) == 1
    assert response.content.decode().count("checked") == len(chosen)


def test_a_record_of_another_child_cannot_be_named(add, worker, joined):
    other = add("school", "Bo", "Marsh")
    assert errors_in(split(worker, [other], joined[0]))["id_records"].startswith("Choose from the list")


def test_somebody_who_said_they_are_one_is_read_before_her_word_is_undone(cast, add, worker):
    one, other = add("school"), add("police", "Bo", "Marsh")
    actions.join(
        record_id=other.pk, to_person=person_of(one), reason="His aunt told us.", by=cast.viewer("manager"),
        at=NOW - timedelta(days=1), may_find=[other.pk],
    )  # fmt: skip
    text = text_of(split(worker, [other], one))
    assert "His aunt told us." in text and "Two boys; one has a scar." in text and person_of(one) == person_of(other)
    split(worker, [other], one, undo_earlier="on")
    assert person_of(one) != person_of(other)


def undo(client, record, event, reason="They were one after all.", **more):
    return client.post(page(record, f"events/{event}/undo"), {"reason": reason, **more})


def test_a_split_is_undone_with_a_reason(worker, joined):
    split(worker, joined[1:], joined[0])
    event = IdentityEvent.objects.get(kind="split").pk
    assert f"events/{event}/undo" in worker.get(page(joined[0])).content.decode()
    assert errors_in(undo(worker, joined[0], event, " ")) == {"id_reason": "Give the reason"}
    undo(worker, joined[0], event)
    assert len({person_of(one) for one in joined}) == 1
    text = text_of(worker.get(page(joined[0])))
    assert "Undone by Tomasz Wilk" in text and "(an earlier change was undone)" in text


def test_what_the_computer_did_is_undone_too_and_it_never_does_it_again(add, worker, joined):
    event = IdentityEvent.objects.filter(decisions__record=joined[2]).get().pk
    assert undo(worker, joined[2], event).status_code == 302
    assert person_of(joined[2]) != person_of(joined[0]) == person_of(joined[1])


def test_what_was_undone_already_says_so(worker, joined):
    event = IdentityEvent.objects.filter(decisions__record=joined[2]).get().pk
    undo(worker, joined[2], event)
    assert "It was undone by Tomasz Wilk" in text_of(worker.get(page(joined[2], f"events/{event}/undo")))
    assert undo(worker, joined[2], event).status_code == 200


def test_an_event_of_somebody_else_is_refused(worker, joined, refusals):
    assert undo(worker, joined[0], uuid4()).status_code == 403 and refusals("council") >= 1
    assert worker.get(page(joined[0], f"events/{uuid4()}/undo")).status_code == 403


def test_an_address_of_before_leads_to_the_child_of_today(cast, add, worker):
    one, other = add("school"), add("police", "Bo", "Marsh")
    before = page(other)
    actions.join(
        record_id=other.pk, to_person=person_of(one), reason="His aunt told us.", by=cast.viewer("manager"), at=NOW,
        may_find=[other.pk],
    )  # fmt: skip
    assert "2 records of 2 agencies" in text_of(worker.get(before))


def test_a_possible_match_is_told_only_to_those_who_may_answer_it(worker, as_member, doubtful):
    assert "Possible match" in text_of(worker.get(page(doubtful.one)))
    assert as_member("officer").get(page(doubtful.one)).status_code == 403


def test_the_home_says_who_says_so_and_never_a_protected_address(cast, add, worker):
    one = add("council", addresses=HOME)
    sister = add("council", "Elif", sex="female", addresses=HOME)
    actions.relate(one=sister.pk, other=one.pk, relation="sibling", by=cast.viewer("triage"), at=NOW)
    text = text_of(worker.get(page(one)))
    assert "Elif Karadeniz 2 Mar 2011 Brother or sister of this child, says Larkmere Council front door" in text
    assert "The same address" in text and "Quayside" not in text


@pytest.mark.parametrize("end", ["", "split"])
@pytest.mark.parametrize("name", ["dsl", "officer", "governance"])
def test_another_role_is_refused(as_member, joined, name, end):
    assert as_member(name).get(page(joined[0], end)).status_code == 403
    assert split(as_member(name), joined[1:], joined[0]).status_code == 403


@pytest.mark.parametrize("end", ["", "split"])
def test_the_outsider_is_refused_in_the_same_bytes_whether_it_exists_or_not(as_member, joined, refusals, end):
    outsider = as_member("outsider")
    real, made_up = outsider.get(page(joined[0], end)), outsider.get(f"/identity/{uuid4()}/{end}")
    assert real.status_code == made_up.status_code == 403
    assert plain(real) == plain(made_up) and refusals("outside") == 2


def test_a_restricted_child_is_hidden_from_the_reviewer_too(cast, worker, joined, refusals):
    restrict(person_id=person_of(joined[0]), reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    for end in ("", "split"):
        assert worker.get(page(joined[0], end)).status_code == 403
    assert split(worker, joined[1:], joined[0]).status_code == 403 and refusals("council") == 3


def test_a_notice_is_put_away_by_its_reader_and_by_nobody_else(as_member, worker, joined, read_by_colleague, refusals):
    split(worker, joined[1:], joined[0])
    notice = IdentityNotice.objects.get()
    assert "1 to read" in text_of(as_member("colleague").get("/"))
    assert worker.post(f"/identity/notices/{notice.pk}/read").status_code == 403 and refusals("council") == 1
    page_after = as_member("colleague").post(f"/identity/notices/{notice.pk}/read", follow=True)
    assert "Nothing that you have read has changed hands." in text_of(page_after)
    after = text_of(as_member("colleague").get("/"))
    assert "Records that changed hands" not in after and "You have read every notice." in after


def test_a_history_asks_the_database_as_often_for_many_records_as_for_few(add, worker, joined, queries):
    few = queries(worker, page(joined[0]))
    for agency in ("other_school", "council", "health", "council"):
        add(agency, numbers=(("nhs", "999 123 4578"),))
    assert "7 records of 6 agencies" in text_of(worker.get(page(joined[0])))
    assert queries(worker, page(joined[0])) == few
