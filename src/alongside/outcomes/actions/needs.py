"""Needs assessments: drafted from the data, edited section by section, signed and so frozen, or withdrawn."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.references import RandomSource, short_reference
from alongside.common.text import TextError, clean_text
from alongside.outcomes.models.needs import NeedsAssessment, NeedsFigure, NeedsStep, NeedsText
from alongside.outcomes.needs_drafts import FigureDraft
from alongside.outcomes.needs_figures import Asked, Told, every_figure
from alongside.outcomes.needs_rules import faults_in, why_not_move, why_not_sign
from alongside.outcomes.needs_states import SECTION_OF, SECTIONS, NeedsState
from alongside.outcomes.needs_wording import first_text
from alongside.outcomes.queries.needs import EDITORS, REFERENCE, content_digest, normal, text_told, texts_of
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.boundaries import boundary
from alongside.places.errors import PlacesRefused
from alongside.places.queries import months_held

LONGEST = 12_000
SUBJECT = "needs assessment"
_CARRIED = {"key", "label", "shown", "place", "period", "source", "state", "why", "value", "low", "high", "interval",
            "comparator", "place_code", "first_day", "last_day", "extracted", "extract_hash"}  # fmt: skip


def draft_needs(
    *, place_key: str, last_month: date | None, sent_key: UUID, by: Actor, at: datetime, source: RandomSource
) -> str:  # fmt: skip
    """Count every figure for the twelve months up to `last_month` (the last that is held unless told), and write the
    first text of every section. Gives the reference. The same `sent_key` twice is one draft.

    Raises `Invalid` for a place that is not held, or for months of which none is.
    """
    known = NeedsAssessment.objects.filter(sent_key=sent_key).first()
    if known:
        return known.reference
    asked = _asked(place_key, last_month, at)
    told = every_figure(asked)
    try:
        with transaction.atomic():
            made = NeedsAssessment.objects.create(
                reference=_new_reference(source), place_key=place_key, place=asked.place.name,
                first_month=asked.first_month, last_month=asked.last_month, sent_key=sent_key,
                agency_code=by.agency_code, drafted_by=by.name, drafted_by_id=by.id, drafted_at=at,
            )  # fmt: skip
            _keep(made, told, by, at)
            _step(made, NeedsState.DRAFT, "", "", by, at)
            _note(made, Act.CREATE, f"Drafted for {asked.place.name}, {asked.period}", by, at)
    except IntegrityError:
        return NeedsAssessment.objects.get(sent_key=sent_key).reference
    return made.reference


def save_section(*, reference: str, section: str, text: str, version: int, by: Viewer, at: datetime) -> None:
    """Keep the next text of a section. Raises `Invalid` for numbers that are typed by hand, and `Stale`, with the text
    that stands there now, where somebody saved since `version`."""
    if not any(by.may(one) for one in EDITORS):
        raise refuse(by, SUBJECT, reference, "the role may not write needs assessments", act=Act.CHANGE)
    with transaction.atomic():
        row = _held(reference)
        now = NeedsState(row.steps.latest("pk").state)
        if section not in SECTION_OF:
            raise Invalid("There is no such section. Open the assessment and choose again.")
        if now is not NeedsState.DRAFT:
            raise Invalid(f"This needs assessment is {now.label.lower()}: its text cannot be changed.", "text")
        good = _good(text, row)
        latest = row.texts.filter(section=section).order_by("-number").first()
        if latest is not None and latest.number != version:
            if latest.text == good and latest.by == by.actor.name:
                return  # the same form sent twice
            raise Stale("Somebody else has saved this section since you opened it.", text_told(latest))
        if latest is not None and latest.text == good:
            return
        NeedsText.objects.create(
            assessment=row, section=section, number=version + 1, text=good, by=by.actor.name,
            by_id=by.actor.id, agency_code=by.agency_code, at=at,
        )  # fmt: skip
        _note(row, Act.CHANGE, f"Wrote “{SECTION_OF[section].title}”", by.actor, at)


def sign_needs(*, reference: str, read: str, by: Viewer, at: datetime) -> None:
    """Sign and publish: from then on nothing of it changes. `read`: the digest of what the signer read.

    Raises `Invalid` where a section is empty, where the signer drafted it or wrote what stands in it, and where
    somebody has saved since it was read.
    """
    _move(reference, NeedsState.SIGNED, "", by, at, read=read)


def withdraw_needs(*, reference: str, reason: str, by: Viewer, at: datetime) -> None:
    """Take an assessment back, with the reason, which stands on its page. It stays to be read."""
    _move(reference, NeedsState.WITHDRAWN, reason, by, at)


def _move(reference: str, to: NeedsState, reason: str, by: Viewer, at: datetime, *, read: str = "") -> None:
    if not by.may(Permission.PUBLISH):
        raise refuse(by, SUBJECT, reference, "the role may not sign off what is published", act=Act.DECIDE)
    with transaction.atomic():
        row = _held(reference)
        now = NeedsState(row.steps.latest("pk").state)
        if now is to:
            return  # the same form sent twice
        texts = texts_of(row)
        empty = [one.title for one in SECTIONS if not texts[one.key].text.strip()]
        why = _clean(reason, 1_000, "reason")
        if (why_not := why_not_move(now, to, reason=why, empty=empty)) is not None:
            raise Invalid(why_not, "reason" if to is NeedsState.WITHDRAWN else "")
        digest = _signable(row, read, by) if to is NeedsState.SIGNED else ""
        _step(row, to, why, digest, by.actor, at)
        _note(row, Act.APPROVE if to is NeedsState.SIGNED else Act.DECIDE, f"{to.label} {why}".strip(), by.actor, at)


def _signable(row: NeedsAssessment, read: str, by: Viewer) -> str:
    """The digest of what stands there, which somebody else wrote and the signer has read. Raises `Invalid`."""
    newest = row.texts.filter(section=OuterRef("section")).order_by("-number").values("pk")[:1]
    own = row.texts.filter(pk=Subquery(newest), by_id=by.actor.id).values_list("section", flat=True)
    if why_not := why_not_sign(
        drafted=row.drafted_by_id == by.actor.id, wrote=[SECTION_OF[one].title for one in sorted(own)]
    ):
        raise Invalid(why_not)
    digest = content_digest(row)
    if read != digest:
        raise Invalid("Somebody has saved since you read it. What stands there now is below: read it, then sign.")
    return digest


def _asked(place_key: str, last_month: date | None, at: datetime) -> Asked:
    try:
        place = boundary(place_key)
    except PlacesRefused as refused:
        raise Invalid(str(refused), "place") from None
    held = months_held()
    month = last_month or (held[1] if held else None)
    if month is None:
        raise Invalid("No month of recorded crime is held. Load street files first: alongside load police-uk.")
    if month > at.date():
        raise Invalid("The last month lies in the future. Choose one that is over.", "last_month")
    return Asked(place, month.replace(day=1), at)


def _new_reference(source: RandomSource) -> str:
    while True:
        reference = short_reference(REFERENCE, source)
        if not NeedsAssessment.objects.filter(reference=reference).exists():
            return reference


def _keep(made: NeedsAssessment, told: Sequence[Told], by: Actor, at: datetime) -> None:
    NeedsFigure.objects.bulk_create(_row(made, number, one.figure) for number, one in enumerate(told, 1))
    numbered = [(number, one.figure, one.sentence) for number, one in enumerate(told, 1)]
    NeedsText.objects.bulk_create(
        NeedsText(
            assessment=made, section=one.key.value, number=1, text=first_text(one, numbered), by=by.name,
            by_id=by.id, agency_code=by.agency_code, at=at,
        )
        for one in SECTIONS
    )  # fmt: skip


def _row(made: NeedsAssessment, number: int, figure: FigureDraft) -> NeedsFigure:
    carried = {one.name: getattr(figure, one.name) for one in fields(figure) if one.name in _CARRIED}
    definition = figure.definition
    return NeedsFigure(
        assessment=made, number=number, section=figure.section.value, definition_code=definition.code,
        definition_version=definition.version, definition_name=definition.name, definition_words=definition.words,
        is_process=definition.is_process, digest=figure.digest, **carried,
    )  # fmt: skip


def _good(text: str, row: NeedsAssessment) -> str:
    good = _clean(text, LONGEST, "text")
    for fault in faults_in(good, set(row.figures.values_list("number", flat=True))):
        raise Invalid(fault, "text")
    return good


def _clean(text: str, most: int, field: str) -> str:
    try:
        return clean_text(text, most, "The text")
    except TextError as broken:
        raise Invalid(str(broken), field) from None


def _held(reference: str) -> NeedsAssessment:
    row = NeedsAssessment.objects.select_for_update().filter(reference=normal(reference)).first()
    if row is None:
        raise Invalid("That needs assessment is not held here. Open the list and choose again.")
    return row


def _step(row: NeedsAssessment, state: NeedsState, reason: str, digest: str, by: Actor, at: datetime) -> None:
    NeedsStep.objects.create(
        assessment=row, state=state, reason=reason, digest=digest, by=by.name, agency_code=by.agency_code, at=at
    )  # fmt: skip


def _note(row: NeedsAssessment, act: Act, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=SUBJECT, subject_id=row.reference, reason=reason))
