"""Drawing a scoreboard, putting a draft aside, signing it off. What is signed off is frozen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.outcomes.definitions import LABELS
from alongside.outcomes.drawing.drawn import draw
from alongside.outcomes.drawing.protecting import THRESHOLD
from alongside.outcomes.drawing.register import SOURCES, Source
from alongside.outcomes.drawing.similar import FEWEST, Similar, funnels_of
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.history import latest_number, so_far
from alongside.outcomes.models import DraftStep, FrozenRelease, ScoreboardDraft
from alongside.outcomes.queries.measures import defining
from alongside.outcomes.queries.pledges import pledges_told
from alongside.outcomes.release_rules import why_not_to_put_aside, why_not_to_sign
from alongside.outcomes.release_states import DraftState
from alongside.outcomes.released import FORMAT, FORMAT_VERSION, LICENCE, RULE, fingerprint, table_of, text_of
from alongside.outcomes.texts import line, words
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.places.published import borough_name
from alongside.places.queries.elsewhere import boroughs_beside


@dataclass(frozen=True, slots=True)
class Correction:
    """Which release is corrected, what was wrong in it, and which of its measures are counted anew."""

    number: int
    because: str
    measures: frozenset[str]


def draw_scoreboard(
    *, title: str, as_at: date, partnership: str, correction: Correction | None = None, similar: Similar | None = None,
    sent_key: UUID, by: Actor, at: datetime, sources: tuple[Source, ...] = SOURCES,
) -> int:  # fmt: skip
    """Draw a draft from the measures of the domains, beside all that was released before; gives its number.

    `similar`: boroughs that the analyst picked as like this one. They are frozen with the release, with the reason and
    the list that they come from, and drawn beside this borough where a measure counts them.

    The same `sent_key` twice is one draft. Raises `OutcomesRefused` for a day to come, for a correction of what was
    never released, and for similar boroughs without a reason, or too few.
    """
    if held := ScoreboardDraft.objects.filter(sent_key=sent_key).values_list("pk", flat=True).first():
        return held
    today = at.astimezone(LONDON).date()
    if as_at > today:
        raise OutcomesRefused("This day is still to come. A scoreboard tells what has been.", "as_at")
    heading = line(title, "title", 120)
    corrected, because = _corrected(correction)
    picked = _picked(similar)
    before = so_far()
    recount = correction.measures if correction else frozenset[str]()
    counted = [one for source in sources for one in source(as_at, today)]
    made = draw(counted, before, recount=recount)
    body: dict[str, Any] = {
        "format": FORMAT, "format_version": FORMAT_VERSION, "number": before.number + 1, "title": heading,
        "as_at": as_at.isoformat(), "partnership": partnership, "licence": LICENCE, "threshold": THRESHOLD,
        "suppression": RULE.format(least=THRESHOLD - 1, threshold=THRESHOLD),
        "corrects": {"number": corrected.number, "because": because} if corrected else None,
        "similar": picked.told() if picked else None,
        "measures": [{**_with_definitions(one), "funnels": funnels_of(one, picked)} for one in made.measures],
        "pledges": pledges_told(),
    }  # fmt: skip
    try:
        with transaction.atomic():
            row = ScoreboardDraft.objects.create(
                title=heading, as_at=as_at, basis=before.number, corrects=corrected, because=because, body=body,
                counted=made.counted, left_out=made.left_out, sent_key=sent_key, agency_code=by.agency_code,
                drawn_by=by.name, drawn_by_id=by.id, at=at,
            )  # fmt: skip
            _note(row.pk, Act.CREATE, f"Drew up {heading}", by, at)
    except IntegrityError:
        return ScoreboardDraft.objects.get(sent_key=sent_key).pk
    return row.pk


def _with_definitions(measure: dict[str, Any]) -> dict[str, Any]:
    """What the registry of measures says of it now, frozen with the release: text and reference."""
    series = {(source, kind) for source, kind in measure["series"]}
    told = [
        {
            "reference": one.reference, "name": one.name,
            "said": [[label, getattr(one.text, name)] for name, label in LABELS.items()],
            "breaks": [f"{each.month:%B %Y}: {each.words}" for each in one.text.breaks],
        }
        for one in defining(series)
    ]  # fmt: skip
    return {**measure, "definitions": told}


def _picked(similar: Similar | None) -> Similar | None:
    if similar is None or not similar.places:
        return None
    places = tuple(dict.fromkeys(similar.places))
    if strange := set(places) - set(boroughs_beside(borough_name())):
        raise OutcomesRefused(f"{min(strange)} is not counted in any publication held here.", "similar")
    if len(places) < FEWEST - 1:
        raise OutcomesRefused(
            f"Pick at least {FEWEST - 1} boroughs, or none: beside fewer, nobody can see what chance alone does.",
            "similar",
        )
    because = words(similar.because, "similar_because", most=600)
    return Similar(places, because, line(similar.source, "similar_source", 200))


def _corrected(correction: Correction | None) -> tuple[FrozenRelease | None, str]:
    if correction is None:
        return None, ""
    row = FrozenRelease.objects.filter(number=correction.number).first()
    if row is None:
        raise OutcomesRefused("There is no such release to correct.", "corrects")
    if not correction.measures:
        raise OutcomesRefused("Choose what is counted anew.", "measures")
    return row, words(correction.because, "because")


def put_aside(*, draft_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Put a draft aside, with the reason. It stays, and is never published."""
    with transaction.atomic():
        row, state = _draft(draft_id)
        if (why_not := why_not_to_put_aside(state=state, reason=reason)) is not None:
            raise OutcomesRefused(why_not, "reason")
        said = words(reason, "reason")
        _step(row, DraftState.PUT_ASIDE, said, by, at)
        _note(row.pk, Act.DECIDE, f"Put aside: {said}", by, at)


