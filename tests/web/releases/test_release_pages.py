"""Drafts in the browser: drawn, read with what is left out, signed by another, public at once; the outsider sees none."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outcomes.models import FrozenRelease, ScoreboardDraft
from tests.scoreboards import draw, entry, pledge, release
from tests.web.reading import text_of


def signs(client, draft_id):
    return client.post(f"/releases/drafts/{draft_id}/sign/", {"read": "on"})


def test_an_analyst_draws_and_a_form_sent_twice_draws_once(cast, as_member):
    client, key = as_member("analyst"), str(uuid4())
    day = {"as_at-day": "1", "as_at-month": "11", "as_at-year": "2026"}
    for _ in range(2):
        client.post("/releases/draw/", {"title": "Autumn 2026", "sent_key": key, **day})
    assert ScoreboardDraft.objects.count() == 1
    text = text_of(client.get(f"/releases/drafts/{ScoreboardDraft.objects.get().pk}/"))
    assert "a second pair of eyes" in text and "What is left out" in text


def test_the_lead_reads_a_draft_and_signs_it_only_after_saying_that_she_has_read_it(cast, as_member):
    made, client = draw(cast), as_member("lead")
    assert "163 offences (95% interval 139 to 190)" in text_of(client.get(f"/releases/drafts/{made}/"))
    assert "Say that you have read it" in text_of(client.post(f"/releases/drafts/{made}/sign/"))
    assert signs(client, made).status_code == 302 and FrozenRelease.objects.get().number == 1
    assert "Release 1: Autumn 2026" in text_of(client.get("/releases/"))


def test_who_drew_it_is_told_that_another_signs_and_nothing_is_frozen(cast, as_member):
    made, client = draw(cast, by="lead"), as_member("lead")
    assert "a second pair of eyes" in text_of(signs(client, made)) and not FrozenRelease.objects.exists()


def test_a_draft_is_put_aside_with_its_reason(cast, as_member):
    made, client = draw(cast), as_member("lead")
    client.post(f"/releases/drafts/{made}/aside/", {"reason": "September is missing."})
    assert "September is missing." in text_of(client.get(f"/releases/drafts/{made}/"))


def test_a_correction_asks_what_was_wrong_and_what_is_counted_anew(cast, as_member):
    release(cast)
    client = as_member("analyst")
    given = {
        "title": "x",
        "as_at-day": "1",
        "as_at-month": "11",
        "as_at-year": "2026",
        "sent_key": str(uuid4()),
        "corrects": "1",
    }
    assert "Choose what is counted anew" in text_of(client.post("/releases/draw/", given))
    assert ScoreboardDraft.objects.count() == 1


def test_the_outsider_and_who_neither_draws_nor_signs_see_no_draft(cast, as_member):
    made = draw(cast)
    for name in ("outsider", "dsl", "young_advisor", "resident"):
        client = as_member(name)
        for path in ("/releases/", f"/releases/drafts/{made}/", f"/releases/drafts/{made}/sign/", "/releases/draw/"):
            answer = client.get(path)
            assert answer.status_code == 403 and "163" not in text_of(answer), (name, path)


def test_what_is_signed_stands_on_the_public_pages_at_once_and_drafts_never(cast, as_member, client):
    draw(cast, title="Never signed")
    assert "Nothing is released yet" in text_of(client.get("/public/"))
    pledge(cast)
    entry(cast)
    release(cast, title="Signed")
    text = text_of(client.get("/public/releases/1/"))
    assert "Signed" in text and "Never signed" not in text_of(client.get("/public/releases/"))
    answer = client.get("/public/pledges/life-skills/")
    assert not answer.cookies and "script-src" not in answer["Content-Security-Policy"]
    assert client.get("/public/data/release-1.csv").content.startswith(b"release,measure")
    assert client.get("/public/nothing/").status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_many_drafts(cast, as_member):
    client, asked = as_member("lead"), []
    client.get("/releases/")  # the first page of all reads more
    for number in (1, 6):
        for _ in range(number):
            draw(cast)
        with CaptureQueriesContext(connection) as seen:
            client.get("/releases/")
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_publishing_writes_the_files_once_and_never_over_a_changed_release(cast, tmp_path, capsys):
    release(cast)
    call_command("publish", to=tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {
        "index.json",
        "verdicts.json",
        "release-1.json",
        "release-1.csv",
    }
    (tmp_path / "release-1.json").write_text("{}")
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("publish", to=tmp_path)
    assert (tmp_path / "release-1.json").read_text() == "{}"
