"""The people of the demo borough, for its start page."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

LAST = 1_000


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    name: str
    role: str
    agency: str
    note: str
    order: int


def person(username: str) -> Any:
    """The member of that username, if she may sign in; else None."""
    members = get_user_model()._default_manager.select_related("agency")
    return members.filter(username=username, is_active=True, agency__is_active=True).first()


def by_agency() -> list[tuple[str, list[Person]]]:
    """Every active member, in the order that the demo's notes give, grouped by agency."""
    members = get_user_model()._default_manager.select_related("agency").filter(is_active=True, agency__is_active=True)
    people = [_person(member) for member in members]
    first: dict[str, int] = {}
    for one in people:
        first[one.agency] = min(first.get(one.agency, LAST), one.order)
    people.sort(key=lambda one: (first[one.agency], one.agency, one.order, one.name))
    return [(agency, list(group)) for agency, group in groupby(people, key=lambda one: one.agency)]


def _person(member: Any) -> Person:
    order, note = settings.DEMO_NOTES.get(member.username, (LAST, ""))
    role = member.job_title or member.get_role_display()
    return Person(member.username, member.name, role, member.agency.name, note, order)
