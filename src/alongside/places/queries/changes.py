"""Changes in how crime was recorded that fall between two days: named before a step is taken for a change of crime."""

from collections.abc import Sequence
from datetime import date

from alongside.places.crime_types import CrimeType, breaks_in
from alongside.places.models import ForceMonth
from alongside.places.series_breaks import force_breaks


def changes_of_recording(kinds: Sequence[str], *, since: date, until: date) -> list[str]:
    """Of the forces that are held for these months and of these crime types; each a sentence."""
    forces = set(ForceMonth.objects.filter(month__range=(since, until)).values_list("force", flat=True))
    types = [CrimeType[kind.upper()] for kind in kinds] or list(CrimeType)
    found = [words for kind in types for words in breaks_in(kind, since=since, until=until)]
    return list(dict.fromkeys([*found, *force_breaks(forces, since=since, until=until)]))
