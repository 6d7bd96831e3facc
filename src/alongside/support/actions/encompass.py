"""Taking in last night's incidents: each child kept as sent, its setting found, its notice delivered; or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.actions import add_record
from alongside.support.actions.encompass_delivering import deliver
from alongside.support.actions.encompass_finding import Directory, Finding
from alongside.support.encompass_drafts import ChildTold, IncidentDraft, checked
from alongside.support.encompass_states import PURPOSE
from alongside.support.encompass_work import INCIDENT_SUBJECT, find_own
from alongside.support.models import Incident, IncidentChild, IncidentVersion
from alongside.support.references import INCIDENT, new_references

OTHER_WORDS = (
    "An incident with this police reference was sent before, with other words. Open it and correct it there, with a "
    "reason; or, if it is another incident, give it its own reference."
)
OTHER_WORDS_OF_CHILD = (
    "This child was sent before in this incident, with other words. Open it and correct them there, with a reason."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one incident. Not new: it was sent before; `added` are the children who had not been."""

    incident: Incident
    is_new: bool
    added: frozenset[str] = frozenset()
    refused: tuple[tuple[str, str], ...] = ()


def take_incident(*, draft: IncidentDraft, by: Viewer, at: datetime, source: str = "form") -> Taken:
    """Keep one incident and deliver a notice for each of its children, or raise `Invalid`.

    The police reference decides: the same incident sent again enters nothing, and gives what it had become. Children
    who were not named before are added to it. What was said before is changed only by a correction.
    """
    (taken,) = take_incidents(drafts=[draft], by=by, at=at, source=source)
    if isinstance(taken, Invalid):
        raise taken
    if taken.refused:
        raise Invalid(taken.refused[0][1], "given")
    return taken


def take_incidents(
    *, drafts: Sequence[IncidentDraft], by: Viewer, at: datetime, source: str
) -> list[Taken | Invalid]:  # fmt: skip
    """Many incidents in one transaction, each with its answer; what cannot stand holds the others up by nothing."""
    if not by.may(Permission.SEND_ENCOMPASS):
        raise refuse(by, INCIDENT_SUBJECT, "", "the role may not send notices of domestic abuse", act=Act.CREATE)
    with writing():
        agency = Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
        taking = _Taking(agency, by, at, source)
        answers = taking.take([_checked(draft, by, at) for draft in drafts])
        taking.write()
    return answers


def add_child(*, reference: str, child: ChildTold, by: Viewer, at: datetime) -> Taken:
    """Name one more child of an incident that was sent, and have its own setting told. Named before, it enters once."""
    with writing():
        incident = find_own(by, reference)
        if incident.withdrawn_at is not None:
            raise Invalid("This incident was withdrawn. Send it anew under a reference of its own.", "given")
        draft = checked(
            IncidentDraft(
                incident.police_reference, incident.happened_at, incident.place, incident.circumstances, (child,)
            ), by.day, at,
        )  # fmt: skip
        taking = _Taking(incident.agency, by, at, "form")
        taken = taking.more_of(incident, draft)
        taking.write()
    return taken


def _checked(draft: IncidentDraft, by: Viewer, at: datetime) -> IncidentDraft | Invalid:
    try:
        return checked(draft, by.day, at)
    except Invalid as problem:
        return problem