def sign_off(*, draft_id: int, by: Viewer, at: datetime) -> int:
    """Sign a draft off: it is frozen under the next number, for ever; gives the number.

    Raises `OutcomesRefused` for a draft that the signer drew up, or that was drawn before the last release.
    """
    if not by.may(Permission.PUBLISH):
        why = "the role may not sign off what is published"
        raise refuse(by, "scoreboard", str(draft_id), why, act=Act.APPROVE)
    try:
        return _signed(draft_id, by, at)
    except IntegrityError:
        raise OutcomesRefused("Somebody else signed off at the same moment. Open the list of releases.") from None


def _signed(draft_id: int, by: Viewer, at: datetime) -> int:
    with transaction.atomic():
        row, state = _draft(draft_id)
        why_not = why_not_to_sign(
            state=state, drawn_by=row.drawn_by_id, signer=by.actor.id, basis=row.basis, latest=latest_number()
        )
        if why_not is not None:
            raise OutcomesRefused(why_not)
        body = {**row.body, "signed_at": at.isoformat(timespec="seconds"), "signed_for": by.agency_name}
        text, table = text_of(body), table_of(body)
        FrozenRelease.objects.create(
            number=row.basis + 1, draft=row, text=text, sha256=fingerprint(text), table=table,
            table_sha256=fingerprint(table), agency_code=by.agency_code, signed_by=by.actor.name,
            signed_by_id=by.actor.id, signed_at=at,
        )  # fmt: skip
        _step(row, DraftState.SIGNED, "", by.actor, at)
        _note(row.pk, Act.APPROVE, f"Signed off as release {row.basis + 1}", by.actor, at)
    return row.basis + 1


def _draft(draft_id: int) -> tuple[ScoreboardDraft, DraftState]:
    row = ScoreboardDraft.objects.select_for_update().filter(pk=draft_id).first()
    if row is None:
        raise OutcomesRefused("That draft is not held here. Open the list and choose again.")
    step = DraftStep.objects.filter(draft=row).first()
    return row, DraftState(step.state) if step else DraftState.WAITING


def _step(row: ScoreboardDraft, state: DraftState, reason: str, by: Actor, at: datetime) -> None:
    DraftStep.objects.create(draft=row, state=state, reason=reason, agency_code=by.agency_code, by=by.name, at=at)


def _note(draft_id: int, act: Act, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="scoreboard", subject_id=str(draft_id), reason=reason))
