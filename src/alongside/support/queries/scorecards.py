"""A provider's scorecard, for its commissioner and for itself: counts, never children."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from alongside.audit.states import Act
from alongside.common.periods import add_months, month_of
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.casefacts import facts_of
from alongside.support.contracting import said, terms_in_use
from alongside.support.definitions.kept import definition_of
from alongside.support.models import Contract, PathwayVersion, ScorecardCopy
from alongside.support.provided import strands_of
from alongside.support.references import CONTRACT, normal
from alongside.support.scorecard_figures import Figure, Mix, MixRow, case_mix, figures
from alongside.support.small_counts import Exact, Rough, Telling
from alongside.support.states import VersionState


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Of one contract in one period, beside all providers of the same commissioner and pathway together."""

    reference: str
    provider: str
    title: str
    pathway: str
    first_day: date
    last_day: date
    figures: tuple[Figure, ...]
    mix: tuple[Mix, ...]
    providers: int
    may_draw_up: bool


@dataclass(frozen=True, slots=True)
class CopyRow:
    id: UUID
    provider: str
    first_day: date
    last_day: date
    drawn_up_at: datetime
    reply_until: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class ReplyShown:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CopyPage:
    """What was drawn up, with the provider's replies beside each figure."""

    row: CopyRow
    reference: str
    title: str
    figures: tuple[tuple[Figure, tuple[ReplyShown, ...]], ...]
    mix: tuple[Mix, ...]
    about_all: tuple[ReplyShown, ...]
    by: str
    frozen_at: datetime | None
    may_reply: bool
    may_freeze: bool


def scorecards(viewer: Viewer) -> tuple[tuple[str, str, str], ...]:
    """The contracts whose scorecard the viewer may read: reference, provider, title."""
    rows = list(_reach(viewer))
    if not rows:
        raise refuse(viewer, "scorecards", "own", "the member's agency keeps and holds no contract")
    terms = terms_in_use(rows)
    return tuple((one.reference, one.provider.name, terms[one.pk].title) for one in rows)


def _reach(viewer: Viewer) -> list[Contract]:
    mine = Q(pk__in=())
    if viewer.may(Permission.KEEP_CONTRACTS):
        mine |= Q(commissioner_id=viewer.agency_id)
    if viewer.may(Permission.MANAGE_CASES):
        mine |= Q(provider_id=viewer.agency_id)
    return list(Contract.objects.filter(mine).select_related("provider", "commissioner", "pathway"))


def _contract(viewer: Viewer, reference: str) -> Contract:
    normalised = normal(reference, CONTRACT)
    found = next((one for one in _reach(viewer) if one.reference == normalised), None)
    if found is None:
        raise refuse(viewer, "scorecard", normalised, "no such contract that the member's agency keeps or holds")
    return found


def last_year(viewer: Viewer) -> tuple[date, date]:
    """The twelve whole months before this one."""
    end = month_of(viewer.day)
    return add_months(end, -12), date.fromordinal(end.toordinal() - 1)


def scorecard(viewer: Viewer, reference: str) -> Scorecard:
    """The twelve whole months before this one, as it stands now. Each month's overlaps the one before by eleven months:
    its counts are to the nearest five, so that the two cannot be subtracted."""
    contract = _contract(viewer, reference)
    return _card(viewer, contract, *last_year(viewer), Rough())


def scorecard_of(viewer: Viewer, reference: str, *, first_day: date, last_day: date) -> Scorecard:
    """The exact figures of a period, for the commissioner to draw up. Raises `Invalid` for a period that is none, not over, or not
    of whole months (two that differ by a day would tell of whoever came on that day), and for one that overlaps another
    that was drawn up with the same providers: a part of a period could be subtracted from it."""
    contract = _contract(viewer, reference)
    if not _draws_up(viewer, contract):
        raise refuse(
            viewer, "scorecard", contract.reference, "only the commissioner draws a scorecard up", act=Act.CREATE
        )
    if last_day < first_day or last_day > viewer.day or (last_day - first_day).days > 366 * 3:
        raise Invalid("Give a first day, and a last day after it: three years at most, not in the future.", "last_day")
    if first_day != month_of(first_day):
        raise Invalid("Begin with the first day of a month. Figures are told by whole months.", "first_day")
    if last_day != viewer.day and last_day + timedelta(days=1) != month_of(last_day + timedelta(days=1)):
        raise Invalid("End with the last day of a month, or with today. Figures are told by whole months.", "last_day")
    beside = ScorecardCopy.objects.filter(
        contract__commissioner=contract.commissioner_id, contract__pathway=contract.pathway_id,
        first_day__lte=last_day, last_day__gte=first_day,
    ).exclude(first_day=first_day, last_day=last_day)  # fmt: skip
    if other := beside.order_by("-last_day").first():
        raise Invalid(
            f"A scorecard was drawn up for {other.first_day:%-d %B %Y} to {other.last_day:%-d %B %Y}, which overlaps. "
            "Choose the same days, or days after them: from two that overlap, what few people did could be worked out.",
            "first_day",
        )
    return _card(viewer, contract, first_day, last_day, Exact())


