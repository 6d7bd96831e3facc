"""Pledges in the browser: kept by the lead, judged by Young Advisors and residents, answered; the outsider is refused."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outcomes.models import PledgeEntry, PledgeVerdict, VerdictAnswer
from tests.scoreboards import entry, pledge, release
from tests.web.reading import text_of

DAY = {"happened_on-day": "1", "happened_on-month": "9", "happened_on-year": "2026"}
TEXT = {
    "title": "Life Skills", "words": "10,000 pupils by 2022.", "owner": "Schools", "promised_on-day": "25",
    "promised_on-month": "4", "promised_on-year": "2019", "source": "The launch", "reason": "The year was missing",
}  # fmt: skip


def test_the_lead_begins_with_the_eight_pledges_and_writes_down_what_was_done(cast, as_member):
    client = as_member("lead")
    assert "Keep the eight pledges" in text_of(client.get("/pledges/"))
    client.post("/pledges/shipped/")
    assert "Life Skills for 10,000 pupils" in text_of(client.get("/pledges/"))
    key = str(uuid4())
    for _ in range(2):
        client.post("/pledges/life-skills/add/", {"kind": "action", "words": "Begun.", "sent_key": key, **DAY})
    assert PledgeEntry.objects.count() == 1 and "No evidence yet" in text_of(client.get("/pledges/life-skills/"))


def test_an_outcome_without_evidence_is_told_what_is_missing_and_nothing_typed_is_lost(cast, as_member):
    pledge(cast)
    given = {"kind": "outcome", "words": "It worked.", "found": "better", "sent_key": str(uuid4()), **DAY}
    text = text_of(as_member("lead").post("/pledges/life-skills/add/", given))
    assert "There is no evidence yet" in text and "It worked." in text and not PledgeEntry.objects.exists()


def test_two_who_change_a_pledge_see_both_texts_and_the_second_save_stands(cast, as_member):
    pledge(cast)
    client = as_member("lead")
    client.post("/pledges/life-skills/change/", {**TEXT, "was": 1})
    stale = client.post("/pledges/life-skills/change/", {**TEXT, "words": "By 2023.", "was": 1})
    text = text_of(stale)
    assert "By 2023." in text and "10,000 pupils by 2022." in text and 'name="was" value="2"' in stale.content.decode()
    assert client.post("/pledges/life-skills/change/", {**TEXT, "words": "By 2023.", "was": 2}).status_code == 302


def test_a_young_advisor_judges_once_a_release_and_the_lead_answers(cast, as_member):
    pledge(cast)
    young = as_member("young_advisor")
    assert young.get("/pledges/life-skills/verdict/").status_code == 302
    release(cast)
    given = {"word": "partly", "reason": "Four schools never heard of it.", "release": 1}
    young.post("/pledges/life-skills/verdict/", given)
    again = young.post("/pledges/life-skills/verdict/", {**given, "word": "kept"})
    assert "has given its verdict" in text_of(again)
    lead, verdict = as_member("lead"), PledgeVerdict.objects.get().pk
    assert "waits to be read" in text_of(lead.get("/pledges/life-skills/"))
    assert "Four schools" not in text_of(young.get("/public/pledges/life-skills/"))
    lead.post(f"/pledges/verdicts/{verdict}/reading/", {"decision": "let_through"})
    assert "Answer due by" in text_of(lead.get("/pledges/life-skills/"))
    lead.post(f"/pledges/verdicts/{verdict}/", {"answer": "They begin in May.", "sent_key": str(uuid4())})
    assert VerdictAnswer.objects.count() == 1
    public = text_of(young.get("/public/pledges/life-skills/"))
    assert "They begin in May." in public and "Zeke" not in public and "Larkmere Young Advisors" in public


def test_what_is_taken_down_leaves_the_public_page_and_its_body_reads_why(cast, as_member):
    pledge(cast)
    release(cast)
    young, lead = as_member("young_advisor"), as_member("lead")
    given = {"word": "partly", "reason": "Mr Corrow never came.", "release": 1}
    young.post("/pledges/life-skills/verdict/", given)
    path = f"/pledges/verdicts/{PledgeVerdict.objects.get().pk}/reading/"
    lead.post(path, {"decision": "let_through"})
    assert "Corrow" in text_of(young.get("/public/pledges/life-skills/"))
    assert "Take a verdict down" in text_of(lead.get(path))
    lead.post(path, {"decision": "names_person"})
    assert "Corrow" not in text_of(young.get("/public/pledges/life-skills/"))
    assert "It names a person" in text_of(young.get("/pledges/life-skills/"))
    assert "This was decided" in text_of(lead.get(path))
    for name in ("outsider", "young_advisor", "analyst"):
        assert as_member(name).get(path).status_code == 403


def test_who_judges_keeps_no_pledge_and_who_keeps_them_does_not_judge(cast, as_member):
    pledge(cast)
    release(cast)
    for name, path in (("resident", "add"), ("young_advisor", "change"), ("lead", "verdict"), ("analyst", "add")):
        assert as_member(name).get(f"/pledges/life-skills/{path}/").status_code == 403, (name, path)


def test_the_outsider_is_refused_alike_whether_the_pledge_exists_or_not(cast, as_member):
    pledge(cast)
    entry(cast)
    client = as_member("outsider")
    told = {client.get(path).status_code for path in ("/pledges/", "/pledges/life-skills/", "/pledges/none/")}
    assert told == {403}


def test_the_list_asks_the_same_number_of_questions_however_many_pledges(cast, as_member):
    client, asked = as_member("lead"), []
    for number in range(4):  # the first page of all reads more
        pledge(cast, f"pledge-{number}")
        entry(cast, code=f"pledge-{number}")
        with CaptureQueriesContext(connection) as seen:
            client.get("/pledges/")
        asked.append(len(seen))
    assert asked[1] == asked[3]
