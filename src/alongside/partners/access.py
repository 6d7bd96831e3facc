"""Access, in one place: may this viewer have these field groups of this subject for this purpose, and why?

Default is no. There are two sources of yes:

1. the subject is a record of the viewer's own agency;
2. the viewer's agency has a live *involvement* with the person that carries the field group, **and** an agreement
   in force for the purpose, signed by both agencies, covers it.

A restricted person is refused first, in both. `judge` is the single definition; `guarded.visible_to` says the same
to the database, and a property test holds the two together.

Beside them stand two more: the child's own view, by a link that carries it (`own_access`), and `judge_assurance`: who
answers for the lawfulness of sharing may see the log about any person who is not restricted, and of the person her
name and date of birth, so that it is the right one. Never what a case holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act, Outcome
from alongside.common.text import sentence_list
from alongside.partners.errors import Refused
from alongside.partners.involvements import Involved, live_involvements, restricted_persons
from alongside.partners.roles import Permission
from alongside.partners.standing import Groups, Viewer
from alongside.partners.states import FieldGroup, Purpose

NOTHING: Groups = frozenset()
ASSURED: Groups = frozenset({FieldGroup.IDENTITY})
ACCOUNTABILITY = "UK GDPR, Articles 5(2) and 30; Data Protection Act 2018, section 62"


class Basis(StrEnum):
    OWN = "own record"
    AGREEMENT = "agreement"
    ASSURANCE = "assurance"
    OWN_VIEW = "own view"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that may be asked for: its kind, its holder (controller) and the person whom it is about."""

    kind: str
    id: str
    holder_id: int
    holder_code: str
    holder_name: str = ""
    person_id: UUID | None = None
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, which field groups, and why; explains itself to the member and in the log."""

    subject: Subject
    purpose: Purpose
    groups: Groups
    basis: Basis
    because: str
    agreement: str = ""
    gateway: str = ""
    withheld: tuple[tuple[FieldGroup, str], ...] = ()

    @property
    def allowed(self) -> bool:
        return bool(self.groups)

    def __contains__(self, group: FieldGroup) -> bool:
        return group in self.groups

    @property
    def why_withheld(self) -> dict[FieldGroup, str]:
        return dict(self.withheld)


def judge(
    viewer: Viewer,
    subject: Subject,
    purpose: Purpose,
    groups: Groups,
    involved: Sequence[Involved],
    restricted: bool,
) -> Decision:
    """The rule itself: pure, given the viewer's standing and the live involvements of her agency."""
    if not viewer.permissions:
        return _no(subject, purpose, "the account is not active")
    if not groups:
        return _no(subject, purpose, "nothing was asked for")
    if restricted:
        return _no(subject, purpose, "the person is restricted and the member is not cleared")
    if subject.holder_id == viewer.agency_id:
        return Decision(subject, purpose, groups, Basis.OWN, f"it is {viewer.agency_name}'s own record")
    carried = _carried(subject, purpose, involved)
    terms = viewer.terms_with(purpose, subject.holder_id)
    covered: set[FieldGroup] = set()
    for term in terms:
        covered |= term.groups
    granted = groups & carried & covered
    if not granted:
        return _no(subject, purpose, _reason(subject, purpose, carried, bool(terms)), groups)
    used = [term for term in terms if granted & term.groups]
    labels = sentence_list([term.agreement for term in used])
    withheld = tuple((group, _why_withheld(group, subject, purpose, carried, viewer)) for group in groups - granted)
    return Decision(
        subject,
        purpose,
        granted,
        Basis.AGREEMENT,
        f"{viewer.agency_name} is involved with the child and {labels} covers it for {purpose.label.lower()}",
        labels,
        used[0].gateway,
        withheld,
    )


def _carried(subject: Subject, purpose: Purpose, involved: Sequence[Involved]) -> Groups:
    if subject.person_id is None:
        return NOTHING
    found: set[FieldGroup] = set()
    for one in involved:
        if one.person_id == subject.person_id and one.purpose is purpose and one.matter in ("", subject.matter):
            found |= one.groups
    return frozenset(found)


def _no(subject: Subject, purpose: Purpose, because: str, groups: Groups = NOTHING) -> Decision:
    return Decision(
        subject, purpose, NOTHING, Basis.NONE, because, withheld=tuple((group, because) for group in groups)
    )


def _reason(subject: Subject, purpose: Purpose, carried: Groups, has_terms: bool) -> str:
    holder = subject.holder_name or subject.holder_code
    if not carried:
        return f"the agency has no live involvement with the person for {purpose.label.lower()}"
    if not has_terms:
        return f"no agreement with {holder} is in force for {purpose.label.lower()}"
    return "neither the involvement nor an agreement covers what was asked for"


def _why_withheld(group: FieldGroup, subject: Subject, purpose: Purpose, carried: Groups, viewer: Viewer) -> str:
    holder = subject.holder_name or subject.holder_code
    words = group.label.lower()
    if group not in carried:
        return f"You cannot see {words}: your involvement with the child does not carry it."
    terms = viewer.terms_with(purpose, subject.holder_id)
    if any(group in term.on_request for term in terms):
        return f"{holder} may share {words} when asked: send a request."
    return f"You cannot see {words}: no agreement with {holder} covers it for {purpose.label.lower()}."


