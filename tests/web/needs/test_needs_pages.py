"""Needs assessments in the browser: one click drafts, numbers lead to their source, files say the same as the page."""

import io
import json
import re
import zipfile
import zlib
from html import unescape
from xml.dom.minidom import parseString

import pytest
from django.utils import timezone

from alongside.outcomes.models import NeedsAssessment, NeedsText
from alongside.outcomes.queries.needs import needs_page
from tests.cast import NOW
from tests.outcomes.assessed import PLACE, drafted, make_borough, written

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEY = "00000000-0000-0000-0000-00000000000a"


def words(response):
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def sign_in(client, cast, tmp_path):
    make_borough(tmp_path)

    def as_member(name):
        client.force_login(cast.members[name], backend=BACKEND)
        return client

    return as_member


def test_one_click_drafts_and_twice_is_once(sign_in):
    lead = sign_in("lead")
    sent = {"sent_key": KEY, "place": PLACE, "last_month": "2026-09"}
    for _ in range(2):
        assert lead.post("/needs/draft/", sent).status_code == 302
    assert NeedsAssessment.objects.count() == 1
    assert "There is a problem" in words(lead.post("/needs/draft/", {**sent, "last_month": "2031-01"}))


def test_each_number_leads_to_where_it_came_from(sign_in):
    reference = drafted()
    analyst = sign_in("analyst")
    page = analyst.get(f"/needs/of/{reference}/").content.decode()
    links = re.findall(rf"/needs/of/{reference}/figures/(\d+)/", page)
    assert len(set(links)) > 12
    told = words(analyst.get(f"/needs/of/{reference}/figures/4/"))
    for said in (
        "132",
        "recorded-crime",
        "version 1",
        "data.police.uk",
        "95% interval",
        "October 2025 to September 2026",
    ):
        assert said in told
    assert analyst.get(f"/needs/of/{reference}/figures/999/").status_code == 404


def test_a_stale_save_shows_both_texts_and_saves_on_the_second_try(sign_in):
    reference = drafted()
    analyst = sign_in("analyst")
    path = f"/needs/of/{reference}/sections/kinds/"
    assert analyst.post(path, {"text": "Hal’s words.", "version": "1"}).status_code == 302
    page = analyst.post(path, {"text": "Noemi’s words.", "version": "1"})
    assert "Hal’s words." in words(page) and "Noemi’s words." in words(page)
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    assert analyst.post(path, {"text": "Both.", "version": version}).status_code == 302
    assert NeedsText.objects.filter(section="kinds").count() == 3


def test_a_number_typed_by_hand_comes_back_with_what_was_typed(sign_in):
    reference = drafted()
    page = sign_in("lead").post(f"/needs/of/{reference}/sections/kinds/", {"text": "It fell by 38%.", "version": "1"})
    assert "typed by hand" in words(page) and "It fell by 38%." in words(page)


def test_what_is_signed_is_public_with_its_figures_and_files(sign_in, client, cast):
    reference = written(drafted(), cast.viewer("analyst"))
    lead = sign_in("lead")
    assert "has saved since you read it" in words(lead.post(f"/needs/of/{reference}/sign/"))
    read = re.search(r'name="read" value="(\w{64})"', lead.get(f"/needs/of/{reference}/sign/").content.decode())[1]
    assert lead.post(f"/needs/of/{reference}/sign/", {"read": read}).status_code == 302
    client.logout()
    page = words(client.get(f"/needs/published/{reference}/"))
    assert "Signed by Noemi Castellane" in page and "Hal Vey" not in page and "Write this section" not in page
    assert client.get(f"/needs/published/{reference}/figures/4/").status_code == 200
    assert reference in client.get("/needs/published/").content.decode()
    assert "Withdrawn" not in page


def test_a_draft_looks_to_everybody_like_one_that_is_not_there(sign_in, client):
    reference = drafted()
    for path in ("", "figures/1/", "pdf/", "text/"):
        real, unreal = (client.get(f"/needs/published/{one}/{path}") for one in (reference, "NA-XXX-XXX"))
        assert real.status_code == unreal.status_code == 404
        assert real.content.replace(reference.encode(), b"") == unreal.content.replace(b"NA-XXX-XXX", b"")


@pytest.mark.parametrize("name", ["outsider", "dsl", "resident"])
def test_the_outsider_opens_no_page_of_a_draft(sign_in, name):
    reference = drafted()
    outsider = sign_in(name)
    for path in ("/needs/", "/needs/draft/", *(f"/needs/of/{reference}/{one}" for one in (
        "", "figures/1/", "sections/kinds/", "pdf/", "text/", "sign/", "withdraw/"))):  # fmt: skip
        assert outsider.get(path).status_code == 403, path
    assert outsider.get("/needs/answered/this-year/").status_code == 403


def test_the_pdf_is_tagged_for_those_who_listen_to_it_and_is_the_same_every_time(sign_in):
    reference = drafted()
    analyst = sign_in("analyst")
    raw, again = (analyst.get(f"/needs/of/{reference}/pdf/").content for _ in range(2))
    whole = raw + b"\n".join(zlib.decompress(one) for one in deflated(raw))
    assert b"pdfuaid:part>1<" in whole and b"/StructTreeRoot" in whole and b"/Lang" in whole
    assert raw.startswith(b"%PDF") and len(raw) == len(again)


def deflated(raw):
    return [one for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.S) if one[:1] == b"x"]


def test_the_files_say_what_the_page_says(cast, sign_in):
    from alongside.exchange.needs_files import needs_data

    page = needs_page(cast.viewer("analyst"), drafted())
    said = json.dumps(needs_data(page, "Larkmere"))
    assert "Draft: not signed" in said and "Definition: Recorded crime, version 1" in said and '"132"' in said


def test_the_text_document_is_whole_and_says_the_same(sign_in):
    reference = drafted()
    raw = sign_in("analyst").get(f"/needs/of/{reference}/text/").content
    packed = zipfile.ZipFile(io.BytesIO(raw))
    first = packed.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
    content = packed.read("content.xml").decode()
    assert parseString(content) and "132" in content and 'text:outline-level="2"' in content


def test_what_was_asked_and_answered_is_public_once_a_year_is_whole(sign_in, client):
    assert "No whole year has been counted yet" in words(client.get("/needs/answered/"))
    assert "Nothing with a time to answer" in words(sign_in("lead").get("/needs/answered/this-year/"))


def test_a_page_costs_the_same_however_many_figures_it_has(sign_in, django_assert_max_num_queries):
    reference = drafted()
    analyst = sign_in("analyst")
    with django_assert_max_num_queries(10):
        analyst.get(f"/needs/of/{reference}/")
