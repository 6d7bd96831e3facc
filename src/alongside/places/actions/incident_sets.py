"""Sets of incidents: made by the agency that keeps them, amended against their version."""

from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import SYSTEM, Actor, Entry
from alongside.audit.states import Act
from alongside.partners.errors import Invalid, Stale
from alongside.places.errors import PlacesRefused
from alongside.places.incident_drafts import SetDraft
from alongside.places.incident_rules import reason_not_to_give
from alongside.places.models import IncidentSet

SUBJECT = "set of incidents"
_AMENDED = ("name", "noun", "licence", "audience", "is_snapped")


def make_set(*, draft: SetDraft, by: Actor, at: datetime) -> int:
    """Make an empty set. Raises `Invalid` for a name that is taken, or words that are missing."""
    _complete(draft)
    try:
        with transaction.atomic():
            made = IncidentSet.objects.create(
                **{name: getattr(draft, name) for name in _AMENDED},
                measured=draft.measured,
                zone=draft.zone,
                agency_code=by.agency_code,
                made_by=by.name,
                made_at=at,
            )
            note(made, Act.CREATE, by, at, f"Made the set “{made.name}”")
    except IntegrityError:
        raise Invalid(f"There is a set “{draft.name}” already: give this one another name", "name") from None
    return made.pk


def amend_set(*, set_id: int, draft: SetDraft, version: int, by: Actor, at: datetime) -> None:
    """Change the words, licence or audience of a set; raises `Stale` where somebody changed it since `version`.

    What was measured and the clock stay as they were made: what is held would mean something else.
    """
    _complete(draft)
    with transaction.atomic():
        held = kept_set(set_id, by)
        if held.changes != version:
            raise Stale("Somebody else has changed this set since you opened it.", _told(held))
        for name in _AMENDED:
            setattr(held, name, getattr(draft, name))
        held.changes += 1
        try:
            with transaction.atomic():
                held.save(update_fields=[*_AMENDED, "changes"])
        except IntegrityError:
            raise Invalid(f"There is a set “{draft.name}” already: give this one another name", "name") from None
        note(held, Act.CHANGE, by, at, f"Amended the set “{held.name}”")


def set_outline(*, set_id: int, geometry: str, name: str, by: Actor, at: datetime) -> None:
    """Give a set the outline of the area that it covers: a GeoJSON geometry in metres of its plane; empty takes it off."""
    with transaction.atomic():
        held = kept_set(set_id, by)
        if not held.plane:
            raise PlacesRefused(
                "The set holds no file yet.", "Give a file first: its places say what the outline must fit."
            )
        held.outline, held.outline_name = geometry, name[:200]
        held.changes += 1
        held.save(update_fields=["outline", "outline_name", "changes"])
        note(held, Act.CHANGE, by, at, f"Gave “{held.name}” {'an outline' if geometry else 'no outline'}")


def kept_set(set_id: int, by: Actor) -> IncidentSet:
    """The set, locked. Raises `PlacesRefused` where another agency keeps it."""
    held = IncidentSet.objects.select_for_update().filter(pk=set_id).first()
    if held is None:
        raise PlacesRefused("That set of incidents is not held here.", "Choose one from the list.")
    if reason := reason_not_to_give(keeper=held.agency_code, giver=by.agency_code, system=SYSTEM):
        raise reason
    return held


def note(held: IncidentSet, act: Act, by: Actor, at: datetime, reason: str) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=SUBJECT, subject_id=str(held.pk), reason=reason[:400]))


def _complete(draft: SetDraft) -> None:
    for field, words in (("name", "a name"), ("noun", "what one record is called"), ("licence", "the licence line")):
        if not getattr(draft, field).strip():
            raise Invalid(f"Enter {words}", field)


def _told(held: IncidentSet) -> dict[str, object]:
    return {name: getattr(held, name) for name in (*_AMENDED, "changes")}
