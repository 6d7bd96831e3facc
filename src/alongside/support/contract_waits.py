"""How long people wait under each contract until they are first met, as the directory tells it: two columns of a case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Min, Q, QuerySet

from alongside.common.prepared import Prepared, Slot
from alongside.support.definitions.kept import definitions
from alongside.support.models import PathwayVersion, Placement
from alongside.support.states import StageKind, VersionState


@dataclass(frozen=True, slots=True)
class Wait:
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
    for contract, received, met, ended in RECEIVED.rows(_stages(), first=first, end=end):
        found[contract].append(Wait(max(0.0, ((met or ended or at) - received) / timedelta(days=1)), met is not None))
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


def _received(stages: Stages) -> QuerySet[Placement, tuple[int, datetime, datetime | None, datetime | None]]:
    begins, ends = Q(pk__in=()), Q(pk__in=())
    for key, working, over in stages:
        begins |= Q(case__version=key, case__steps__to_stage__in=working)
        ends |= Q(case__version=key, case__steps__to_stage__in=over)
    first, end = (Slot.of(name, DateTimeField(), datetime) for name in ("first", "end"))
    rows = Placement.objects.filter(case__received_at__gte=first, case__received_at__lt=end).order_by(
        "case__received_at"
    )
    return rows.annotate(
        met=Min("case__steps__at", filter=begins & ~Q(case__steps__from_stage="")),
        over=Min("case__steps__at", filter=ends),
    ).values_list("contract_id", "case__received_at", "met", "over")


VERSIONS, RECEIVED = Prepared(_versions), Prepared(_received)
