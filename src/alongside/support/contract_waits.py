"""How long people wait under each contract until they are first met, as the directory tells it: two columns of a case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, FloatField, Func, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from alongside.common.prepared import Prepared, Slot
from alongside.support.definitions.kept import definitions
from alongside.support.models import PathwayVersion, Placement
from alongside.support.states import StageKind, VersionState


class Wait(NamedTuple):
    """Days from the referral to the first meeting; or to the end, or to now, where nobody has met her or him."""

    waited: float
    met: bool


Codes = tuple[str, ...]
Stages = tuple[tuple[int, Codes, Codes], ...]
"""Of each version of a pathway its key, the stages in which somebody works with a person, and those that end a case."""


def waits_under(first: datetime, end: datetime, at: datetime) -> Mapping[int, Sequence[Wait]]:
    """By contract, of every case that was referred from `first` on and before `end`. Three questions, however many cases.

    The same as `casefacts.facts_of` says, which a scorecard needs whole.
    """
    found: defaultdict[int, list[Wait]] = defaultdict(list)
    for contract, days, met in RECEIVED.rows(_stages(), first=first, end=end, at=at):
        found[contract].append(Wait(max(0.0, days), bool(met)))
    return found


def _stages() -> Stages:
    said = definitions(key for (key,) in VERSIONS.rows(()))
    return tuple(
        (
            key,
            tuple(stage.code for stage in one.stages if stage.kind is StageKind.WORKING),
            tuple(stage.code for stage in one.stages if stage.kind is StageKind.ENDED),
        )
        for key, one in sorted(said.items())
    )


def _versions(shape: tuple[()]) -> QuerySet[PathwayVersion, tuple[int]]:
    """Those that cases under contracts may run by."""
    rows = PathwayVersion.objects.exclude(state=VersionState.DRAFT).filter(pathway__contracts__isnull=False)
    return rows.order_by("pk").distinct().values_list("pk")


class Days(Func):
    """Days from the second moment to the first, as the database works them out: to read thousands of moments would be
    most of the page."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        days = copy(self)
        days.source_expressions = [Func(one, function="julianday") for one in self.source_expressions]
        return days.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        between = "(extract(epoch from (%(expressions)s)) / 86400)::double precision"
        return self.as_sql(compiler, connection, template=between, arg_joiner=" - ", **extra)


def _received(stages: Stages) -> QuerySet[Placement, Any]:
    begins, ends = Q(pk__in=()), Q(pk__in=())
    for key, working, over in stages:
        begins |= Q(case__version=key, case__steps__to_stage__in=working)
        ends |= Q(case__version=key, case__steps__to_stage__in=over)
    first, end, at = (Slot.of(name, DateTimeField(), datetime) for name in ("first", "end", "at"))
    rows = Placement.objects.filter(case__received_at__gte=first, case__received_at__lt=end).order_by()
    begins &= ~Q(case__steps__from_stage="")
    until = Coalesce(Min("case__steps__at", filter=begins), Min("case__steps__at", filter=ends), at)
    waited = Days(until, "case__received_at")
    return rows.annotate(waited=waited, met=Count("case__steps", filter=begins)).values_list(
        "contract_id", "waited", "met"
    )


VERSIONS, RECEIVED = Prepared(_versions), Prepared(_received)
