"""What a member has to do, in piles: how many things lie there, how many of them late, and the next few by clock.

A pile is a guarded list with a column by which things are due (`piles`). The counts name nobody and are not logged; the
next few name children, and are logged like any list. “My work” and the daily summary read the same piles, so that the two
cannot disagree.

A page of piles is opened all day, so that it asks for all of them together: of each pile once for its counts and its
first few under the rule, then for the rows of those that are not empty; once for the names and clocks of all, and one
entry into the log for all lists, before any is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.fields import DateTimeField

from alongside.audit.actions import record_all
from alongside.common.clock_status import ClockStatus
from alongside.common.prepared import Slot, values_for
from alongside.partners.access import list_entry, refuse
from alongside.partners.asking import Asked
from alongside.partners.standing import LONDON, Viewer
from alongside.people.threads import names_of
from alongside.support.queries.clocks import Run, runs_of
from alongside.support.queries.piles import Pile
from alongside.support.queries.shown import child_from
from alongside.support.versions_in_use import Versions, worked_versions

FEW = 5
# Beyond this a pile is told as “500 or more”: counting further helps nobody, and “My work” is opened all day.
MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Due:
    """How many things lie in a pile, and how many of them are late or due today."""

    total: int = 0
    late: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. Its page is found by `key`, in parts between slashes; a clock or a day says by when."""

    key: str
    title: str
    detail: str
    clock: ClockStatus | None = None
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies in a pile for one viewer: how much, and the first few rows."""

    pile: Pile
    due: Due
    rows: Sequence[Any] = ()


def due_in(viewer: Viewer, piles: Sequence[Pile]) -> list[Due]:
    """How each pile stands: one question for each, and no person."""
    versions = worked_versions(viewer)
    return [_counted(viewer, pile, versions)[0] for pile in piles]


def at_hand(viewer: Viewer, piles: Sequence[tuple[Pile, str]]) -> list[tuple[Due, tuple[Task, ...]]]:
    """How each pile stands, and what is due first in it: logged, each for its own reason, as a list of those who are
    named."""
    versions = worked_versions(viewer)
    lying = [_lying(viewer, pile, versions) for pile, _ in piles]
    record_all(
        [
            list_entry(viewer, "work", _persons(one), one.pile.purpose, one.pile.groups, reason)
            for one, (_, reason) in zip(lying, piles, strict=True)
            if one.rows and one.pile.record
        ]
    )
    names = names_of([one.pile.record(row).pk for one in lying if one.pile.record for row in one.rows])
    references = [one.pile.key(row) for one in lying if one.pile.clocks for row in one.rows]
    runs = runs_of(references, viewer.at) if references else []
    return [(one.due, _tasks(viewer, one, names, runs)) for one in lying]


def _persons(one: Lying) -> set[Any]:
    return {one.pile.record(row).person_id for row in one.rows} if one.pile.record else set()


def _lying(viewer: Viewer, pile: Pile, versions: Versions) -> Lying:
    due, first = _counted(viewer, pile, versions)
    if not first:
        return Lying(pile, due)
    size, named = values_for("row", first, None)
    found = {row.pk: row for row in ROWS.objects(viewer, (pile, versions, size), **named)}
    return Lying(pile, due, [found[key] for key in first])


def _counted(viewer: Viewer, pile: Pile, versions: Versions) -> tuple[Due, list[Any]]:
    """How the pile stands, and the keys of its first few. The rule is asked here."""
    if not pile.is_for(viewer):
        raise refuse(viewer, "work", "", f"the role may not {pile.permission}")
    begins, ends = (datetime.combine(viewer.day + timedelta(days=more), time(), LONDON) for more in (0, 1))
    first, every = COUNTED.begun(viewer, (pile, versions), FEW, begins=begins, ends=ends)
    late, today = (sum(bool(row[place]) for row in every) if pile.promised else 0 for place in (1, 2))
    return Due(len(every), late, today), [row[0] for row in first]


def _first(viewer: Viewer, shape: tuple[Pile, Versions]) -> QuerySet[Any, Any]:
    """Of everything that counts: its key, whether it is late, whether it is for today. They are counted here and not by
    the database, which would look up each a second time for that."""
    pile, versions = shape
    rows = pile.rows(viewer, versions)
    if _by_day(pile, rows):
        late, today = Q(**{f"{pile.due}__lt": viewer.day}), Q(**{pile.due: viewer.day})
    else:
        begins, ends = (Slot.of(name, DateTimeField(), datetime) for name in ("begins", "ends"))
        from_now = begins if pile.all_day else viewer.at
        late, today = Q(**{f"{pile.due}__lt": from_now}), Q(**{f"{pile.due}__gte": from_now, f"{pile.due}__lt": ends})
    due = F(pile.due).asc(nulls_last=True)
    # In the order in which they are told: however much lies in the pile, danger is among what is counted.
    order: tuple[str | OrderBy, ...] = (*pile.before, due)
    told = rows.order_by(*order, "pk").annotate(is_late=late, is_for_today=today)
    return told.values_list("pk", "is_late", "is_for_today")[:MOST_COUNTED]


def _by_key(viewer: Viewer, shape: tuple[Pile, Versions, int]) -> QuerySet[Any, Any]:
    """Rows that the rule has let through, with what the pile tells of them."""
    pile, versions, size = shape
    rows = pile.rows(viewer, versions)
    found = rows.model._default_manager.filter(pk__in=Slot.several("row", rows.model._meta.pk, size)).order_by()
    found.query.select_related = rows.query.select_related
    return found


COUNTED, ROWS = Asked(_first), Asked(_by_key)


def _tasks(
    viewer: Viewer, one: Lying, names: dict[int, list[str]], runs: Sequence[Run]
) -> tuple[Task, ...]:  # fmt: skip
    pile = one.pile
    mine = {pile.key(row) for row in one.rows}
    clocks = pile.clocks([run for run in runs if run.matter in mine]) if pile.clocks else {}
    tasks = []
    for row in one.rows:
        due, key = getattr(row, pile.due), pile.key(row)
        day = None if isinstance(due, datetime) else due
        name = child_from(names.get(pile.record(row).pk, ()), None, "").name if pile.record else ""
        tasks.append(Task(key, name, pile.detail(row), clocks.get(key), day, day is not None and day < viewer.day))
    return tuple(tasks)


def _by_day(pile: Pile, rows: QuerySet[Any]) -> bool:
    """A day is over at midnight; a moment is over at once."""
    return type(rows.model._meta.get_field(pile.due)) is DateField
