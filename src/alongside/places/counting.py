"""Counts by month, type and area, kept beside the crimes so that a page need not count a million rows."""

from collections.abc import Iterable, Sequence

from django.db import connection

locate = None  # TEMPORARY
from alongside.places.models import Counting, CrimeCount, ForceMonth, MapPoint, PointArea, RecordedCrime
from alongside.places.states import Assignment

EVERYWHERE = "everywhere"
LSOA = "lsoa"
_COUNT, _CRIME, _POINT_AREA = (model._meta.db_table for model in (CrimeCount, RecordedCrime, PointArea))
_POINTS_AT_ONCE = 20_000
_MONTHS_AT_ONCE = 200


def published_countings() -> list[Counting]:
    """The two that need no boundaries: all that a force published, and by the LSOA code on each row."""
    return [
        Counting.objects.get_or_create(assignment=Assignment.PUBLISHED, kind=kind, vintage="")[0]
        for kind in (EVERYWHERE, LSOA)
    ]


def boundary_counting(kind: str, vintage: str) -> Counting:
    return Counting.objects.get_or_create(assignment=Assignment.MAP_POINT, kind=kind, vintage=vintage)[0]


def countings() -> list[Counting]:
    """Every counting that is kept up; the two of the publisher are always among them."""
    published = published_countings()
    return [*published, *Counting.objects.filter(assignment=Assignment.MAP_POINT)]


def count_again(force_months: Iterable[int], given: Sequence[Counting] | None = None) -> None:
    """Throw away these months' counts and make them anew, for every counting (or the ones given)."""
    wanted = sorted(set(force_months))
    chosen = countings() if given is None else given
    for start in range(0, len(wanted), _MONTHS_AT_ONCE):
        some = wanted[start : start + _MONTHS_AT_ONCE]
        for counting in chosen:
            CrimeCount.objects.filter(counting=counting, force_month__in=some).delete()
            _count(counting, some)
        _total(some)


def _count(counting: Counting, force_months: Sequence[int]) -> None:
    months = ", ".join(["%s"] * len(force_months))
    if counting.assignment == Assignment.MAP_POINT:
        code = "COALESCE(a.area_code, '')"
        joined = f"LEFT JOIN {_POINT_AREA} a ON a.point_id = c.point_id AND a.counting_id = %s"
        parameters: list[object] = [counting.pk, counting.pk]
    else:
        code = "''" if counting.kind == EVERYWHERE else "COALESCE(c.lsoa_id, '')"
        joined, parameters = "", [counting.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_COUNT} (counting_id, area_code, force_month_id, crime_type, total) "
            f"SELECT %s, {code}, c.force_month_id, c.crime_type, COUNT(*) FROM {_CRIME} c {joined} "
            f"WHERE c.force_month_id IN ({months}) GROUP BY 2, 3, 4",
            [*parameters, *force_months],
        )


def _total(force_months: Sequence[int]) -> None:
    """Keep each month's own total in step with its crimes."""
    crime, month = _CRIME, ForceMonth._meta.db_table
    places = ", ".join(["%s"] * len(force_months))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {month} SET crimes = (SELECT COUNT(*) FROM {crime} c WHERE c.force_month_id = {month}.id) "
            f"WHERE id IN ({places})",
            list(force_months),
        )


def place_points(counting: Counting) -> int:
    """Find the area of every map point that this counting has not placed yet; how many those were."""
    placed = PointArea.objects.filter(counting=counting).values("point_id")
    waiting = MapPoint.objects.exclude(key__in=placed).values_list("key", "easting", "northing")
    done = 0
    if counting.assignment != Assignment.MAP_POINT:
        return done
    while batch := list(waiting.order_by("key")[:_POINTS_AT_ONCE]):
        codes = _codes(counting, batch)
        PointArea.objects.bulk_create(
            (
                PointArea(counting=counting, point_id=key, area_code=code)
                for (key, _, _), code in zip(batch, codes, strict=True)
            ),
            batch_size=2_000,
        )
        done += len(batch)
    return done


def _codes(counting: Counting, points: Sequence[tuple[int, int | None, int | None]]) -> list[str]:
    """Area codes in the order of the points; empty where a point has no grid reference or lies outside."""
    on_grid = [index for index, (_, easting, _) in enumerate(points) if easting is not None]
    found = locate(
        kind=counting.kind,
        vintage=counting.vintage,
        eastings=[points[index][1] for index in on_grid],
        northings=[points[index][2] for index in on_grid],
    )
    codes = [""] * len(points)
    for index, code in zip(on_grid, found, strict=True):
        codes[index] = code or ""
    return codes