def judge_assurance(viewer: Viewer, subject: Subject, restricted: bool) -> Decision:
    """May this viewer see who saw what of this person? The log and the identity, and nothing that a case holds."""
    if not viewer.may(Permission.SEE_DISCLOSURES):
        return _no(subject, Purpose.ASSURANCE, "the role may not see who saw what", ASSURED)
    if restricted:
        return _no(subject, Purpose.ASSURANCE, "the person is restricted and the member is not cleared", ASSURED)
    because = f"the role at {viewer.agency_name} is to prove that sharing is lawful"
    return Decision(subject, Purpose.ASSURANCE, ASSURED, Basis.ASSURANCE, because, gateway=ACCOUNTABILITY)


def require_assurance(viewer: Viewer, person_id: UUID) -> Decision:
    """Decide on a person's page of disclosures, write the log, and only then answer. Raises `Refused`, logged."""
    subject = Subject("disclosures", str(person_id), 0, "", person_id=person_id)
    decision = judge_assurance(viewer, subject, bool(restricted_persons(viewer, [person_id])))
    return _answered(viewer, decision, Act.VIEW)


def decide(viewer: Viewer, subject: Subject, purpose: Purpose, groups: Iterable[FieldGroup]) -> Decision:
    """Decide on one subject (at most two queries). Writes nothing: see `require` for what a page calls."""
    return decide_all(viewer, [subject], purpose, groups)[0]


def decide_all(
    viewer: Viewer, subjects: Sequence[Subject], purpose: Purpose, groups: Iterable[FieldGroup]
) -> list[Decision]:
    """Decide on a page of subjects in one batch: two queries, however many there are."""
    wanted = frozenset(groups)
    persons = {subject.person_id for subject in subjects if subject.person_id is not None}
    foreign = {one.person_id for one in subjects if one.holder_id != viewer.agency_id and one.person_id is not None}
    involved = _by_person(live_involvements(viewer, foreign)) if foreign else {}
    restricted = restricted_persons(viewer, persons) if persons else frozenset()
    return [
        judge(viewer, one, purpose, wanted, involved.get(one.person_id, ()), one.person_id in restricted)
        for one in subjects
    ]


def _by_person(rows: Iterable[Involved]) -> Mapping[UUID | None, Sequence[Involved]]:
    found: dict[UUID | None, list[Involved]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def require(
    viewer: Viewer,
    subject: Subject,
    purpose: Purpose,
    groups: Iterable[FieldGroup],
    *,
    needs: Iterable[FieldGroup] = (),
    act: Act = Act.VIEW,
) -> Decision:
    """Decide, write the log, and only then answer. Raises `Refused` (logged) when the answer is no.

    `needs`: without every one of these the page makes no sense, and the answer is no.
    """
    decision = decide(viewer, subject, purpose, {*groups, *needs})
    if not decision.groups >= frozenset(needs):
        decision = _no(subject, purpose, "what the page cannot do without is not covered", decision.groups)
    return _answered(viewer, decision, act)


def _answered(viewer: Viewer, decision: Decision, act: Act) -> Decision:
    entry = entry_of(viewer, decision, act)
    record_all([entry])
    if not decision.allowed:
        raise Refused(entry, decision)
    return decision


@contextmanager
def writing() -> Iterator[None]:
    """One transaction for an action. A refusal undoes it, and is then logged again outside: it must not be lost."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        record_all([refusal.entry])
        raise


def log_list(
    viewer: Viewer,
    kind: str,
    persons: Iterable[UUID],
    purpose: Purpose,
    groups: Iterable[FieldGroup],
    reason: str,
) -> None:
    """One row for a list, naming every person in it."""
    record_all([list_entry(viewer, kind, persons, purpose, groups, reason)])


def list_entry(
    viewer: Viewer,
    kind: str,
    persons: Iterable[UUID],
    purpose: Purpose,
    groups: Iterable[FieldGroup],
    reason: str,
) -> Entry:
    """The same as an entry, for a page of several lists, which writes them all at once before it gives any."""
    return Entry(
        at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind=kind, persons=tuple(persons),
        purpose=purpose.code, field_groups=codes(groups), reason=reason,
    )  # fmt: skip


def refuse(viewer: Viewer, kind: str, id: str, because: str, *, act: Act = Act.VIEW) -> Refused:
    """Log a refusal that needs no decision (no such thing, wrong role) and give the error to raise."""
    entry = Entry(
        at=viewer.at,
        actor=viewer.actor,
        act=act,
        subject_kind=kind,
        subject_id=id[:80],
        outcome=Outcome.REFUSED,
        reason=because,
    )
    record_all([entry])
    return Refused(entry, because=because)


def entry_of(viewer: Viewer, decision: Decision, act: Act) -> Entry:
    subject = decision.subject
    return Entry(
        at=viewer.at,
        actor=viewer.actor,
        act=act,
        outcome=Outcome.ALLOWED if decision.allowed else Outcome.REFUSED,
        subject_kind=subject.kind,
        subject_id=subject.id,
        persons=(subject.person_id,) if subject.person_id else (),
        holder_code=subject.holder_code,
        purpose=decision.purpose.code,
        agreement=decision.agreement,
        field_groups=codes(decision.groups),
        reason=decision.because,
    )


def codes(groups: Iterable[FieldGroup]) -> tuple[str, ...]:
    return tuple(sorted(group.code for group in groups))
