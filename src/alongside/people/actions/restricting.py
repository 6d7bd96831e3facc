"""Hiding a person from everybody but a few, and ending that."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.common.text import sentence_list
from alongside.partners import actions as partners
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid
from alongside.partners.models import Member, Restriction
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.people.threads import current_person


def restrict_person(*, person_id: UUID, reason: str, cleared: Iterable[str], by: Viewer, at: datetime) -> Restriction:
    """Hide a child from everybody but the members of these usernames, on every page, list, search and export at once.

    Under whatever identifier she is known by: an old one leads to the person that she is now. Somebody whom the member
    may not find herself is refused like somebody who does not exist.
    """
    person = current_person(person_id)
    known = SourceRecord.objects.all().unrestricted(by).filter(person_id=person).exists()
    if not by.may(Permission.RESTRICT_PERSON) or not known:
        raise refuse(by, "person", str(person_id), "no such person, or the role may not restrict")
    members = _members(cleared)
    return partners.restrict(person_id=person, reason=reason, cleared=members, by=by, at=at)


def _members(usernames: Iterable[str]) -> list[int]:
    wanted = {name.strip().lower() for name in usernames} - {""}
    found = dict(Member.objects.filter(username__in=wanted, is_active=True).values_list("username", "pk"))
    if missing := sorted(wanted - set(found)):
        raise Invalid(f"Nobody with an open account has the username {sentence_list(missing)}.", "cleared")
    return list(found.values())
