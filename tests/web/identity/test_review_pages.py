"""The queue of pairs that may be one child, and one pair side by side."""

from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.people import actions
from alongside.people.models import PairAnswer, PairReview, SourceRecord
from alongside.support.actions import raising
from tests.cast import NOW, child, details
from tests.web.identity.conftest import HOME, OTHER_NUMBER
from tests.web.reading import errors_in, plain, text_of

QUEUE = "/identity/"


def page(review):
    return f"/identity/review/{review.pk}/"


def answer(client, review, verdict="same", reason="The school knows of both numbers.", **more):
    return client.post(page(review), {"verdict": verdict, "reason": reason, **more})


@pytest.fixture
def worker(as_member):
    return as_member("triage")


@pytest.fixture(autouse=True)
def one_answer_is_enough(monkeypatch):
    """Which pairs need a second reader is drawn by their numbers; here none does, unless a test says so."""
    monkeypatch.setattr("alongside.people.actions.reviewing.needs_two", lambda review, today: False)


def test_the_queue_says_what_waits_since_when_and_who_holds_it(worker, doubtful):
    text = text_of(worker.get(QUEUE))
    assert "Hasan Karadeniz and Hasan Karadeniz Elmsgate Academy and Larkmere Police" in text
    assert "14 Nov 2026 , 3 days ago No open work" in text


def test_where_a_mistake_would_harm_most_stands_first(cast, worker, doubtful):
    told = child("Hasan", "Karadeniz", date_of_birth=None, addresses=HOME, numbers=OTHER_NUMBER)
    raising.raise_concern(
        details=details(child=child("Bo", "Marsh", numbers=(("nhs", "999 000 0018"),)), in_danger_now=True),
        by=cast.viewer("dsl"), at=NOW,
    )  # fmt: skip
    other = SourceRecord.objects.latest("pk")
    newest = PairReview.objects.create(one_id=doubtful.one_id, other_id=other.pk, because="unsure", opened_at=NOW)
    text = worker.get(QUEUE).content.decode()
    assert told and text.index(page(newest)) < text.index(page(doubtful)) and "In danger now" in text


def test_an_empty_queue_says_so(worker):
    assert "No pair waits for you." in text_of(worker.get(QUEUE))


def test_a_pair_is_told_field_by_field_in_words_and_without_the_weight(worker, doubtful):
    text = text_of(worker.get(page(doubtful)))
    assert "Name Hasan Karadeniz Hasan Karadeniz Alike" in text
    assert "NHS number Known Known Different" in text and "Missing in both" in text
    assert "Bits" not in text and "Because" not in text and "999 123" not in text


def test_an_answer_needs_a_verdict_and_a_reason(worker, doubtful):
    wrong = errors_in(worker.post(page(doubtful), {"reason": " "}))
    assert wrong == {"id_verdict": "Say whether it is the same child", "id_reason": "Give the reason"}
    assert not PairAnswer.objects.exists()


def test_same_joins_them_and_shows_what_the_computer_made_of_it(worker, doubtful):
    shown = worker.get(answer(worker, doubtful).headers["Location"])
    text = text_of(shown)
    assert "The records stand together now" in text and "What the computer made of it" in text
    assert "two different valid NHS numbers" in text and "al-chart__step--down" in shown.content.decode()
    assert "Together" in text and "See how this child’s records came together" in text
    assert SourceRecord.objects.values("person_id").distinct().count() == 1


def test_different_keeps_them_apart_for_good(worker, doubtful):
    text = text_of(worker.get(answer(worker, doubtful, "different").headers["Location"]))
    assert "The records stay apart, whatever the computer says" in text
    assert SourceRecord.objects.values("person_id").distinct().count() == 2


def test_cannot_say_and_an_answer_that_waits_for_another_look_the_same(worker, doubtful, monkeypatch):
    text = text_of(worker.get(answer(worker, doubtful, "cannot_say").headers["Location"]))
    assert "Your answer is kept. Nothing changes yet" in text


