"""An administrator of the partnership reads, copies and changes pathways in the browser."""

import pytest

from alongside.audit.entries import Actor
from alongside.support.actions.pathway_versions import install
from alongside.support.models import DefinedPathway, PathwayVersion
from tests.cast import NOW
from tests.web.pathways.kept import EARLY_HELP, HOME, draft, seen
from tests.web.reading import text_of


@pytest.fixture
def client(cast, as_member):
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    return as_member("manager")


def test_a_pathway_is_read_in_plain_words(client):
    text = text_of(client.get(HOME))
    assert "Waiting for a first look" in text and "Speak to the family: 5 working days" in text
    assert "As it comes" in text and "1 case" not in text


def test_a_clock_is_changed_looked_at_and_published_with_the_reason(client):
    page = client.post(
        f"{HOME}part/clocks.0/",
        {"code": "first-contact", "label": "Speak to the family", "starts": "opened", "allowance": "3 working days",
         "stops": "entry:first-contact\r\nclosed", "owner": "worker"},
        follow=True,
    )  # fmt: skip
    assert "Kept in the draft" in text_of(page)
    changes = text_of(client.get(f"{HOME}publish/"))
    assert "Clock “Speak to the family”: allowance “5 working days” became “3 working days”" in changes
    client.post(f"{HOME}publish/", {"change_note": "Families waited too long.", "seen": seen()})
    assert "Families waited too long." in text_of(client.get(HOME))


def test_what_is_not_touched_stays_as_it_is(client):
    client.post(f"{HOME}part/questions.0/", {
        "key": "worry", "label": "What worries you?", "kind": "text", "group": "concern", "required": "on"})  # fmt: skip
    assert draft()["questions"][0]["label"] == "What worries you?"
    assert draft()["questions"][1:] == PathwayVersion.objects.get(state="published").document["questions"][1:]
    assert draft()["moves"] == PathwayVersion.objects.get(state="published").document["moves"]


def test_a_question_is_added_moved_and_taken_out(client):
    count = len(EARLY_HELP["questions"])
    client.post(
        f"{HOME}part/questions.{count}/", {"key": "pets", "label": "Any pets?", "kind": "yes_no", "group": "concern"}
    )
    assert draft()["questions"][-1]["key"] == "pets"
    client.post(f"{HOME}move/questions.{count}/", {"up": "1"})
    assert draft()["questions"][-2]["key"] == "pets"
    client.post(f"{HOME}remove/questions.{count - 1}/")
    assert "pets" not in [one["key"] for one in draft()["questions"]]


def test_a_draft_with_a_fault_is_kept_says_so_and_cannot_be_published(client):
    client.post(f"{HOME}remove/stages.1/")
    page = text_of(client.get(f"{HOME}publish/"))
    assert "There is no stage “assessment”" in page and "Mend what is said above first" in page


def test_an_allowance_that_is_none_says_how_to_write_one(client):
    page = client.post(f"{HOME}part/clocks.0/", {"code": "x", "label": "X", "allowance": "soon", "owner": "worker"})
    assert "Write a whole number and" in text_of(page)


def test_a_pathway_is_copied_under_another_code(client):
    page = client.post(f"{HOME}copy/", {"code": "young-carers", "name": "Young carers"}, follow=True)
    assert "Young carers" in text_of(page) and draft()["code"] == "young-carers"
    again = client.post(f"{HOME}copy/", {"code": "young-carers", "name": "Again"})
    assert "There is a pathway with this code already" in text_of(again)


def test_a_threshold_is_changed_and_begun(client):
    assert "Change the threshold" in text_of(client.get(f"{HOME}part/"))
    client.post(f"{HOME}part/threshold/", {"label": "Our levels"})
    client.post(
        f"{HOME}part/threshold.conditions.2/", {"question": "level", "any_of": "universal", "says": "Universal"}
    )
    threshold = draft()["threshold"]
    assert threshold["label"] == "Our levels" and threshold["conditions"][2]["any_of"] == ["universal"]
    client.post(f"{HOME}copy/", {"code": "bare", "name": "Bare"})
    document = PathwayVersion.objects.get(pathway__code="bare").document
    document.pop("threshold")
    PathwayVersion.objects.filter(pathway__code="bare").update(document=document)
    client.post(
        "/pathways/keep/bare/part/threshold.conditions.0/", {"question": "level", "any_of": "acute", "says": "A"}
    )
    assert PathwayVersion.objects.get(pathway__code="bare").document["threshold"]["conditions"][0]["says"] == "A"


def test_two_who_change_the_draft_at_once_the_second_is_told(client):
    change = {"key": "worry", "label": "Mine", "kind": "text", "group": "concern", "required": "on"}
    client.post(f"{HOME}part/questions.0/", change)
    before = {"seen": seen()}
    client.post(f"{HOME}part/questions.0/", {**change, "label": "Theirs", **before})
    page = client.post(f"{HOME}part/questions.0/", {**change, "label": "Yours", **before})
    assert "A colleague has saved this draft since" in text_of(page) and draft()["questions"][0]["label"] == "Theirs"


@pytest.mark.parametrize(
    "path", ["part/moves.0.asks.99/", "part/nonsense.0/", "part/code/", "part/stages.-1/", "remove/stages.99/"]
)
def test_a_path_that_leads_nowhere_is_no_page(client, path):
    send = client.post if path.startswith("remove") else client.get
    assert send(f"{HOME}{path}").status_code == 404


def test_the_preview_shows_the_form_and_sends_nothing(client):
    page = client.get(f"{HOME}preview/")
    assert (
        "What are you worried about?" in text_of(page)
        and b"<form" not in page.content.split(b"<main")[1].split(b"</main")[0]
    )


@pytest.mark.parametrize("name", ["triage", "governance", "outsider", "dsl"])
def test_nobody_else_keeps_pathways(client, as_member, refusals, name):
    other = as_member(name)
    for path in ("", "part/", "part/clocks.0/", "publish/", "copy/", "receivers/", "preview/", "opening/"):
        assert other.get(f"{HOME}{path}").status_code == 403


def test_a_pathway_is_closed_with_the_reason_and_opened_again(client, cast):
    assert "Tell these agencies" not in text_of(client.get(f"{HOME}opening/"))
    missing = client.post(f"{HOME}opening/", {"reason": "", "to": ""})
    assert "Say why" in text_of(missing)
    client.post(f"{HOME}opening/", {"reason": "The team moves in May.", "to": ""})
    text = text_of(client.get(HOME))
    assert "Closed to new cases since 17 November 2026: The team moves in May." in text
    assert "Closed to new cases" in text_of(client.get("/pathways/keep/"))
    client.post(f"{HOME}opening/", {"reason": "It has moved.", "to": "open"})
    text = text_of(client.get(HOME))
    assert "Closed to new cases since" not in text and "Opened again on 17 November 2026" in text


def test_a_form_that_is_sent_twice_does_not_do_the_opposite(client):
    for _ in range(2):
        answer = client.post(f"{HOME}opening/", {"reason": "The team moves.", "to": ""})
    assert "A colleague has closed it already" in text_of(answer)
    assert not DefinedPathway.objects.get(code="early-help").is_open
