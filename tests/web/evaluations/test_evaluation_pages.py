"""The pages of evaluations: asked, read, refused, repeated, claimed, taken away as files."""

import json
import runpy

import pytest

from alongside.audit.models import Event
from alongside.places.analyses.evaluation_calls import plain
from alongside.places.models import Evaluation, EvaluationClaim
from tests.places.evaluated import KIND, PLACE, SOURCE, evaluated, published, worked
from tests.places.warded import ward_code
from tests.web.reading import text_of

NEW = f"/evaluations/new/?source={SOURCE}&boundary={PLACE}"
ASKED = {
    "question": "cause", "target": [ward_code(0, 2022)], "kinds": [KIND], "start": "2023-05", "last": "2023-10",
    "first": "2020-01", "sent_key": "0b9f1e36-3f43-4be6-9a3f-2a53f1c9a001",
}  # fmt: skip
CLAIM = {"used_in": "Report of May", "definition_version": "MPS groups of 2022", "sent_key": ASKED["sent_key"]}


@pytest.fixture
def asked(cast):
    published()
    return evaluated(cast.viewer("analyst"))


def test_a_study_is_asked_by_the_form_once_and_read_by_everybody_who_sees_operations(cast, as_member):
    published()
    analyst = as_member("analyst")
    assert "What do you want to know?" in text_of(analyst.get(NEW))
    first, again = (analyst.post(NEW, ASKED) for _ in range(2))
    assert first.status_code == 302 and first.url == again.url
    assert Evaluation.objects.count() == 1
    assert analyst.get(first.url).status_code == 302  # it waits: the page of the run says how far it is
    worked()
    for name in ("analyst", "sergeant", "lead", "community_officer"):
        text = text_of(as_member(name).get(first.url))
        assert "consistent with an effect of the operation" in text
        assert ("Work it again" in text) == (name == "analyst")


def test_the_page_shows_every_section_of_the_question_and_none_of_the_other(asked, as_member):
    text = text_of(as_member("analyst").get(f"/evaluations/{asked.summary.id}/"))
    for part in ("The two counts", "Against other areas", "Every other area treated as if it were the place",
                 "Did it move next door?", "Month by month", "What would have happened by itself",
                 "What could have been found", "What was locked before it started", "How far this goes",
                 "Rank 1 of 16", "Nothing was locked before it started", "E-test, pooled variance"):  # fmt: skip
        assert part in text, part


def test_the_other_question_gets_only_its_own_answer(cast, as_member):
    published()
    found = evaluated(cast.viewer("analyst"), question="smaller")
    text = text_of(as_member("analyst").get(f"/evaluations/{found.summary.id}/"))
    assert "The problem is smaller" in text and "Nothing here says why" in text
    assert "Against other areas" not in text and "by itself" not in text


def test_a_refusal_says_why_and_what_would_help_and_nothing_can_be_claimed_from_it(cast, as_member):
    published()
    number = evaluated(cast.viewer("analyst"), first="2022-12").summary.id
    analyst = as_member("analyst")
    text = text_of(analyst.get(f"/evaluations/{number}/"))
    assert "The counts cannot answer this" in text and "under a year" in text
    assert "What would make it answerable" in text and "State a claim" not in text
    assert "states nothing" in text_of(analyst.post(f"/evaluations/{number}/claim/", CLAIM))
    assert "set beside 5 months just before, all that are held" in text
    assert "Not answerable Because a baseline of 5 months" in text_of(analyst.get("/evaluations/"))
    assert "seasonal" not in text and "periods" not in text and "Change" not in text


def test_worked_again_it_is_the_same_to_the_last_digit(asked, as_member):
    analyst, page = as_member("analyst"), f"/evaluations/{asked.summary.id}/"
    analyst.post(f"{page}again/")
    worked()
    assert "the same to the last digit" in text_of(analyst.get(page))


def test_worked_again_on_other_counts_it_says_what_differs(asked, as_member):
    published(name="mended.csv", fall=0.1)
    analyst, page = as_member("analyst"), f"/evaluations/{asked.summary.id}/"
    analyst.post(f"{page}again/")
    worked()
    assert "because the counts that are held have changed since" in text_of(analyst.get(page))


def test_the_code_repeats_the_same_numbers_from_the_data(asked, as_member, tmp_path, monkeypatch):
    analyst, page = as_member("analyst"), f"/evaluations/{asked.summary.id}/files/"
    for form in ("json", "py"):
        (tmp_path / f"evaluation-{asked.summary.id}.{form}").write_bytes(analyst.get(f"{page}{form}/").content)
    monkeypatch.chdir(tmp_path)
    found = runpy.run_path(f"evaluation-{asked.summary.id}.py")["found"]
    told = json.loads((tmp_path / f"evaluation-{asked.summary.id}.json").read_text())["found"]
    assert {name: plain(one) for name, one in found.items()} == told
    assert {"compare", "counts", "power", "series", "chart"} <= set(told)


def test_the_files_hold_what_the_page_shows_and_leaving_is_in_the_log(asked, as_member):
    lead, page = as_member("lead"), f"/evaluations/{asked.summary.id}/files/"
    table = lead.get(f"{page}csv/").content.decode()
    assert table.count("\r\n") > 46 * 16 and "comparison,E0522" in table
    assert lead.get(f"{page}pdf/").content.startswith(b"%PDF")
    assert lead.get(f"{page}docx/").status_code == 404
    assert Event.objects.filter(act="export", subject_kind="analysis of places").count() == 2


def test_a_claim_is_kept_with_all_that_belongs_to_it_once_and_taken_back_with_a_reason(asked, as_member):
    analyst = as_member("analyst")
    first, again = (analyst.post(f"/evaluations/{asked.summary.id}/claim/", CLAIM) for _ in range(2))
    assert first.url == again.url and EvaluationClaim.objects.count() == 1
    text = text_of(as_member("lead").get(first.url))
    for part in ("Violence against the person", "MPS groups of 2022", "1 January 2020 to 30 April 2023",
                 "1 May 2023 to 31 October 2023", "15 areas of Marshside", "Report of May", "95%"):  # fmt: skip
        assert part in text, part
    analyst = as_member("analyst")
    assert "Give a reason" in text_of(analyst.post(f"{first.url}withdraw/", {}))
    analyst.post(f"{first.url}withdraw/", {"reason": "The extract was replaced"})
    assert "The extract was replaced" in text_of(analyst.get(first.url))


def test_the_outsider_and_roles_without_operations_open_none_of_it(asked, as_member):
    for name in ("outsider", "triage", "dsl"):
        client = as_member(name)
        for page in ("", f"{asked.summary.id}/", f"{asked.summary.id}/files/csv/", "new/", "claims/1/"):
            assert client.get(f"/evaluations/{page}").status_code == 403, (name, page)
    assert as_member("lead").get("/evaluations/new/").status_code == 403
    assert as_member("lead").post(f"/evaluations/{asked.summary.id}/again/").status_code == 403


def test_what_does_not_exist_looks_like_what_is_closed(asked, as_member):
    assert as_member("lead").get("/evaluations/9999/").status_code == 403
    assert as_member("lead").get("/evaluations/run/9999/").status_code == 404