@dataclass
class _Taking:
    """One taking, inside its transaction."""

    agency: Agency
    by: Viewer
    at: datetime
    source: str
    entries: list[Entry] = field(default_factory=list)
    children: list[IncidentChild] = field(default_factory=list)
    versions: list[IncidentVersion] = field(default_factory=list)
    known_children: dict[tuple[int, str], IncidentChild] = field(default_factory=dict)

    def take(self, drafts: Sequence[IncidentDraft | Invalid]) -> list[Taken | Invalid]:
        good = [one for one in drafts if not isinstance(one, Invalid)]
        known = self._known(good)
        new = self._new([one for one in good if one.police_reference not in known])
        self.known_children = _children(known.values())
        answers: list[Taken | Invalid] = []
        for one in drafts:
            if isinstance(one, Invalid):
                answers.append(one)
            elif (made := new.pop(one.police_reference, None)) is not None:
                answers.append(self._children_of(made, one, is_new=True))
                known[one.police_reference] = made
            else:
                answers.append(self._again(known[one.police_reference], one))
        return answers

    def more_of(self, incident: Incident, draft: IncidentDraft) -> Taken:
        self.known_children = _children([incident])
        return self._children_of(incident, draft, is_new=False)

    def _known(self, drafts: Iterable[IncidentDraft]) -> dict[str, Incident]:
        rows = Incident.objects.filter(
            agency=self.agency, police_reference__in={one.police_reference for one in drafts}
        )
        return {one.police_reference: one for one in rows}

    def _new(self, drafts: Iterable[IncidentDraft]) -> dict[str, Incident]:
        first = {one.police_reference: one for one in reversed(list(drafts))}
        made = [
            Incident(
                reference=reference, agency=self.agency, police_reference=one.police_reference,
                happened_at=one.happened_at, place=one.place, circumstances=one.circumstances,
                fingerprint=one.fingerprint, sent_by_id=self.by.member_id, source=self.source[:100],
                received_at=self.at,
            )
            for reference, one in zip(new_references(INCIDENT, Incident, len(first)), first.values(), strict=True)
        ]  # fmt: skip
        for incident, one in zip(Incident.objects.bulk_create(made), first.values(), strict=True):
            self._version(incident, None, one.words)
            self.entries.append(self._entry(incident))
        return {one.police_reference: one for one in made}

    def _again(self, incident: Incident, draft: IncidentDraft) -> Taken | Invalid:
        if incident.fingerprint != draft.fingerprint:
            return Invalid(OTHER_WORDS, "police_reference")
        if incident.withdrawn_at is not None:
            return Invalid(
                "This incident was sent before, and withdrawn. Give a new one its own reference.", "police_reference"
            )
        return self._children_of(incident, draft, is_new=False)

    def _children_of(self, incident: Incident, draft: IncidentDraft, *, is_new: bool) -> Taken:
        added: set[str] = set()
        refused: list[tuple[str, str]] = []
        for one in draft.children:
            before = self.known_children.get((incident.pk, one.key))
            if before is None:
                added.add(one.key)
                self.known_children[incident.pk, one.key] = self._child(incident, one)
            elif before.fingerprint != one.fingerprint:
                refused.append((one.key, OTHER_WORDS_OF_CHILD))
        return Taken(incident, is_new, frozenset(added), tuple(refused))

    def _child(self, incident: Incident, one: ChildTold) -> IncidentChild:
        record = add_record(
            draft=one.child, holder=self.agency, source=self.source, by=self.by.actor, at=self.at, today=self.by.day,
            log=self.entries.append,
        )  # fmt: skip
        made = IncidentChild(
            incident=incident, record=record, key=one.key, fingerprint=one.fingerprint, presence=one.presence,
            where_in_home=one.where_in_home, voice=one.voice, voice_with=one.voice_with, told_school=one.school_name,
            told_urn=one.school_urn, home_educated=one.home_educated,
        )  # fmt: skip
        self.children.append(made)
        self._version(incident, made, one.words)
        return made

    def _version(self, incident: Incident, child: IncidentChild | None, words: dict[str, object]) -> None:
        self.versions.append(
            IncidentVersion(
                incident=incident, child=child, number=1, words=words, reason="As sent", at=self.at,
                by=self.by.actor.name,
            )
        )  # fmt: skip

    def _entry(self, incident: Incident) -> Entry:
        return Entry(
            at=self.at, actor=self.by.actor, act=Act.CREATE, subject_kind=INCIDENT_SUBJECT,
            subject_id=incident.reference, holder_code=self.agency.code, purpose=PURPOSE.code,
            reason=f"kept as sent by {self.source}"[:400],
        )  # fmt: skip

    def write(self) -> None:
        """Children, then whom to tell of each, then that they were told."""
        IncidentChild.objects.bulk_create(self.children)
        IncidentVersion.objects.bulk_create(self.versions)
        if self.children:
            directory = Directory(self.agency.pk, self.by)
            finding = Finding(directory, self.children)
            goes = [(child, finding.destination(child, self.at)) for child in self.children]
            self.entries += deliver(
                goes=goes, persons=finding.persons, officers=directory.officers, by=self.by, at=self.at
            ).entries
        record_all(self.entries)


def _children(incidents: Iterable[Incident]) -> dict[tuple[int, str], IncidentChild]:
    rows = IncidentChild.objects.filter(incident__in=[one.pk for one in incidents]).select_related("record")
    return {(one.incident_id, one.key): one for one in rows}
