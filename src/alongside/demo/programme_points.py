"""Points before and after in the demo's schools: what nobody was taught would look like, too, and many are missing."""

from random import Random

from alongside.programmes.models import Instrument, Reading, SchoolClass
from alongside.programmes.rules.codes import LENGTH, SIGNS, pupil_code
from alongside.programmes.states import HELD, Moment

LOWEST, HIGHEST = 0, 40
MEAN, SPREAD, RETEST = 17.0, 6.1, 0.74


def keep_points(rng: Random, year: int) -> None:
    """Of every third class that is over; a fifth have no points before, a third none after. No effect is put in."""
    coping = Instrument.objects.get(code="coping")
    over = SchoolClass.objects.filter(school_year__lt=year, sessions__state__in=list(HELD)).distinct().order_by("pk")
    Reading.objects.bulk_create(
        Reading(school_class=one, instrument=coping, moment=moment, code=code, points=points)
        for one in list(over)[::3]
        for code, moment, points in _of_class(rng, one.size)
    )


def _of_class(rng: Random, size: int) -> list[tuple[str, Moment, int]]:
    found = []
    codes: set[str] = set()
    while len(codes) < size:
        codes.add(pupil_code("".join(rng.choices(SIGNS, k=LENGTH))))
    for code in sorted(codes):
        before = rng.gauss(MEAN, SPREAD)
        after = MEAN + RETEST * (before - MEAN) + rng.gauss(0, SPREAD * (1 - RETEST**2) ** 0.5)
        for moment, points, answered in ((Moment.BEFORE, before, 0.8), (Moment.AFTER, after, 0.67)):
            if rng.random() < answered:
                found.append((code, moment, min(HIGHEST, max(LOWEST, round(points)))))
    return found