def _card(viewer: Viewer, contract: Contract, first: date, last: date, tell: Telling) -> Scorecard:
    together = list(Contract.objects.filter(commissioner=contract.commissioner_id, pathway=contract.pathway_id))
    facts = facts_of(together, first, last, viewer.at)
    terms = said(terms_in_use([contract])[contract.pk])
    return Scorecard(
        contract.reference, contract.provider.name, terms.title, contract.pathway.name, first, last,
        figures(facts, contract.pk, terms.outcomes, tell), case_mix(facts, contract.pk, _strands(contract), tell),
        len(together), _draws_up(viewer, contract),
    )  # fmt: skip


def _draws_up(viewer: Viewer, contract: Contract) -> bool:
    return contract.commissioner_id == viewer.agency_id and viewer.may(Permission.KEEP_CONTRACTS)


def _strands(contract: Contract) -> dict[str, str]:
    version = PathwayVersion.objects.filter(pathway=contract.pathway_id, state=VersionState.PUBLISHED).first()
    return {one.code: one.label for one in strands_of(definition_of(version))} if version else {}


def as_kept(viewer: Viewer, card: Scorecard) -> dict[str, Any]:
    """The figures as plain data, for a copy that says for ever what it said."""
    return {"figures": [asdict(one) for one in card.figures], "mix": [asdict(one) for one in card.mix]}


def copies(viewer: Viewer) -> tuple[CopyRow, ...]:
    """Drawn up for the contracts that the viewer's agency keeps or holds, newest first."""
    rows = ScorecardCopy.objects.filter(contract__in=[one.pk for one in _reach(viewer)])
    return tuple(_copy_row(one, viewer) for one in rows.select_related("contract__provider")[:100])


def _copy_row(one: ScorecardCopy, viewer: Viewer) -> CopyRow:
    if one.frozen_at:
        standing = "Frozen"
    elif one.replied_at or viewer.at >= one.reply_until:
        standing = "Ready to freeze"
    else:
        standing = "With the provider for its reply"
    return CopyRow(
        one.pk, one.contract.provider.name, one.first_day, one.last_day, one.drawn_up_at, one.reply_until, standing
    )


def copy_page(viewer: Viewer, copy: UUID) -> CopyPage:
    """One copy, for its commissioner and its provider."""
    row = ScorecardCopy.objects.select_related("contract__provider").prefetch_related("replies").filter(pk=copy).first()
    reach = {one.pk for one in _reach(viewer)}
    if row is None or row.contract_id not in reach:
        raise refuse(viewer, "scorecard copy", str(copy), "no such copy that the member's agency may read")
    replies: dict[str, list[ReplyShown]] = {}
    for one in row.replies.all():
        replies.setdefault(one.figure, []).append(ReplyShown(one.words, one.by, one.at))
    kept: Mapping[str, Any] = row.figures
    shown = tuple((figure, tuple(replies.get(figure.code, ()))) for figure in (Figure(**f) for f in kept["figures"]))
    mix = tuple(Mix(one["title"], tuple(MixRow(**cell) for cell in one["rows"])) for one in kept["mix"])
    is_open, keeps = row.frozen_at is None, row.contract.commissioner_id == viewer.agency_id
    ready = row.replied_at is not None or viewer.at >= row.reply_until
    return CopyPage(
        _copy_row(row, viewer), row.contract.reference, terms_in_use([row.contract])[row.contract_id].title, shown, mix,
        tuple(replies.get("", ())), row.drawn_up_by, row.frozen_at,
        is_open and row.contract.provider_id == viewer.agency_id and row.replied_at is None,
        is_open and keeps and ready and viewer.may(Permission.KEEP_CONTRACTS),
    )  # fmt: skip
