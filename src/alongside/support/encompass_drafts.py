"""An incident as the police tell it, before any of it is kept. Frozen; what cannot stand is said by field."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from alongside.common.text import TextError, clean_line, clean_text, fold_name
from alongside.partners.errors import Invalid
from alongside.people.drafts import RecordDraft
from alongside.people.drafts import checked as checked_record
from alongside.support.encompass_rules import why_too_old
from alongside.support.encompass_states import Presence

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class ChildTold:
    """One child of an incident: who it is, whether it was there, its own words, and its setting as far as known."""

    child: RecordDraft
    presence: str
    where_in_home: str = ""
    voice: str = ""
    voice_with: str = ""
    school_name: str = ""
    school_urn: str = ""
    home_educated: bool = False

    @property
    def key(self) -> str:
        """The same child told again in the same incident: by name and date of birth."""
        names = sorted(f"{fold_name(name.given)}|{fold_name(name.family)}" for name in self.child.names)
        return _digest([names, self.child.date_of_birth])

    @property
    def words(self) -> dict[str, object]:
        """What may be corrected later, for keeping each version."""
        return {name: getattr(self, name) for name in CHILD_WORDS}

    @property
    def fingerprint(self) -> str:
        told = asdict(self)
        del told["child"]["as_sent"]
        return _digest(told)


CHILD_WORDS = ("presence", "where_in_home", "voice", "voice_with")
INCIDENT_WORDS = ("happened_at", "place", "circumstances")


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    police_reference: str
    happened_at: datetime
    place: str
    circumstances: str
    children: tuple[ChildTold, ...]

    @property
    def words(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in INCIDENT_WORDS}

    @property
    def fingerprint(self) -> str:
        return _digest(self.words)


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def checked(draft: IncidentDraft, today: date, now: datetime) -> IncidentDraft:
    """The draft with its text made safe; raises `Invalid` naming the first field that cannot stand."""
    good = replace(
        draft,
        police_reference=_line(draft.police_reference, 40, "The police reference", "police_reference"),
        place=_line(draft.place, 200, "Where it happened", "place"),
        circumstances=_text(draft.circumstances, "What happened", "circumstances"),
        children=tuple(_child(one, today) for one in draft.children),
    )
    for fault in _faults(good, now):
        raise fault
    return good


def _child(one: ChildTold, today: date) -> ChildTold:
    return replace(
        one,
        child=checked_record(one.child, today),
        where_in_home=_line(one.where_in_home, 200, "Where the child was", "where_in_home"),
        voice=_text(one.voice, "What the child said", "voice"),
        voice_with=_line(one.voice_with, 200, "Who was there when the child spoke", "voice_with"),
        school_name=_line(one.school_name, 200, "The school", "school_name"),
        school_urn=_line(one.school_urn, 10, "The school’s URN", "school_urn"),
    )


def _faults(good: IncidentDraft, now: datetime) -> Iterator[Invalid]:
    if not good.police_reference:
        yield Invalid("Enter the police reference: by it the same incident enters once.", "police_reference")
    if not good.circumstances:
        yield Invalid("Say what happened, in a sentence or more.", "circumstances")
    if good.happened_at > now:
        yield Invalid("This is in the future. Check the day and the time.", "happened_at")
    if not good.children:
        yield Invalid("Name at least one child.", "given")
    keys = [one.key for one in good.children]
    if len(set(keys)) < len(keys):
        yield Invalid("The same child is named twice in this incident. Take one away.", "given")
    for one in good.children:
        yield from _child_faults(one, good.happened_at.date())


def _child_faults(one: ChildTold, day: date) -> Iterator[Invalid]:
    if why := why_too_old(one.child.date_of_birth, day):
        yield Invalid(why, "date_of_birth")
    if one.presence not in Presence.values:
        yield Invalid("Say whether the child was there.", "presence")
    if one.home_educated and (one.school_name or one.school_urn):
        yield Invalid("Give a school, or say that the child is home educated: not both.", "home_educated")


def _line(text: str, most: int, name: str, field: str) -> str:
    try:
        return clean_line(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error


def _text(text: str, name: str, field: str) -> str:
    try:
        return clean_text(text, LONGEST, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
