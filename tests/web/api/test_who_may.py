"""Every operation x key: none, made up, revoked, expired, another scope, a role that may not, an outsider's."""

from datetime import date, timedelta

import pytest
from django.test import Client

from alongside.audit.models import Event
from alongside.partners import key_use
from alongside.partners.key_scopes import Scope
from alongside.partners.keys import revoke_key
from alongside.partners.models import Member
from alongside.support.models import Case, CaseEntry, Concern, Incident
from tests.cast import NOW
from tests.systems import CONCERN, INCIDENT, REFERRAL, System, administrator, system

pytestmark = pytest.mark.usefixtures("now", "pathways")
OPERATIONS = [
    (Scope.CONCERNS, "POST", "/concerns", CONCERN), (Scope.CONCERNS, "GET", "/concerns/CN-222-222", None),
    (Scope.REFERRALS, "GET", "/pathways", None), (Scope.REFERRALS, "GET", "/pathways/early-help", None),
    (Scope.REFERRALS, "POST", "/referrals", REFERRAL), (Scope.REFERRALS, "GET", "/referrals/CS-222-222", None),
    (Scope.ATTENDANCE, "POST", "/cases/CS-222-222/attendance", {"date": "2026-11-16", "came": "late"}),
    (Scope.ENCOMPASS, "POST", "/encompass/incidents", INCIDENT),
    (Scope.ENCOMPASS, "GET", "/encompass/incidents/EN-222-222", None),
]  # fmt: skip


def call(own, method, path, body):
    return own.get(path) if method == "GET" else own.post(path, body)


def nothing_was_kept():
    return not any(kept.objects.exists() for kept in (Concern, Case, CaseEntry, Incident))


@pytest.mark.parametrize(("scope", "method", "path", "body"), OPERATIONS)
def test_without_a_key_that_opens_every_operation_answers_the_same(cast, scope, method, path, body):
    revoked, expired = system(cast, name="Lost"), system(cast, name="Old", last_day=NOW.date())
    revoke_key(key_id=revoked.key.pk, reason="Lost", by=administrator(cast, "school"), at=NOW)
    type(expired.key).objects.filter(pk=expired.key.pk).update(
        made_at=NOW - timedelta(2), expires_at=NOW - timedelta(1)
    )
    made_up = System("alongside_abcdefgh_" + "a" * 40)
    answers = [call(one, method, path, body) for one in (System(""), System("x"), made_up, revoked, expired)]
    assert {one.status_code for one in answers} == {401} and len({one.content for one in answers}) == 1
    assert all(one["WWW-Authenticate"].startswith("Bearer") for one in answers) and nothing_was_kept()
    reasons = list(
        Event.objects.filter(subject_kind="key", outcome="refused").order_by("pk").values_list("reason", flat=True)
    )
    assert reasons == ["the key was revoked", "the key has expired"]


@pytest.mark.parametrize(("scope", "method", "path", "body"), OPERATIONS)
def test_a_key_for_something_else_is_refused_in_the_log(cast, scope, method, path, body):
    others = frozenset(Scope) - {scope}
    answer = call(system(cast, "police", scopes=others), method, path, body)
    assert answer.status_code == (404 if "222" in path or path.endswith("early-help") else 403)
    assert answer["Content-Type"] == "application/problem+json" and nothing_was_kept()
    assert Event.objects.get(outcome="refused").reason.startswith("the key is not for this")


@pytest.mark.parametrize("role", ["analyst", "governance_officer", "administrator", "programme_lead"])
@pytest.mark.parametrize(("scope", "method", "path", "body"), OPERATIONS)
def test_a_key_whose_role_was_narrowed_opens_nothing(cast, role, scope, method, path, body):
    own = system(cast, "police")
    Member._base_manager.filter(pk=own.key.member_id).update(role=role)
    assert call(own, method, path, body).status_code in (403, 404) and nothing_was_kept()
    assert Event.objects.get(outcome="refused").reason.startswith("the key's role may not")


def test_more_than_the_limit_waits_for_the_next_minute(cast, monkeypatch):
    monkeypatch.setattr(key_use, "A_MINUTE", 2)
    own = system(cast)
    answers = [own.get("/pathways") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429] and answers[2]["Retry-After"] == "60"
    assert own.post("/concerns", CONCERN).status_code == 429 and nothing_was_kept()
    assert system(cast, name="Another").get("/pathways").status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400), (b'{"a": 1, "a": 2}', "application/json", 400), (b"[]", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400), (b'"\xff"', "application/json", 400),
        (b'{"a": "\\ud800"}', "application/json", 400), (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415), (b"a=1", "application/x-www-form-urlencoded", 415), (b"", "application/json", 422),
        (b'{"fact": "' + b"x" * 270_000 + b'"}', "application/json", 413), (b"{}", "application/json", 422),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_told_why(cast, body, content_type, status):
    answer = system(cast).post("/concerns", body, content_type=content_type)
    assert answer.status_code == status and answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "what_to_do", "errors"} and nothing_was_kept()


def test_an_empty_body_is_called_empty(cast):
    told = system(cast).post("/concerns", b"", content_type="application/json").json()["errors"]
    assert told == [{"field": "", "reason": "The body is empty.", "what_to_do": "Send one JSON object."}]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"colour": "red"}, "There is no such field."), ({"fact": 7}, "This must be text."),
        ({"in_danger_now": "no"}, "This must be true or false."), ({"child": "Amina"}, "This must be an object."),
        ({"happened_on": "2026-02-30"}, "There is no such day in the calendar."),
        ({"happened_on": 20261116}, "This must be a date such as “2026-03-27”."), ({"others": {}}, "This must be a list."),
    ],
)  # fmt: skip
def test_types_are_strict_and_unknown_fields_are_refused(cast, changes, reason):
    told = system(cast).post("/concerns", {**CONCERN, **changes}).json()["errors"]
    assert [(one["field"], one["reason"]) for one in told] == [(next(iter(changes)), reason)]


@pytest.mark.parametrize("path", ["/concerns", "/pathways", "/cases/CS-222-222/attendance"])
def test_another_method_and_an_address_that_is_not_there_are_problems_too(cast, path):
    own = system(cast)
    answer = Client().delete(f"/api/v1{path}", headers={"Authorization": f"Bearer {own.text}"})
    assert answer.status_code == 405 and answer["Allow"] and answer.json()["status"] == 405
    missing = own.get("/no/such")
    assert missing.status_code == 404 and missing["Content-Type"] == "application/problem+json"


def test_a_log_that_cannot_be_written_gives_nothing_away_and_keeps_nothing(cast, monkeypatch):
    own = system(cast)

    def broken(entries):
        from django.db import DatabaseError

        raise DatabaseError

    monkeypatch.setattr("alongside.audit.actions._write", broken)
    answer = own.post("/concerns", CONCERN)
    assert answer.status_code == 503 and answer["Retry-After"] and nothing_was_kept()


def test_a_fault_of_ours_is_a_problem_too_and_keeps_nothing(cast, monkeypatch):
    monkeypatch.setattr("alongside.support.actions.raising._send", lambda *given, **more: 1 / 0)
    answer = system(cast).post("/concerns", CONCERN)
    assert answer.status_code == 500 and "division" not in answer.content.decode() and nothing_was_kept()


def test_a_key_lasts_a_year_at_most(cast):
    assert system(cast).key.expires_at.date() <= date(2027, 11, 18)
