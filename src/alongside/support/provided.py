"""The common ground of a case that runs under a contract: found, decided on and logged before anything is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.partners.access import Decision, refuse, require
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import Worked, find_case, parts_of, purpose_of
from alongside.support.contracting import placement_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, EntryKind, EntryUse, Option, Who
from alongside.support.models import Case, Placement
from alongside.support.references import CASE, normal

VIEW = (FieldGroup.IDENTITY, FieldGroup.SUPPORT)
WROTE = "wrote in the case"
"""What the log says of whatever a provider writes down of somebody: the same words, since they are read by people who
may not see what it was, and never lapse. What it was stands in the sealed part."""


@dataclass(frozen=True, slots=True)
class Provided:
    """A case under a contract, as somebody of the provider sees it."""

    case: Case
    definition: Definition
    placement: Placement
    decision: Decision
    parts: frozenset[Who]


def provided_case(viewer: Viewer, reference: str) -> Provided:
    """Decided, logged. Only the provider's own people who work on cases; to all others it looks as if it were not."""
    normalised = normal(reference, CASE)
    case = (
        Case.objects.select_related("pathway", "version", "holder", "receiver", "record", "worker")
        .prefetch_related("record__names")
        .filter(reference=normalised)
        .first()
    )
    parts = parts_of(case, viewer) if case else frozenset()
    placement = placement_of(case) if case and Who.PROVIDER in parts else None
    if case is None or placement is None:
        raise refuse(viewer, "case", normalised, "no such case under a contract of the member's agency")
    definition = definition_of(case.version)
    decision = require(viewer, case.subject, purpose_of(definition), VIEW, needs=VIEW)
    return Provided(case, definition, placement, decision, parts)


def find_provided(viewer: Viewer, reference: str) -> tuple[Worked, Placement]:
    """The same for a change: the case is locked."""
    worked = find_case(viewer, reference)
    placement = placement_of(worked.case) if Who.PROVIDER in worked.parts else None
    if placement is None:
        raise refuse(viewer, "case", worked.case.reference, "the member's agency does not work it under a contract")
    return worked, placement


def strands_of(definition: Definition) -> tuple[Option, ...]:
    """The strands of help that the pathway knows: the options of its question about needs."""
    for move in definition.moves:
        for one in move.asks:
            if one.key == "strands":
                return one.options
    return ()


def session_kind(definition: Definition) -> EntryKind:
    rule = next((one for one in definition.entries if one.use is EntryUse.SESSION), None)
    if rule is None:
        raise Invalid("This pathway has no sessions.", "came")
    return rule


def open_case(case: Case, field: str) -> None:
    if case.ended_at is not None:
        raise Invalid("This case has ended. Take it up again first.", field)


def chosen(value: str, known: Iterable[str], words: str, field: str) -> str:
    if value not in set(known):
        raise Invalid(words, field)
    return value


def is_session_stage(definition: Definition, stage: str) -> bool:
    """Whether a session is written down at this stage."""
    kinds = (kind for kind in definition.entries if kind.use is EntryUse.SESSION)
    return any(not kind.stages or stage in kind.stages for kind in kinds)
