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


Grouped = list[tuple[str, list[Person]]]


def by_agency() -> tuple[Grouped, Grouped]:
    """Every active member by agency: those of whom the demo's notes tell, in their order; then the others."""
    members = get_user_model()._default_manager.select_related("agency").filter(is_active=True, agency__is_active=True)
    people = [_person(member) for member in members]
    first: dict[str, int] = {}
    for one in people:
        first[one.agency] = min(first.get(one.agency, LAST), one.order)
    people.sort(key=lambda one: (first[one.agency], one.agency, one.order, one.name))
    grouped = [(agency, list(group)) for agency, group in groupby(people, key=lambda one: one.agency)]
    told = [one for one in grouped if first[one[0]] < LAST]
    return (told, [one for one in grouped if first[one[0]] == LAST]) if told else (grouped, [])


def _person(member: Any) -> Person:
    order, note = settings.DEMO_NOTES.get(member.username, (LAST, ""))
    role = member.job_title or member.get_role_display()
    return Person(member.username, member.name, role, member.agency.name, note, order)
