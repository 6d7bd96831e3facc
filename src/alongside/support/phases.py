"""Which schools a kind of handover goes from and to, by their phase in the national register."""

from collections.abc import Iterable

from alongside.areas.queries import schools_now
from alongside.areas.states import PHASES
from alongside.partners.models import Agency
from alongside.support.definitions.parts import Definition


def of_phases(agencies: Iterable[Agency], phases: tuple[str, ...]) -> list[Agency]:
    """Those whose school has one of these phases; none named means all. Whoever is no school, and a school of which
    nobody knows the phase, stays: what is not known leaves nobody out."""
    found = list(agencies)
    if not phases:
        return found
    held = schools_now(one.school_urn for one in found if one.school_urn)
    told = {urn: school.phase for urn, school in held.items() if school.phase in PHASES}
    return [one for one in found if told.get(one.school_urn, phases[0]) in phases]


def may_receive(agency: Agency, definition: Definition) -> bool:
    """An agency of a kind, and a school of a phase, to which this goes."""
    return agency.is_active and agency.kind in definition.receivers and bool(of_phases([agency], definition.to_phases))


def may_send(agency: Agency, definition: Definition) -> bool:
    """The same for whoever begins it: a secondary school sends nobody to secondary school, and no school from a ward."""
    fits = not definition.senders or agency.kind in definition.senders
    return fits and bool(of_phases([agency], definition.from_phases))
