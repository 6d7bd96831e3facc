"""A log to tamper with."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from alongside.audit import guards
from alongside.audit.actions import record_all, seal_all
from alongside.audit.entries import Actor, Entry
from alongside.audit.models import Event
from alongside.audit.states import Act
from tests.cast import NOW

CHILD = UUID("12345678-1234-5678-1234-567812345678")
MEMBER = Actor("school", "member:1", "Priya Nandakumar (Elmsgate Academy)", "safeguarding_lead")


def entry(number: int = 0, **changes: object) -> Entry:
    fields: dict[str, object] = {
        "at": NOW, "actor": MEMBER, "act": Act.VIEW, "subject_kind": "concern", "subject_id": f"CN-{number}",
        "persons": (CHILD,), "holder_code": "school", "purpose": "safeguarding", "agreement": "FD-1 v1",
        "field_groups": ("identity",), "reason": "it is the school's own record", "body": {"why": f"word {number}"},
    }  # fmt: skip
    return Entry(**{**fields, **changes})


def sealed_log(events: int = 3, seals: int = 2) -> list[Event]:
    """So many events in each of so many seals."""
    for number in range(seals):
        record_all([entry(number * events + one) for one in range(events)])
        seal_all(at=NOW)
    return list(Event.objects.order_by("pk"))


@contextmanager
def guards_lifted() -> Iterator[None]:
    """What only somebody with the keys of the database itself could do."""
    guards.remove(connection)
    yield
    guards.install(connection)
