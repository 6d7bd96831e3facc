"""Nobody refers into silence: her agency's concerns, how far they are, and the feedback."""

import pytest

from alongside.audit.models import Event
from alongside.support.actions import raising, triage
from alongside.support.models import Feedback
from tests.cast import NOW, child, details
from tests.web.reading import plain, text_of


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


@pytest.fixture
def told(cast, concern):
    """Decided, and the referrer is told."""
    worker = cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    concern.refresh_from_db()
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="A plan.", version=concern.version, by=worker, at=NOW
    )
    triage.give_feedback(reference=concern.reference, form="decision", text="Early help has begun.", by=worker, at=NOW)
    return concern


def test_she_reads_her_own_words_and_how_far_it_is(concern, as_member):
    page = text_of(as_member("dsl").get(f"/concerns/{concern.reference}/"))
    assert "She came in with two new phones and a cut hand." in page and "Received" in page
    assert "Decision on the next step: 1 working day left" in page
    assert "Child at risk: Amina Okafor-Lindqvist" in page


def test_a_reference_may_be_typed_as_it_was_said(concern, as_member):
    typed = concern.reference.lower().replace("-", " ")
    assert as_member("dsl").get(f"/concerns/{typed}/").status_code == 200


def test_what_was_decided_is_the_feedbacks_to_say(told, as_member):
    page = text_of(as_member("dsl").get(f"/concerns/{told.reference}/"))
    assert "Early help has begun." in page and "Complex" not in page and "A plan." not in page


def test_feedback_counts_as_read_when_somebody_says_so_and_not_before(told, as_member):
    client, url = as_member("dsl"), f"/concerns/{told.reference}/"
    assert "1 with new feedback" in text_of(client.get("/"))
    assert "I have read this" in text_of(client.get(url)) and Feedback.objects.get().read_at is None
    assert client.get(f"{url}read").status_code == 405
    page = text_of(client.post(f"{url}read", follow=True))
    assert "Thank you." in page and "I have read this" not in page and Feedback.objects.get().read_at == NOW


def test_a_colleague_of_the_same_school_sees_it_and_another_school_does_not(told, as_member, cast, refusals):
    cast.members["other_dsl"].agency = cast.agencies["school"]
    cast.members["other_dsl"].save()
    assert as_member("other_dsl").get(f"/concerns/{told.reference}/").status_code == 200
    assert as_member("officer").get(f"/concerns/{told.reference}/").status_code == 403 and refusals("police") == 1


def test_the_list_shows_new_feedback_and_can_show_only_that(told, cast, as_member):
    raising.raise_concern(details=details(child=child("Bo", "Yilmaz")), by=cast.viewer("dsl"), at=NOW)
    client = as_member("dsl")
    page = text_of(client.get("/concerns/"))
    assert "Bo Yilmaz" in page and "New feedback" in page and "Showing 1 to 2 of 2" in page
    assert "Bo Yilmaz" not in text_of(client.get("/concerns/?unread"))


def test_a_long_list_is_paged_and_any_page_number_is_answered(cast, as_member):
    for number in range(26):
        raising.raise_concern(details=details(child=child(f"Child{number}")), by=cast.viewer("dsl"), at=NOW)
    client = as_member("dsl")
    assert "Showing 1 to 25 of 26" in text_of(client.get("/concerns/"))
    assert "Showing 26 to 26 of 26" in text_of(client.get("/concerns/?page=2"))
    for page in ("99", "-1", "x", "²", "9" * 30):
        assert "of 26" in text_of(client.get("/concerns/", {"page": page}, follow=True))


def test_a_longer_list_asks_no_more_of_the_database(cast, concern, as_member, queries):
    client = as_member("dsl")
    one = queries(client, "/concerns/")
    for number in range(9):
        raising.raise_concern(details=details(child=child(f"Child{number}")), by=cast.viewer("dsl"), at=NOW)
    assert queries(client, "/concerns/") == one


def test_an_empty_list_says_what_to_do(as_member):
    assert "Your agency has raised no concern yet. Raise a concern" in text_of(as_member("dsl").get("/concerns/"))


def test_the_viewing_is_in_the_log(concern, as_member):
    as_member("dsl").get(f"/concerns/{concern.reference}/")
    assert Event.objects.filter(act="view", subject_kind="concern", actor_name__startswith="Priya").exists()


OF_ONE = ["/concerns/{}/", "/concerns/{}/sent"]


@pytest.mark.parametrize("url", OF_ONE)
def test_the_outsider_is_refused_alike_whether_it_exists_or_not(concern, as_member, refusals, url):
    client = as_member("outsider")
    there, nowhere = client.get(url.format(concern.reference)), client.get(url.format("CN-333-333"))
    assert there.status_code == nowhere.status_code == 403 and plain(there) == plain(nowhere)
    assert b"Amina" not in there.content and concern.reference.encode() not in there.content
    assert refusals("outside") == 2


def test_the_outsider_cannot_say_that_she_has_read_it(told, as_member, refusals):
    assert as_member("outsider").post(f"/concerns/{told.reference}/read").status_code == 403
    assert refusals("outside") == 1 and Feedback.objects.get().read_at is None


@pytest.mark.parametrize("role", ["analyst", "governance"])
@pytest.mark.parametrize("url", ["/concern/", "/concerns/", *OF_ONE])
def test_a_role_that_raises_no_concerns_opens_none_of_these_pages(concern, as_member, refusals, role, url):
    assert as_member(role).get(url.format(concern.reference)).status_code == 403
    assert refusals("council") == 1


@pytest.mark.parametrize("url", ["/concern/", "/concerns/", *OF_ONE])
def test_somebody_not_signed_in_is_sent_to_sign_in(concern, client, url):
    response = client.get(url.format(concern.reference))
    assert response.status_code == 302 and response.headers["Location"].startswith("/account/sign-in?next=")
