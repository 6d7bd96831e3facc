"""Counts by month, type and area, kept beside the crimes so that a page need not count a million rows."""

# ruff: noqa: S608 (the names put into statements are ours or Django's; every value is a parameter)

from collections.abc import Iterable, Sequence

from django.db import connection

from alongside.areas.queries import locate, vintages_of
from alongside.areas.states import AreaKind
from alongside.places.models import Counting, CrimeCount, ForceMonth, MapPoint, PointArea, RecordedCrime
from alongside.places.states import EVERYWHERE, Assignment

LSOA = str(AreaKind.LSOA)
BY_BOUNDARY = (AreaKind.WARD, AreaKind.BOROUGH, AreaKind.METROPOLITAN, AreaKind.DISTRICT, AreaKind.UNITARY)
_COUNT, _CRIME, _POINT_AREA = (model._meta.db_table for model in (CrimeCount, RecordedCrime, PointArea))
_POINTS_AT_ONCE = 20_000
_MONTHS_AT_ONCE = 200


def countings() -> list[Counting]:
    """Every counting that is kept up. One for boundaries that came since the last look is made whole first.

    Two need no boundaries: all that a force published, and by the LSOA code on each row.
    """
    kept = [
        Counting.objects.get_or_create(assignment=Assignment.PUBLISHED, kind=kind, vintage=0)[0]
        for kind in (EVERYWHERE, LSOA)
    ]
    for kind in BY_BOUNDARY:
        for vintage in vintages_of(kind):
            counting, is_new = Counting.objects.get_or_create(
                assignment=Assignment.MAP_POINT, kind=str(kind), vintage=vintage
            )
            if is_new:
                count_all(counting)
            kept.append(counting)
    return kept


def count_all(counting: Counting) -> int:
    """Count every month by this counting, from the boundaries as they are now; how many points were placed."""
    PointArea.objects.filter(counting=counting).delete()
    placed = place_points(counting)
    count_again(ForceMonth.objects.values_list("pk", flat=True), [counting])
    return placed


def count_again(force_months: Iterable[int], kept: Sequence[Counting]) -> None:
    """Throw away these months' counts and make them anew."""
    wanted = sorted(set(force_months))
    for start in range(0, len(wanted), _MONTHS_AT_ONCE):
        some = wanted[start : start + _MONTHS_AT_ONCE]
        for counting in kept:
            CrimeCount.objects.filter(counting=counting, force_month__in=some).delete()
            _count(counting, some)
        _total(some)


def _count(counting: Counting, force_months: Sequence[int]) -> None:
    months = ", ".join(["%s"] * len(force_months))
    joined, parameters = "", [counting.pk]
    if counting.assignment == Assignment.MAP_POINT:
        code = "COALESCE(a.area_code, '')"
        joined = f"LEFT JOIN {_POINT_AREA} a ON a.point_id = c.point_id AND a.counting_id = %s"
        parameters.append(counting.pk)
    else:
        code = "''" if counting.kind == EVERYWHERE else "COALESCE(c.lsoa_id, '')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_COUNT} (counting_id, area_code, force_month_id, crime_type, total) "
            f"SELECT %s, {code}, c.force_month_id, c.crime_type, COUNT(*) FROM {_CRIME} c {joined} "
            f"WHERE c.force_month_id IN ({months}) GROUP BY 2, 3, 4",
            [*parameters, *force_months],
        )


def _total(force_months: Sequence[int]) -> None:
    """Keep each month's own total in step with its crimes."""
    month = ForceMonth._meta.db_table
    places = ", ".join(["%s"] * len(force_months))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {month} SET crimes = (SELECT COUNT(*) FROM {_CRIME} c WHERE c.force_month_id = {month}.id) "
            f"WHERE id IN ({places})",
            list(force_months),
        )


def place_points(counting: Counting) -> int:
    """Find the area of every map point that this counting has not placed yet; how many those were."""
    if counting.assignment != Assignment.MAP_POINT:
        return 0
    placed = PointArea.objects.filter(counting=counting).values("point_id")
    waiting = MapPoint.objects.exclude(key__in=placed).order_by("key").values_list("key", "easting", "northing")
    done = 0
    while batch := list(waiting[:_POINTS_AT_ONCE]):
        PointArea.objects.bulk_create(
            (
                PointArea(counting=counting, point_id=point[0], area_code=code)
                for point, code in zip(batch, _codes(counting, batch), strict=True)
            ),
            batch_size=2_000,
        )
        done += len(batch)
    return done


def _codes(counting: Counting, points: Sequence[tuple[int, int | None, int | None]]) -> list[str]:
    """Area codes in the order of the points; empty where a point has no grid reference or lies outside."""
    eastings = [float(easting) for _, easting, northing in points if easting is not None and northing is not None]
    northings = [float(northing) for _, easting, northing in points if easting is not None and northing is not None]
    found = iter(locate(eastings=eastings, northings=northings, kind=counting.kind, vintage=counting.vintage))
    return [(next(found) or "") if easting is not None else "" for _, easting, _ in points]
