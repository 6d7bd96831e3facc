"""What cannot stand in a pathway is said in a sentence, and no colleague's change is lost."""

import pytest

from alongside.audit.entries import Actor
from alongside.support.actions.pathway_versions import install
from alongside.support.models import DefinedPathway, PathwayVersion
from tests.cast import NOW
from tests.web.pathways.kept import EARLY_HELP, HOME, draft, seen
from tests.web.reading import text_of

QUESTION = {"key": "worry", "label": "What worries you?", "kind": "text", "group": "concern", "required": "on"}
WHOLE = {
    "name": "Early help", "summary": "Help.", "purpose": "early_help", "carries": ["identity", "concern"],
    "referrers": ["safeguarding_lead"], "receivers": ["council"], "lasts_days": "365",
}  # fmt: skip


@pytest.fixture
def client(cast, as_member):
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    return as_member("manager")


def sent_raw(client, path, data, **more):
    """With what stands in the fields."""
    return client.post(f"{HOME}{path}", {**data, **more}, follow=True).content.decode()


def send(client, path, data, **more):
    return text_of(client.post(f"{HOME}{path}", {**data, **more}, follow=True))


@pytest.mark.parametrize("code", ["Young Carers", "keep", "bank-holidays", "-x", "9lives", "a/b", "x" * 41])
def test_a_copy_needs_a_code_that_can_stand_in_an_address(client, code):
    page = send(client, "copy/", {"code": code, "name": "Young carers"})
    assert "There is a problem" in page and DefinedPathway.objects.count() == 1


def test_the_code_of_a_pathway_never_changes_so_that_no_other_is_written_over(client):
    client.post(f"{HOME}part/", {**WHOLE, "code": "camhs", "handover": "on"})
    assert draft()["code"] == "early-help" and "handover" not in draft()
    assert [one.code for one in DefinedPathway.objects.all()] == ["early-help"]


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("part/", {**WHOLE, "lasts_days": "0"}, "view ends after 0 days"),
        ("part/", {**WHOLE, "lasts_days": "999999999"}, "give a number from 1 to 3,650"),
        ("part/", {**WHOLE, "refers_from": "-3"}, "An age of -3 is none"),
        ("part/", {**WHOLE, "refers_from": "18", "refers_until": "11"}, "The youngest age is above the oldest"),
        ("part/stages.0/", {"code": "first look", "label": "First", "kind": "waiting"}, "The code “first look” of the stage"),
        ("part/questions.0/", {**QUESTION, "kind": "number", "least": "9", "most": "2"}, "smallest number is above"),
        ("part/questions.0/", {**QUESTION, "kind": "choice", "options": "A parent"}, "Write “code: wording”"),
        ("part/questions.1/", {**QUESTION, "key": "x", "only_if": "ghost=1"}, "depends on “ghost”, which is not asked"),
        ("part/threshold.conditions.0/", {"question": "level", "any_of": "amber"}, "names “amber”, which is no answer"),
    ],
)  # fmt: skip
def test_each_fault_is_told_and_stops_the_publishing(client, path, data, said):
    client.post(f"{HOME}{path}", data)
    page = text_of(client.get(f"{HOME}publish/"))
    assert said in page and "Mend what is said above first" in page
    client.post(f"{HOME}publish/", {"change_note": "All the same.", "seen": seen()})
    assert PathwayVersion.objects.filter(state="published").get().number == 1


def test_the_second_of_two_who_begin_a_draft_is_told_and_sees_both(client):
    before = seen()
    first = send(client, "part/questions.0/", QUESTION, seen=before, was="worry")
    assert "Kept in the draft" in first
    page = send(client, "part/questions.0/", QUESTION, label="Mine", seen=before, was="worry")
    assert "A colleague has saved this draft since" in page and "Wording: What worries you?" in page
    assert draft()["questions"][0]["label"] == "What worries you?"


def test_a_part_that_moved_is_neither_overwritten_nor_taken_out(client):
    client.post(f"{HOME}move/questions.0/")
    here = {"seen": seen(), "was": "worry"}
    assert "has changed the order" in send(client, "part/questions.0/", QUESTION, **here)
    assert "has changed the order" in send(client, "remove/questions.0/", here)
    assert {one["key"] for one in draft()["questions"]} == {one["key"] for one in EARLY_HELP["questions"]}


def test_a_draft_that_was_thrown_away_meanwhile_does_not_come_back_unseen(client):
    client.post(f"{HOME}part/questions.0/", QUESTION)
    before = seen()
    client.post(f"{HOME}discard/")
    page = send(client, "part/questions.0/", QUESTION, seen=before, was="worry")
    assert "A colleague has thrown this draft away since" in page
    assert not PathwayVersion.objects.filter(state="draft").exists()
    last = f"part/questions.{len(EARLY_HELP['questions']) + 1}/"
    page = sent_raw(client, last, QUESTION, key="pets", label="Any pets?", seen=before, was="")
    assert "What you typed is below, and not kept" in page and 'value="Any pets?"' in page
    assert not PathwayVersion.objects.filter(state="draft").exists()


