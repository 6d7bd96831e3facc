"""The child's pages tell nothing to whoever looks over a shoulder; the worker's pages hold link and code apart."""

import re
from html import unescape

import pytest
from django.test import Client

from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import OwnCorrection, OwnVoice
from alongside.support.own_links import link_and_code
from alongside.web.own.doors import COOKIE, OUT
from alongside.web.own.plain import GROUPS, PURPOSES
from tests.own_views import let_show, linked, make_plan, wrong_code

CHILD = ("/p/", "/p/2/", "/p/3/", "/p/4/")


@pytest.fixture
def plan(cast, now):
    made = make_plan(cast)
    let_show(cast, made)
    return made


@pytest.fixture
def link(cast, plan):
    return linked(cast, plan)


@pytest.fixture
def device(link):
    secret, client = link_and_code(link.pk), Client()
    client.post(f"/p/{secret.address}/", {"code": secret.code})
    return client


def words_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.S).group(0)
    text = re.sub(r"</(p|h1|h2|h3|li|label|legend|button|a)>", ". ", main)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def grade(text):
    """Flesch and Kincaid's school grade: grade 4 to 5 is read at nine to eleven."""
    sentences = [one for one in re.split(r"[.!?:]+", text) if one.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_nothing_in_title_address_or_frame_tells(device, link):
    door = Client().get(f"/p/{link_and_code(link.pk).address}/")
    for response in (door, *(device.get(path) for path in CHILD)):
        text = response.content.decode()
        assert response.status_code == 200 and "<title>Notes</title>" in text
        assert not re.search("alongside<|larkmere|council|safeguard", text.split("<main")[0].lower())
        assert response["Cache-Control"] == "no-store, private" and response["Referrer-Policy"] == "no-referrer"
        assert 'href="/p/out/"' in text


def test_a_form_on_another_website_does_nothing_and_no_other_cookie_stays(device, link):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    told = device.post("/p/3/", {"face": "good", "sent_key": "a"}, headers=elsewhere)
    assert told.status_code == 404 and not OwnVoice.objects.exists()
    secret = link_and_code(link.pk)
    opened = Client().post(f"/p/{secret.address}/", {"code": secret.code}, headers=elsewhere)
    assert opened.status_code == 404 and set(device.cookies) == {COOKIE}


def test_before_the_code_the_page_names_nobody(link):
    text = Client().get(f"/p/{link_and_code(link.pk).address}/").content.decode()
    assert "Amina" not in text and "Childline" not in text and "plan" not in text


def test_leaving_closes_the_view_and_the_back_button_finds_nothing(device):
    out = device.get("/p/out/")
    assert (out.status_code, out["Location"], out["Clear-Site-Data"]) == (302, OUT, '"cache"')
    assert out.cookies[COOKIE]["max-age"] == 0
    assert {device.get(path).status_code for path in CHILD} == {404}


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_lives_fifteen_minutes(link):
    secret = link_and_code(link.pk)
    cookie = Client().post(f"/p/{secret.address}/", {"code": f" {secret.code[:3]} {secret.code[3:]} "}).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Strict", 900, "/p/")


def test_every_closed_door_looks_the_same(cast, plan, link):
    secret, client = link_and_code(link.pk), Client()
    never = client.get("/p/0123456789abcdef0123456789abcdef/")
    for _ in range(5):
        client.post(f"/p/{secret.address}/", {"code": wrong_code(link)})
    locked = client.get(f"/p/{secret.address}/")
    assert never.status_code == locked.status_code == client.get("/p/").status_code == 404
    assert never.content == locked.content == client.get("/p/").content


def test_a_wrong_code_says_how_many_tries_are_left(link):
    response = Client().post(f"/p/{link_and_code(link.pk).address}/", {"code": wrong_code(link)})
    assert "You can try 4 more times" in response.content.decode() and COOKIE not in response.cookies


def test_what_is_left_out_leaves_no_trace(device):
    text = "".join(words_of(device.get(path)) for path in CHILD)
    assert "Meet her at the gate" in text and "Grace" not in text and "names somebody else" not in text
    assert not re.search("left out|hidden|withheld|restricted|not shown", text, re.I)


def test_the_child_says_how_it_goes_once_however_often_it_is_sent(device):
    for _ in range(2):
        told = device.post("/p/3/", {"face": "help", "words": "They wait for me.", "sent_key": "a"})
    assert "Childline" in told.content.decode() and OwnVoice.objects.count() == 1
    assert "Pick a face." in device.post("/p/3/", {"words": "x", "sent_key": "b"}).content.decode()


def test_a_correction_is_asked_answered_and_read(device, plan, as_member):
    device.post("/p/4/", {"about": "goals", "words": "I did not say that.", "sent_key": "a"})
    asked = OwnCorrection.objects.get()
    worker = as_member("triage")
    assert "Asks for a correction" in worker.get("/own-views/").content.decode()
    sent = worker.post(
        f"/own-views/correction/{asked.reference}/", {"outcome": "changed", "answer": "We took it out."}, follow=True
    )
    assert sent.redirect_chain == [(f"/own-views/{plan.reference}/", 302)]
    assert "We took it out." in device.get("/p/4/").content.decode()


def test_the_queue_holds_only_what_its_reader_may_open(cast, device, plan, as_member):
    device.post("/p/4/", {"about": "goals", "words": "I did not say that.", "sent_key": "a"})
    cast.members["chair"] = Member.objects.create_member(
        username="chair", name="Lena Obi", agency=cast.agencies["council"], role=Role.PANEL_CHAIR
    )
    assert as_member("chair").get(f"/own-views/{plan.reference}/").status_code == 403
    assert plan.reference not in as_member("chair").get("/own-views/").content.decode()


def test_the_workers_page_alone_shows_link_and_code(plan, link, as_member):
    secret, text = link_and_code(link.pk), as_member("triage").get(f"/own-views/{plan.reference}/").content.decode()
    assert f"http://testserver/p/{secret.address}/" in text and f">{secret.code}<" in text
    assert secret.code not in as_member("triage").get(f"/plans/{plan.reference}/").content.decode()
    assert as_member("outsider").get(f"/own-views/{plan.reference}/").status_code == 403


def test_the_worker_makes_and_takes_back_a_link(cast, plan, as_member):
    worker, address = as_member("triage"), f"/own-views/{plan.reference}"
    assert "Nothing was sent" in worker.post(
        f"{address}/link/", {"reader": "child", "because": "", "sent_key": "b"}, follow=True
    ).content.decode()  # fmt: skip
    assert "taken back" in worker.post(f"{address}/end/", follow=True).content.decode().lower()
    refused = worker.post(f"{address}/link/", {"reader": "parent", "because": "Mum", "sent_key": "c"})
    assert "From 13 the view is the child’s own" in refused.content.decode()


def test_a_collision_shows_both_and_the_next_try_stands(plan, as_member):
    worker, address = as_member("triage"), f"/own-views/{plan.reference}/shows/"
    mine = {"words": "Mine.", "left_out_because": "x", "number": "0"}
    told = worker.post(address, mine).content.decode()
    assert "Somebody has changed this" in told and "We meet each Tuesday" in told and "Mine." in told
    assert (
        worker.post(address, {**mine, "number": re.search(r'name="number" value="(\d+)"', told)[1]}).status_code == 302
    )


def test_every_field_group_and_purpose_has_words_for_a_child():
    assert set(GROUPS) == set(FieldGroup) and set(PURPOSES) == set(Purpose)


def test_the_pages_read_at_nine_to_eleven(device):
    for path in CHILD:
        assert grade(words_of(device.get(path))) < 5.5, path
    assert grade("Multi-agency safeguarding arrangements necessitate proportionate information governance.") > 12
