"""The third source of yes: a link with a code that a worker gave to a child, or to a parent of a young one.

It carries its own view (these field groups of this one matter) and nothing of an agency: whoever reads by it has no
role, no permission and no involvement. It ends by itself, and a restriction that was placed since closes it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record_all
from alongside.audit.entries import SYSTEM, Actor
from alongside.audit.states import Act
from alongside.partners.access import Basis, Decision, Subject, entry_of
from alongside.partners.errors import Refused
from alongside.partners.involvements import restricted_persons
from alongside.partners.standing import Groups, Viewer
from alongside.partners.states import FieldGroup, Purpose

GATEWAY = "UK GDPR, Articles 12, 15 and 16; UN Convention on the Rights of the Child, Article 12"
READER = "reader by own view"
CARRIED: Groups = frozenset({FieldGroup.IDENTITY, FieldGroup.PLAN, FieldGroup.CHILD_VOICE, FieldGroup.KNOWN_TO})
CARRIED_WHEN_RESTRICTED: Groups = CARRIED - {FieldGroup.KNOWN_TO}


@dataclass(frozen=True, slots=True)
class OwnLink:
    """What a link opens: one matter of one person, for as long as it lives. `strict`: made under the rule for
    restricted children."""

    id: UUID
    person_id: UUID
    matter: str
    purpose: Purpose
    holder_code: str
    reader: str
    until: datetime
    strict: bool

    @property
    def groups(self) -> Groups:
        return CARRIED_WHEN_RESTRICTED if self.strict else CARRIED


def visitor(at: datetime) -> Viewer:
    """Somebody at the door of a link who has not given its code yet."""
    return Viewer(0, 0, SYSTEM, "", Actor.unknown(), frozenset(), at)


def reader_by(link: OwnLink, at: datetime) -> Viewer:
    """Who reads by this link. Her reading stands in the log of the agency that gave it."""
    actor = Actor(link.holder_code, f"own-view:{link.id}", link.reader, READER)
    return Viewer(0, 0, link.holder_code, "", actor, frozenset(), at)


def judge_own_view(viewer: Viewer, link: OwnLink, subject: Subject, groups: Groups, restricted: bool) -> Decision:
    """The rule itself: pure."""
    if viewer.actor.id != f"own-view:{link.id}" or viewer.permissions:
        return _no(link, subject, "the reader did not come by this link", groups)
    if viewer.at >= link.until:
        return _no(link, subject, "the link has run out", groups)
    if subject.person_id != link.person_id or subject.matter != link.matter:
        return _no(link, subject, "the link opens another matter", groups)
    if restricted and not link.strict:
        return _no(link, subject, "the person was restricted after the link was made", groups)
    granted = groups & link.groups
    if not granted:
        return _no(link, subject, "the link does not carry what was asked for", groups)
    because = "a worker gave this person a link to her or his own view"
    return Decision(subject, link.purpose, granted, Basis.OWN_VIEW, because, gateway=GATEWAY)


def _no(link: OwnLink, subject: Subject, because: str, groups: Groups) -> Decision:
    withheld = tuple((group, because) for group in groups)
    return Decision(subject, link.purpose, frozenset(), Basis.NONE, because, withheld=withheld)


def require_own_view(viewer: Viewer, link: OwnLink, subject: Subject, groups: Groups, act: Act = Act.VIEW) -> Decision:
    """Decide, write the log, and only then answer. Raises `Refused` (logged) when the answer is no."""
    hidden = bool(restricted_persons(viewer, [link.person_id]))
    decision = judge_own_view(viewer, link, subject, groups, hidden)
    entry = entry_of(viewer, decision, act)
    record_all([entry])
    if not decision.allowed:
        raise Refused(entry, decision)
    return decision