@pytest.mark.parametrize("begins_anew", [False, True])
def test_what_was_published_meanwhile_is_not_undone_by_an_older_form(client, begins_anew):
    client.post(f"{HOME}part/questions.0/", QUESTION)
    before = seen()
    client.post(f"{HOME}part/questions.0/", {**QUESTION, "label": "What worries you most?"})
    client.post(f"{HOME}publish/", {"change_note": "Schools asked.", "seen": seen()})
    if begins_anew:
        client.post(f"{HOME}part/questions.1/", QUESTION | {"key": "since"})
    page = sent_raw(client, "part/questions.0/", QUESTION, label="Mine", seen=before, was="worry")
    assert "A colleague has published a version since you opened this page" in page and 'value="Mine"' in page
    assert "What worries you most?" in page and "keep yours again" in page
    newest = PathwayVersion.objects.first().document
    assert newest["questions"][0]["label"] == "What worries you most?"
    assert "Kept in the draft" in send(client, "part/questions.0/", QUESTION, label="Mine", seen=seen(), was="worry")


def test_where_there_is_no_draft_nothing_is_offered_for_publishing(client, as_member):
    page = text_of(client.get(f"{HOME}publish/", follow=True))
    assert "There is no draft to publish." in page and "What next" in page and "Publish version" not in page
    assert as_member("outsider").get(f"{HOME}publish/").status_code == 403


def test_nobody_publishes_or_throws_away_what_she_did_not_see(client):
    client.post(f"{HOME}part/questions.0/", QUESTION)
    before = seen()
    client.post(f"{HOME}discard/")
    client.post(f"{HOME}part/questions.0/", {**QUESTION, "label": "Theirs"})
    assert "has changed the draft since" in send(client, "publish/", {"change_note": "Mine."}, seen=before)
    assert "It is still there" in send(client, "discard/", {}, seen=before)
    assert draft()["questions"][0]["label"] == "Theirs"


def test_a_form_of_the_published_version_does_not_undo_the_next_one(client):
    before = seen()
    client.post(f"{HOME}part/questions.0/", QUESTION)
    client.post(f"{HOME}publish/", {"change_note": "Schools asked.", "seen": seen()})
    for path in ("part/questions.0/", "remove/questions.1/", "move/questions.1/"):
        page = send(client, path, {**QUESTION, "label": "Mine"}, seen=before)
        assert "A colleague has published a version since you opened this page" in page
    assert not PathwayVersion.objects.filter(state="draft").exists()


def test_the_changelog_says_of_each_version_what_changed_down_to_one_option(client):
    level = next(one for one in EARLY_HELP["questions"] if one["key"] == "level")
    place = EARLY_HELP["questions"].index(level)
    options = "\n".join(f"{one['code']}: {one['label']}" for one in level["options"]) + "\nunsure: I cannot say"
    client.post(f"{HOME}part/questions.{place}/", {
        "key": "level", "label": level["label"], "kind": "choice", "group": level.get("group", "concern"),
        "options": options, "hint": level.get("hint", "")})  # fmt: skip
    client.post(f"{HOME}publish/", {"change_note": "Schools asked.", "seen": seen()})
    page = text_of(client.get(f"{HOME}version/2/"))
    assert "What changed from version 1" in page and "Option “I cannot say” is new" in page
    assert "What changed from" not in text_of(client.get(f"{HOME}version/1/"))


def test_what_holds_by_itself_stands_in_the_form(client):
    page = client.get(f"{HOME}part/questions.99/")
    assert page.status_code == 404
    page = client.get(f"{HOME}part/questions.{len(EARLY_HELP['questions'])}/").content.decode()
    assert '<option value="concern" selected>' in page and "Add a question" in page


NOWHERE = ("questions", "threshold.conditions", "questions.0.options.0", "clocks.0.allowance", "0", "9" * 5_000)


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_leads_to_no_part_is_not_found(client, path):
    assert client.get(f"{HOME}part/{path}/").status_code == 404
    for change in ("part", "move", "remove"):
        assert client.post(f"{HOME}{change}/{path}/", QUESTION).status_code == 404
    assert not PathwayVersion.objects.filter(state="draft").exists()


@pytest.mark.parametrize("name", ["triage", "outsider"])
def test_nobody_else_changes_a_part(client, as_member, refusals, name):
    other = as_member(name)
    for path in ("part/questions.0/", "remove/questions.0/", "move/questions.0/", "discard/", "publish/", "copy/"):
        assert other.post(f"{HOME}{path}", QUESTION).status_code == 403
    assert not PathwayVersion.objects.filter(state="draft").exists()
