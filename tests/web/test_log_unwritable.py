"""Fail closed: while the log cannot be written nothing is shown and nothing is changed."""

from contextlib import contextmanager

import pytest
from django.db import connection

from alongside.partners.models import Agreement
from alongside.support.actions import raising
from alongside.support.models import Concern, Rating
from tests.cast import NOW, details

PERSONAL = ("Amina", "Okafor", "two new phones", "Don't ring")


REFUSE = {
    "sqlite": "CREATE TRIGGER shut BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "postgresql": "CREATE TRIGGER shut BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
}
AGAIN = {"sqlite": "DROP TRIGGER shut", "postgresql": "DROP TRIGGER shut ON audit_event"}


@contextmanager
def log_unwritable():
    for statements in (REFUSE, AGAIN):
        with connection.cursor() as cursor:
            cursor.execute(statements[connection.vendor])
        if statements is REFUSE:
            yield


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


def pages(concern):
    one = concern.reference
    return [
        ("triage", "/triage/"), ("triage", f"/triage/{one}/"), ("triage", f"/triage/{one}/rate"),
        ("triage", f"/triage/{one}/ask?agency=health"), ("triage", f"/triage/{one}/who-else"),
        ("governance", f"/disclosures/{concern.record.person_id}/"), ("governance", "/log/refusals"),
        ("outsider", f"/triage/{one}/"), ("outsider", "/disclosures/"),
    ]  # fmt: skip


def closed(response) -> bool:
    page = response.content.decode()
    return (
        response.status_code == 503
        and "Retry-After" in response.headers
        and not [one for one in PERSONAL if one in page]
    )


def test_no_page_shows_anything_of_a_person_not_even_a_refusal(as_member, concern):
    for name, path in pages(concern):
        client = as_member(name)
        with log_unwritable():
            response = client.get(path)
        assert closed(response), (name, path)


def sendings(concern):
    fd1, one = Agreement.objects.get(reference="FD-1").pk, f"/triage/{concern.reference}"
    return [
        ("triage", f"{one}/take", {}),
        ("triage", f"{one}/rate", {"level": "acute", "reason": "x"}),
        ("triage", f"{one}/ask?agency=health", {"groups": "health", "question": "?"}),
        ("triage", f"{one}/pause", {"reason": "x"}),
        ("triage", f"{one}/who-else", {"given": "Amina", "family": "Okafor-Lindqvist"}),
        ("governance", f"/agreements/{fd1}/withdraw", {"reason": "x"}),
        ("governance", f"/agreements/{fd1}/leave", {"agency": "school"}),
        ("governance", "/disclosures/", {"how": "reference", "reference": concern.reference}),
        ("governance", "/log/", {}),
    ]  # fmt: skip


def standing():
    agreements = list(Agreement.objects.order_by("pk").values("withdrawn_on", "parties__left_on"))
    return list(Concern.objects.values()), agreements, Rating.objects.count()


def test_nothing_is_changed_either(as_member, concern, settings, tmp_path):
    settings.VAR = tmp_path
    before = standing()
    for name, path, sent in sendings(concern):
        client = as_member(name)
        with log_unwritable():
            response = client.post(path, sent)
        assert closed(response) and standing() == before, (name, path)
