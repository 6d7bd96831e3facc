"""The queues: by clock, in tabs, mine or everybody's."""

import pytest

from alongside.partners.actions import restrict
from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, raising, triage
from tests.cast import NOW, child, details, later
from tests.web.reading import text_of
from tests.web.triage.conftest import decide


def raised(cast, given, at=NOW, **changes):
    told = details(child=child(given), happened_on=at.date(), **changes)
    return raising.raise_concern(details=told, by=cast.viewer("dsl", at), at=at)


def test_danger_stands_first_and_then_what_is_due_first(cast, worker):
    raised(cast, "Calm")
    raised(cast, "Older", later(days=-4))
    raised(cast, "Danger", in_danger_now=True)
    page = text_of(worker.get("/triage/"))
    assert page.index("Danger Okafor") < page.index("Older Okafor") < page.index("Calm Okafor")
    assert "In danger" in page and "Breached" in page


def test_a_row_says_what_one_needs_to_choose(cast, worker, rated):
    asking.ask(
        reference=rated.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Waiting?",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    page = text_of(worker.get("/triage/"))
    for told in (
        "Amina Okafor-Lindqvist",
        rated.reference,
        "Levels of need: Complex",
        "Elmsgate Academy",
        "Tomasz Wilk",
    ):
        assert told in page
    assert "1 awaited" in page


def test_tabs_tell_how_many_wait_where(cast, worker, rated):
    decide(cast, rated, "no_action")
    page = text_of(worker.get("/triage/queue/second-look"))
    assert "Second look : 1" in page and "Awaiting feedback : 0" in page and rated.reference in page


def test_what_is_decided_waits_visibly_until_the_referrer_is_told(cast, worker, decided):
    assert decided.reference not in text_of(worker.get("/triage/"))
    assert decided.reference in text_of(worker.get("/triage/queue/awaiting-feedback"))
    triage.give_feedback(reference=decided.reference, form="decision", text="Told.", by=cast.viewer("triage"), at=NOW)
    assert decided.reference not in text_of(worker.get("/triage/queue/awaiting-feedback"))
    assert decided.reference in text_of(worker.get("/triage/queue/closed"))


def test_mine_shows_only_what_i_work_on(cast, worker, as_member, rated):
    other = raised(cast, "Bo")
    assert rated.reference in text_of(worker.get("/triage/?mine")) and other.reference not in text_of(
        worker.get("/triage/?mine")
    )
    assert "You work on nothing in this queue." in text_of(as_member("colleague").get("/triage/?mine"))


def test_an_empty_queue_says_so(worker):
    assert "No concern waits" in text_of(worker.get("/triage/"))


def test_a_restricted_child_stands_in_no_queue(cast, worker, concern):
    restrict(person_id=concern.record.person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert concern.reference not in text_of(worker.get("/triage/"))
    assert worker.get(f"/triage/{concern.reference}/").status_code == 403


@pytest.mark.parametrize("page", ["/triage/?page=2", "/triage/?page=-1", "/triage/?page=x", "/triage/?page=99999"])
def test_any_page_number_is_answered(worker, concern, page):
    assert worker.get(page).status_code == 200


def test_long_queues_go_over_pages(cast, worker):
    for number in range(26):
        raised(cast, f"Child{number}")
    assert "Showing 1 to 25 of 26" in text_of(worker.get("/triage/"))
    assert "Showing 26 to 26 of 26" in text_of(worker.get("/triage/?page=2"))


def test_the_page_asks_the_database_as_often_for_many_as_for_few(cast, worker, django_assert_max_num_queries):
    raised(cast, "First")
    worker.get("/triage/")
    with django_assert_max_num_queries(40) as few:
        worker.get("/triage/")
    for number in range(24):
        raised(cast, f"Child{number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        worker.get("/triage/")


@pytest.mark.parametrize(("typed", "stands"), [("ليلى", "ليلى"), ("O’Brien <b>", "O’Brien &lt;b&gt;"), ("Ж", "Ж")])
def test_names_in_any_script_stand_as_they_are_written(cast, worker, typed, stands):
    raised(cast, typed)
    assert stands in worker.get("/triage/").content.decode()


def test_my_work_says_how_many_wait(cast, worker, decided):
    raised(cast, "Bo")
    text = text_of(worker.get("/"))
    assert "Concerns to decide 1" in text and "Referrers to tell 1" in text
