"""Every URL x role x relation to the child x restricted or not. A page that is added is in the matrix by itself."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.models import Member
from alongside.partners.roles import FITTING, Role
from alongside.partners.standing import Viewer
from tests.cast import NOW
from tests.security.doors import SECRETS, make_world, pages

# Explanations that are the same for everybody; their examples use invented names of the tests, too.
# Which pathways and kinds of handover there are is told to every member, so that she can refer; and which measures
# there are, so that she can read a figure.
NO_SECRET = {"case_refer", "handover_begin", "handover_class", "measure", "measure_definition", "measure_version"}
SAME_FOR_ALL = {"file_columns", "file_template", "encompass_send", "encompass_template"}
EVERY = [page for page in pages() if not page.public and page.name not in SAME_FOR_ALL]
ROLES = list(Role.values)


@pytest.fixture
def world(cast, settings, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return make_world(cast)


def client_of(cast, agency, role):
    """Somebody of this agency in this role, who was not there when the world was made."""
    member = Member.objects.create_member(
        username=f"{agency}-{role}", name="Somebody New", agency=cast.agencies[agency], role=role
    )
    client = Client(raise_request_exception=True)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    client.permissions = Viewer.of(member, at=NOW).permissions
    return client


def bare(response):
    """The page without what changes from request to request."""
    text = read(response)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|(?:CN|RQ|PN|SN|EN)-[\w-]+|[0-9a-f-]{36}|/\d+', "", text)


def read(response):
    """The whole answer: a download comes piece by piece."""
    return b"".join(response).decode(errors="replace")


def tells(response):
    text = read(response)
    return [secret for secret in SECRETS if secret in text]


def learns_nothing(cast, world, agency, role):
    """At each door that lets this role in: what the door itself refuses, `test_a_role_opens_only…` asks."""
    client = client_of(cast, agency, role)
    for page in EVERY:
        if opens(client, page):
            for call in (client.get, client.post):
                response = call(world.url(page))
                assert response.status_code < 500, (role, page.route)
                assert tells(response) == [], (role, page.route)


def opens(client, page):
    door = _door(page)
    return not door.any_of or bool(door.any_of & client.permissions)


def refuses(client, world, page):
    """By the door, whichever way it is opened."""
    response = client.get(world.url(page))
    if response.status_code == 405:
        response = client.post(world.url(page))
    return response.status_code == 403 and tells(response) == []


def test_an_outsider_learns_nothing_at_any_url_in_any_role(cast, world):
    for role in ROLES:
        learns_nothing(cast, world, "outside", role)


def test_a_role_that_its_agency_cannot_give_opens_nothing(cast, world):
    client = client_of(cast, "outside", Role.GOVERNANCE_OFFICER)
    guarded = [page for page in EVERY if _door(page).any_of]
    assert [page.route for page in guarded if not refuses(client, world, page)] == []


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead"])
def test_to_an_outsider_what_exists_and_what_does_not_look_the_same(cast, world, role):
    client = client_of(cast, "outside", role)
    for page in EVERY:
        if page.arguments and page.name not in NO_SECRET:
            real, unreal = client.get(world.url(page)), client.get(world.url(page, real=False))
            assert (real.status_code, bare(real)) == (unreal.status_code, bare(unreal)), page.route


def test_every_refusal_is_in_the_log(cast, world):
    client = client_of(cast, "outside", Role.PRACTITIONER)
    for page in EVERY:
        before = Event.objects.filter(agency_code="outside", outcome="refused").count()
        if client.get(world.url(page)).status_code == 403:
            assert Event.objects.filter(agency_code="outside", outcome="refused").count() > before, page.route


@pytest.mark.parametrize("agency", ["school", "council", "health", "police", "outside"])
def test_a_role_opens_only_what_it_is_listed_for(cast, world, agency):
    for role in FITTING[cast.agencies[agency].kind]:
        client = client_of(cast, agency, role)
        closed = [page for page in EVERY if not opens(client, page)]
        assert closed and [page.route for page in closed if not refuses(client, world, page)] == [], role


@pytest.mark.parametrize("agency", ["school", "council", "health", "police", "provider"])
def test_a_restricted_child_is_hidden_from_everybody_who_is_not_cleared(cast, world, agency):
    restrict(person_id=world.person_id, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    for role in FITTING[cast.agencies[agency].kind]:
        learns_nothing(cast, world, agency, role)


def test_somebody_not_signed_in_is_sent_to_sign_in(world):
    for page in EVERY:
        response = Client().get(world.url(page))
        assert response.status_code in (302, 404) and tells(response) == [], page.route


def test_the_matrix_can_fail(cast, world):
    """Those with business do see the child: the secrets are really on the pages."""
    client = Client()
    client.force_login(cast.members["triage"], backend="django.contrib.auth.backends.ModelBackend")
    by_name = {page.name: page for page in EVERY}
    assert "Okafor-Lindqvist" in tells(client.get(world.url(by_name["triage_concern"])))


def _door(page):
    return resolve(f"/{_sample(page)}").func.door


def _sample(page):
    return re.sub(r"<(?:(\w+):)?\w+>", lambda kind: _SAMPLES[kind.group(1) or "str"], page.route)


_SAMPLES = {"str": "x", "int": "1", "uuid": "00000000-0000-0000-0000-000000000001", "slug": "x", "path": "x"}
