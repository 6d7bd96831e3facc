"""The places that can be chosen for a source: those in which it holds something, wards with the name of their borough."""

from alongside.places.boundaries import LOCAL_AUTHORITIES, WHOLE, Boundary, boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.queries import districts_with_crime
from alongside.places.source_forms import NATIONAL_GRID, SourceSummary


def place_choices(summary: SourceSummary) -> list[tuple[str, str]]:
    """All that the source covers, then local authorities and their wards, where they can be laid over it.

    Of recorded crime only what has a crime in it, the fullest authority first: a file of boundaries often holds half a
    country.
    """
    whole = [] if summary.is_snapped else [(WHOLE, f"All that {summary.name} covers")]
    if summary.plane != NATIONAL_GRID:
        return whole
    held = boundaries_held()
    authorities = [one for one in held if one.kind in LOCAL_AUTHORITIES]
    left_out: set[str] = set()
    if summary.key == RECORDED_CRIME:
        authorities, left_out = with_crime(authorities)
    names = {one.code: one.name for one in authorities}
    wards = [one for one in held if one.kind not in LOCAL_AUTHORITIES and one.parent_code not in left_out]
    wards.sort(key=lambda one: (names.get(one.parent_code, ""), one.name))
    return [*whole, *((one.key, _words(one, names)) for one in [*authorities, *wards])]


def with_crime(authorities: list[Boundary]) -> tuple[list[Boundary], set[str]]:
    """Those that have crimes in them, the one with the most first, and the codes of the others.

    All of them where nothing is counted by local authority yet.
    """
    fullest = districts_with_crime()
    found = [one for one in authorities if one.code in set(fullest)]
    if not found:
        return authorities, set()
    first = next(code for code in fullest if code in {one.code for one in found})
    found.sort(key=lambda one: (one.code != first, one.name))
    return found, {one.code for one in authorities} - set(fullest)


def _words(one: Boundary, authorities: dict[str, str]) -> str:
    """Two boroughs often have a ward of one name; where only one borough can be chosen, its name says nothing."""
    is_told = one.parent_code in authorities and len(authorities) > 1
    within = f", {authorities[one.parent_code]}" if is_told else ""
    return f"{one.name}{within} ({one.kind.label})"