def test_nobody_sees_what_another_answered_before_her(as_member, worker, doubtful, monkeypatch):
    monkeypatch.setattr("alongside.people.actions.reviewing.needs_two", lambda review, today: True)
    answer(worker, doubtful, reason="Both numbers are his.")
    text = text_of(as_member("colleague").get(page(doubtful)))
    assert "Both numbers" not in text and "computer made of it" not in text.replace("What the computer made of the", "")
    assert "Keep my answer" in text


def test_somebody_who_decided_otherwise_is_read_before_her_word_is_undone(cast, worker, doubtful):
    left, right = doubtful.one, doubtful.other
    actions.join(
        record_id=right.pk, to_person=left.person_id, reason="His mother has both numbers.", by=cast.viewer("manager"),
        at=NOW - timedelta(days=1), may_find=[right.pk],
    )  # fmt: skip
    PairReview.objects.filter(pk=doubtful.pk).update(state="open")
    first = answer(worker, doubtful, "different", "Two boys at one school.")
    text = text_of(first)
    assert "front door), 16 November 2026 at 10am: the same child" in text and "His mother has both numbers." in text
    assert "Two boys at one school." in text and not PairAnswer.objects.exists()
    answer(worker, doubtful, "different", "Two boys at one school.", undo_earlier="on")
    assert SourceRecord.objects.values("person_id").distinct().count() == 2


def test_a_question_that_a_colleague_settled_meanwhile_is_told_and_nothing_is_lost(as_member, worker, doubtful):
    worker.get(page(doubtful))
    answer(as_member("colleague"), doubtful, "different")
    text = text_of(answer(worker, doubtful))
    assert "This question is settled, or no longer a question." in text
    assert PairAnswer.objects.count() == 1


@pytest.mark.parametrize("name", ["dsl", "officer", "governance", "analyst"])
def test_another_role_is_refused(as_member, doubtful, name):
    client = as_member(name)
    assert client.get(QUEUE).status_code == client.get(page(doubtful)).status_code == 403
    assert answer(client, doubtful).status_code == 403


def test_the_outsider_is_refused_in_the_same_bytes_whether_it_exists_or_not(as_member, doubtful, refusals):
    outsider = as_member("outsider")
    real, made_up = outsider.get(page(doubtful)), outsider.get("/identity/review/987654/")
    assert real.status_code == made_up.status_code == 403
    assert plain(real) == plain(made_up) and refusals("outside") == 2


def test_a_restricted_child_is_neither_in_the_queue_nor_opened(cast, worker, doubtful, refusals):
    restrict(person_id=doubtful.one.person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert "Hasan" not in text_of(worker.get(QUEUE))
    assert worker.get(page(doubtful)).status_code == 403 and refusals("council") == 1


def test_an_address_is_not_shown_where_no_agreement_covers_it(cast, add, worker):
    one, other = add("school", addresses=HOME), add("health", "Husnu", addresses=HOME)
    review = PairReview.objects.filter(one=one, other=other).first() or PairReview.objects.create(
        one=one, other=other, because="unsure", opened_at=NOW
    )
    text = text_of(worker.get(page(review)))
    assert "Address 12 Quayside Mews, Larkmere, LK1 2AB Not shown to your agency Cannot be compared" in text


def test_what_was_opened_is_in_the_log_with_both_children(worker, doubtful):
    worker.get(page(doubtful))
    row = Event.objects.filter(act="view", subject_kind="match").latest("pk")
    assert set(row.persons.values_list("person_id", flat=True)) == {doubtful.one.person_id, doubtful.other.person_id}


@pytest.mark.parametrize("mixed_in", [False, True], ids=["no known pairs", "known pairs mixed in"])
def test_the_queue_asks_the_database_as_often_for_many_as_for_few(
    worker, add, doubtful, queries, monkeypatch, mixed_in
):
    # Which places take a known pair is drawn by the numbers of the pairs, which differ from run to run.
    monkeypatch.setattr("alongside.people.queries.reviewing.share_of", lambda text, parts: mixed_in)
    few = queries(worker, QUEUE)
    for number in range(4):
        one, other = add("school", f"Given{number}", "Marsh"), add("police", "Zed", f"Quill{number}")
        PairReview.objects.create(one=one, other=other, because="unsure", opened_at=NOW)
    assert "Given3 Marsh" in text_of(worker.get(QUEUE)) and queries(worker, QUEUE) == few
