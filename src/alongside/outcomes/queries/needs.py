"""Reads of needs assessments. Signed ones are public; a draft is for members who see measures, and for nobody else."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from alongside.areas.states import AreaKind
from alongside.common.references import parse_reference
from alongside.outcomes.definitions import VersionTold
from alongside.outcomes.models.needs import NeedsAssessment, NeedsFigure, NeedsStep, NeedsText
from alongside.outcomes.needs_definitions import registered
from alongside.outcomes.needs_rules import parts_of
from alongside.outcomes.needs_states import SECTIONS, FigureState, NeedsState, Section
from alongside.outcomes.queries.measures import in_force_at
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.boundaries import boundaries_held
from alongside.places.queries import months_held

REFERENCE = "NA"
EDITORS = (Permission.KEEP_MEASURES, Permission.KEEP_PLEDGES, Permission.PUBLISH)
PUBLIC = (NeedsState.SIGNED, NeedsState.WITHDRAWN)
PARTS = (AreaKind.LSOA, AreaKind.MSOA, AreaKind.WARD, AreaKind.REGION, AreaKind.COUNTRY)


@dataclass(frozen=True, slots=True)
class NeedsRow:
    reference: str
    place: str
    period: str
    state: NeedsState
    drafted_by: str
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    withdrawn_because: str
    was_public: bool


@dataclass(frozen=True, slots=True)
class TextTold:
    text: str
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure as it was kept, with everything by which it can be traced."""

    number: int
    section: str
    label: str
    definition: str
    definition_code: str
    definition_version: int
    definition_words: str
    is_process: bool
    state: FigureState
    why: str
    shown: str
    interval: str
    comparator: str
    place: str
    place_code: str
    period: str
    source: str
    extracted: date | None
    extract_hash: str
    digest: str
    key: str

    @property
    def inline(self) -> str:
        """What stands in a sentence: of a gap what it is that is not known."""
        return self.label if self.state is FigureState.GAP else self.shown


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a figure."""

    text: str
    figure: FigureShown | None


@dataclass(frozen=True, slots=True)
class SectionShown:
    """`paragraphs`: pieces of each. `figures`: those that belong here, in their order. `words`: as it is edited."""

    section: Section
    told: TextTold
    paragraphs: tuple[tuple[Piece, ...], ...]
    figures: tuple[FigureShown, ...]


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """`fits`: a signed assessment still says what was signed; None while it is not signed. `content`: the digest of what
    stands there now."""

    row: NeedsRow
    sections: tuple[SectionShown, ...]
    figures: Mapping[int, FigureShown]
    fits: bool | None
    digest: str
    content: str

    @property
    def empty(self) -> tuple[str, ...]:
        return tuple(one.section.title for one in self.sections if not one.told.text.strip())


def normal(reference: str) -> str:
    """In its normal form; as it stands if it is none."""
    return parse_reference(reference, [REFERENCE]).value or reference.replace("\x00", "").strip()[:20]


def needs_list(viewer: Viewer) -> tuple[NeedsRow, ...]:
    """All of them, the newest first. Raises `Refused` where the role may not see measures."""
    _may_see(viewer, "list")
    return tuple(_row(one) for one in _rows())


def published_needs() -> tuple[NeedsRow, ...]:
    """Those that were signed, withdrawn ones too: what was public once is not made to vanish."""
    return tuple(row for row in map(_row, _rows()) if row.was_public)


def needs_page(viewer: Viewer, reference: str) -> NeedsPage | None:
    """One of them with all texts and figures, for a member who sees measures; None where there is none."""
    _may_see(viewer, normal(reference))
    return _page(_rows().filter(reference=normal(reference)).first())


def published_page(reference: str) -> NeedsPage | None:
    """One that was signed; None for a draft, which looks the same as one that is not there."""
    found = _rows().filter(reference=normal(reference)).first()
    return _page(found) if found is not None and _row(found).was_public else None


def at_length(page: NeedsPage, one: FigureShown) -> VersionTold | None:
    """What the registry of measures said of a figure when it was drafted; None where the registry does not hold it."""
    code = registered(one.key)
    return in_force_at(code, page.row.drafted_at) if code and one.state is not FigureState.GAP else None


def history_of(viewer: Viewer, reference: str, section: str) -> tuple[TextTold, ...]:
    """Every text that a section had, the newest first."""
    _may_see(viewer, normal(reference))
    rows = NeedsText.objects.filter(assessment__reference=normal(reference), section=section).order_by("-number")
    return tuple(text_told(one) for one in rows)


def places_to_assess() -> tuple[tuple[str, str], ...]:
    """Key and name of every local authority whose boundary is held."""
    return tuple((one.key, one.name) for one in boundaries_held() if one.kind not in PARTS)


def months_to_assess() -> tuple[date, date] | None:
    return months_held()


def may_edit(viewer: Viewer) -> bool:
    return any(viewer.may(one) for one in EDITORS)


def texts_of(row: NeedsAssessment) -> dict[str, TextTold]:
    """The newest text of each section, by its key."""
    found = {one.section: text_told(one) for one in row.texts.order_by("number")}
    return {one.key.value: found[one.key.value] for one in SECTIONS if one.key.value in found}


def text_told(row: NeedsText) -> TextTold:
    return TextTold(row.text, row.number, row.by, row.at)


def content_digest(row: NeedsAssessment) -> str:
    """SHA-256 of every newest text and of every figure, as they stand now."""
    return _digest(row, texts_of(row), row.figures.all())


def _digest(row: NeedsAssessment, texts: Mapping[str, TextTold], figures: Iterable[NeedsFigure]) -> str:
    words = {key: one.text for key, one in texts.items()}
    said = [_said(one) for one in sorted(figures, key=lambda one: one.number)]
    parts = [row.reference, row.place_key, row.first_month, row.last_month, words, said]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _said(one: NeedsFigure) -> dict[str, object]:
    kept = ("id", "assessment")
    return {f.attname: getattr(one, f.attname) for f in one._meta.local_fields if f.name not in kept}


def _may_see(viewer: Viewer, subject: str) -> None:
    if not viewer.may(Permission.SEE_MEASURES):
        raise refuse(viewer, "needs assessment", subject, "the role may not see measures")


def _rows() -> QuerySet[NeedsAssessment]:
    newest = NeedsStep.objects.filter(assessment=OuterRef("pk")).order_by("-pk").values("state")[:1]
    return NeedsAssessment.objects.annotate(now=Subquery(newest)).prefetch_related("steps")


def _row(one: NeedsAssessment) -> NeedsRow:
    steps = {step.state: step for step in one.steps.all()}
    signed, withdrawn = steps.get(NeedsState.SIGNED), steps.get(NeedsState.WITHDRAWN)
    return NeedsRow(
        one.reference, one.place, f"{one.first_month:%B %Y} to {one.last_month:%B %Y}",
        NeedsState(one.now),  # type: ignore[attr-defined]
        one.drafted_by, one.drafted_at, signed.by if signed else "", signed.at if signed else None,
        withdrawn.reason if withdrawn else "", signed is not None,
    )  # fmt: skip


def _page(found: NeedsAssessment | None) -> NeedsPage | None:
    if found is None:
        return None
    rows = list(found.figures.all())
    figures = {one.number: _figure(one) for one in rows}
    texts = texts_of(found)
    sections = tuple(_section(one, texts[one.key.value], figures) for one in SECTIONS if one.key.value in texts)
    signed = next((step for step in found.steps.all() if step.state == NeedsState.SIGNED), None)
    content = _digest(found, texts, rows)
    fits = content == signed.digest if signed else None
    return NeedsPage(_row(found), sections, figures, fits, signed.digest if signed else "", content)


def _section(section: Section, told: TextTold, figures: Mapping[int, FigureShown]) -> SectionShown:
    paragraphs = tuple(
        tuple(Piece(words, figures.get(number) if number else None) for words, number in parts_of(paragraph))
        for paragraph in told.text.split("\n")
        if paragraph.strip()
    )
    mine = tuple(one for one in figures.values() if one.section == section.key.value)
    return SectionShown(section, told, paragraphs, mine)


def _figure(one: NeedsFigure) -> FigureShown:
    return FigureShown(
        number=one.number, section=one.section, label=one.label, definition=one.definition_name,
        definition_code=one.definition_code, definition_version=one.definition_version,
        definition_words=one.definition_words, is_process=one.is_process, state=FigureState(one.state), why=one.why,
        shown=one.shown, interval=one.interval, comparator=one.comparator, place=one.place, place_code=one.place_code,
        period=one.period, source=one.source, extracted=one.extracted, extract_hash=one.extract_hash, digest=one.digest,
        key=one.key,
    )  # fmt: skip
