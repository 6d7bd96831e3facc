"""A system on its first day: members of every role, and nothing else. No page breaks, and none ends in silence."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from alongside.exchange import concerns_csv, encompass_csv
from alongside.partners.errors import NotSetUp
from alongside.partners.models import Agency, Member
from alongside.partners.roles import FITTING, PERMISSIONS, Permission, Role
from alongside.support.actions.encompass import take_incident
from alongside.support.models import Concern, ConcernFile, EncompassFile, Incident, Pathway
from tests.cast import NOW, make_pathway
from tests.encompass import incident
from tests.exchange.made_files import csv_file, rows
from tests.security.doors import pages
from tests.systems import CONCERN, system

EXPECTED = {200, 302, 400, 401, 403, 404, 405, 503}
PLAIN = [page for page in pages() if not page.arguments]
SAYS_NOTHING_MORE = re.compile(r'<p class="al-empty__text">(?:(?!<p)[^.])*\.</p>\s*</div>')


@pytest.fixture(autouse=True)
def plain_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def member_in(role):
    kind = next(kind for kind, roles in FITTING.items() if role in roles)
    agency, _ = Agency.objects.get_or_create(code=str(kind), defaults={"name": f"The {kind}", "kind": kind})
    return Member.objects.create_member(username=str(role), name="Somebody New", agency=agency, role=role)


def client_in(role):
    client = Client(raise_request_exception=False)
    client.force_login(member_in(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def open_to(role):
    doors = [(page, resolve(reverse(page.name)).func.door) for page in PLAIN]
    return [page for page, door in doors if not door.any_of or door.any_of & PERMISSIONS[role]]


def read(response):
    return b"".join(response).decode(errors="replace")


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", read(response)))


@pytest.mark.parametrize("role", list(Role))
def test_no_page_breaks_and_each_empty_one_says_what_comes_next(db, role):
    client, silent = client_in(role), []
    for page in open_to(role):
        shown = client.get(reverse(page.name))
        text = read(shown)
        assert shown.status_code < 500 or (shown.status_code == 503 and "This is not set up yet" in text), page.route
        silent += [page.route] if SAYS_NOTHING_MORE.search(text) else []
    assert silent == []


def test_nothing_that_is_sent_breaks_either(db):
    sent = set()
    for role in Role:
        client = client_in(role)
        for page in open_to(role):
            if page.name not in sent:
                assert client.post(reverse(page.name)).status_code in EXPECTED, page.route
                sent.add(page.name)


def test_who_would_raise_a_concern_is_told_to_phone_and_whom_to_tell(db):
    told = client_in(Role.SAFEGUARDING_LEAD).get("/concern/")
    assert told.status_code == 503
    assert "999" in words(told) and "Tell whoever looks after accounts" in words(told)
    assert "alongside pathway create" not in words(told)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TRIAGE_MANAGER, Role.GOVERNANCE_OFFICER])
def test_who_sets_it_up_finds_on_my_work_what_is_missing_and_the_command(db, role):
    client = client_in(role)
    assert "alongside pathway create --agency CODE" in words(client.get("/"))
    make_pathway(Agency.objects.get())
    assert "alongside pathway create" not in words(client.get("/"))


def test_a_front_door_manager_sees_how_on_the_page_itself(db):
    assert "alongside pathway create --agency CODE" in words(client_in(Role.TRIAGE_MANAGER).get("/concern/"))


def test_nobody_else_is_told_of_setting_up(db):
    for role in Role:
        if not PERMISSIONS[role] & {Permission.MANAGE_MEMBERS, Permission.KEEP_PATHWAYS, Permission.KEEP_AGREEMENTS}:
            assert "Still to set up" not in words(client_in(role).get("/")), role


@pytest.fixture
def no_front_door(cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    Pathway.objects.all().delete()
    return cast


def test_a_system_of_an_agency_is_told_that_nothing_was_kept(no_front_door):
    answer = system(no_front_door).post("/concerns", CONCERN)
    assert answer.status_code == 503 and "which agency receives concerns" in answer.json()["detail"]
    assert not Concern.objects.exists()


def test_files_are_refused_before_anything_is_kept(no_front_door):
    for way, sender in ((concerns_csv, "dsl"), (encompass_csv, "officer")):
        with pytest.raises(NotSetUp):
            way.take_in(name="a.csv", raw=csv_file(rows(2)), by=no_front_door.viewer(sender), at=NOW)
    assert not ConcernFile.objects.exists() and not EncompassFile.objects.exists()


def test_an_incident_is_not_kept_where_nobody_could_look_for_an_unmatched_child(no_front_door):
    with pytest.raises(NotSetUp):
        take_incident(draft=incident(), by=no_front_door.viewer("officer"), at=NOW)
    assert not Incident.objects.exists()
