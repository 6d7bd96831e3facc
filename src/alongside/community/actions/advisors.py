"""The work of Young Advisors: patrols in counts, surveys that keep nobody's answer, advice that is owed an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.community import clocks, public_rows, wording
from alongside.community.actions.standing import allowed, own
from alongside.community.errors import CommunityRefused
from alongside.community.models import (
    Consultation,
    ConsultationAnswer,
    Patrol,
    PatrolReport,
    Survey,
    SurveyTally,
    TallySent,
    WaveClosed,
)
from alongside.community.states import Crowd, PatrolOffer, PatrolTopic, Wave
from alongside.partners.access import writing
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

LONGEST_PATROL = timedelta(hours=8)
MOST_MET = 2_000
STEPS = range(1, 6)


@dataclass(frozen=True, slots=True)
class PatrolDraft:
    place: str
    starts_at: datetime
    ends_at: datetime
    room_for: int
    ward_code: str = ""
    ward_name: str = ""


@dataclass(frozen=True, slots=True)
class PatrolCounts:
    """`topics` and `offers` say with how many of the young people; `why_not` if it did not take place."""

    went: int
    met: int
    topics: Mapping[str, int]
    offers: Mapping[str, int]
    why_not: str = ""


def plan_patrol(*, draft: PatrolDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Put a patrol on the rota: place, time, and for how many there is room. The same `sent_key` twice is one."""
    allowed(by, "patrol", "", Permission.ADVISE)
    if not timedelta() < draft.ends_at - draft.starts_at <= LONGEST_PATROL:
        raise CommunityRefused("A patrol lasts up to eight hours and ends after it starts. Check both times.", "ends")
    place = wording.public(wording.line(draft.place, "place", "The place"), "place")
    try:
        with writing():
            made = Patrol.objects.create(
                place=place, ward_code=draft.ward_code, ward_name=draft.ward_name, starts_at=draft.starts_at,
                ends_at=draft.ends_at, room_for=draft.room_for, agency_id=by.agency_id, agency_code=by.agency_code,
                sent_key=sent_key,
            )  # fmt: skip
            _note(by, "patrol", made.pk, at)
    except IntegrityError:
        return Patrol.objects.get(sent_key=sent_key).pk
    return made.pk


def report_patrol(*, patrol_id: int, counts: PatrolCounts, by: Viewer, at: datetime) -> None:
    """Say in numbers how a patrol went. A second report corrects the first, which stays."""
    allowed(by, "patrol", patrol_id, Permission.ADVISE)
    why_not = wording.public(
        wording.line(counts.why_not, "why_not", "Why not", most=300, needed=counts.went == 0), "why_not"
    )
    if counts.met > MOST_MET:
        raise CommunityRefused(f"{counts.met:,} is more than one patrol can speak with. Check the number.", "met")
    topics = _counts(counts.topics, PatrolTopic.values, counts.met)
    offers = _counts(counts.offers, PatrolOffer.values, counts.met)
    with writing():
        row = Patrol.objects.select_for_update().filter(pk=patrol_id).first()
        if row is None:
            raise CommunityRefused("That patrol is not on the rota. Open the list and choose again.")
        own(by, "patrol", patrol_id, row.agency_id)
        if at < row.starts_at:
            raise CommunityRefused("The patrol has not begun yet. Write down how it went when it is over.")
        fields = {"went": counts.went, "met": counts.met, "topics": topics, "offers": offers, "why_not": why_not}
        last = row.reports.last()
        if last is not None and all(getattr(last, name) == value for name, value in fields.items()):
            return  # sent twice
        PatrolReport.objects.create(patrol=row, **fields, agency_code=by.agency_code, by=by.actor.name, at=at)
        _note(by, "patrol", patrol_id, at)


def begin_survey(*, question: str, about: str, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Ask young people and police one question, before and after something. The same `sent_key` twice is one.

    Its words are public once a moderator has read them.
    """
    allowed(by, "survey", "", Permission.ADVISE)
    asked = wording.public(wording.line(question, "question", "The question", most=300), "question")
    what = wording.public(wording.line(about, "about", "Before and after what", most=300), "about")
    try:
        with writing():
            made = Survey.objects.create(
                question=asked, about=what, agency_id=by.agency_id, agency_code=by.agency_code, sent_key=sent_key,
                begun_at=at,
            )  # fmt: skip
            _note(by, "survey", made.pk, at)
    except IntegrityError:
        return Survey.objects.get(sent_key=sent_key).pk
    return made.pk


def count_answers(
    *, survey_id: int, crowd: Crowd, wave: Wave, people: Mapping[int, int], sent_key: UUID, by: Viewer, at: datetime
) -> None:
    """Add how many gave each answer from 1 to 5. The same `sent_key` twice is counted once."""
    allowed(by, "survey", survey_id, Permission.ADVISE)
    if not set(people) <= set(STEPS) or any(not 0 <= one <= MOST_MET for one in people.values()):
        raise CommunityRefused("Give a number of people for each answer from 1 to 5.")
    try:
        with writing():
            row = _survey(survey_id, by)
            if row.closed_waves.filter(wave=wave).exists():
                raise CommunityRefused("That wave is closed, and its shares are public. Nothing can be added.", "wave")
            TallySent.objects.create(sent_key=sent_key, at=at)
            for step, count in people.items():
                tally, _ = SurveyTally.objects.get_or_create(survey=row, crowd=crowd, wave=wave, step=step)
                SurveyTally.objects.filter(pk=tally.pk).update(people=F("people") + count)
            _note(by, "survey", survey_id, at)
    except IntegrityError:
        return


def close_wave(*, survey_id: int, wave: Wave, by: Viewer, at: datetime) -> None:
    """Say that a wave is over. Only now are its shares told: while a count grows, its last answer could be reckoned."""
    allowed(by, "survey", survey_id, Permission.ADVISE)
    with writing():
        row = _survey(survey_id, by)
        if not row.tallies.filter(wave=wave, people__gt=0).exists():
            raise CommunityRefused("Nobody has answered in that wave. Add the answers first.", "wave")
        _made, is_new = WaveClosed.objects.get_or_create(
            survey=row, wave=wave, defaults={"agency_code": by.agency_code, "by": by.actor.name, "at": at}
        )
        if is_new:
            _note(by, "survey", survey_id, at)


def _survey(survey_id: int, by: Viewer) -> Survey:
    row = Survey.objects.select_for_update().filter(pk=survey_id).first()
    if row is None:
        raise CommunityRefused("That survey is not held here. Open the list and choose again.")
    own(by, "survey", survey_id, row.agency_id)
    return row


def give_advice(*, agency_code: str, question: str, advice: str, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Tell a partner what young people advise. A moderator reads it first; then the partner has twenty working days."""
    allowed(by, "advice", "", Permission.ADVISE)
    asked = wording.public(wording.line(question, "question", "The question", most=300), "question")
    said = wording.public(wording.words(advice, "advice", "The advice"), "advice")
    to = next((one for one in agencies() if one.code == agency_code), None)
    if to is None:
        raise CommunityRefused("Choose the partner from the list.", "agency")
    try:
        with writing():
            made = Consultation.objects.create(
                to_agency_id=to.pk, to_agency_code=to.code, to_agency_name=to.name, question=asked, advice=said,
                agency_id=by.agency_id, agency_code=by.agency_code, agency_name=by.agency_name, sent_key=sent_key,
                given_at=at, answer_by=clocks.due(at, clocks.CONSULTATION),
            )  # fmt: skip
            _note(by, "advice", made.pk, at)
    except IntegrityError:
        return Consultation.objects.get(sent_key=sent_key).pk
    return made.pk


def answer_advice(*, consultation_id: int, words: str, by: Viewer, at: datetime) -> None:
    """The partner says what it will do. Only who may answer in the name of the agency that was advised does so."""
    allowed(by, "advice", consultation_id, Permission.ANSWER_FOR_AGENCY)
    said = wording.public(wording.words(words, "words", "The answer"), "words")
    with writing():
        row = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
        if row is None or not public_rows.advice().filter(pk=consultation_id).exists():
            raise CommunityRefused("That advice is not held here.")
        own(by, "advice", consultation_id, row.to_agency_id)
        last = public_rows.advice_answers().filter(consultation=row).last()
        if last is None or last.words != said:
            ConsultationAnswer.objects.create(
                consultation=row, words=said, agency_code=by.agency_code, by=by.actor.name, at=at
            )
            _note(by, "advice", consultation_id, at)


def _counts(given: Mapping[str, int], known: list[str], met: int) -> dict[str, int]:
    kept = {key: count for key, count in given.items() if count}
    if not set(kept) <= set(known) or any(count < 0 for count in kept.values()):
        raise CommunityRefused("Give a number for the topics and offers of the list.")
    if any(count > met for count in kept.values()):
        raise CommunityRefused(f"You met {met}. No topic and no offer can be of more.", "met")
    return kept


def _note(by: Viewer, kind: str, id: int, at: datetime) -> None:
    record(Entry(at=at, actor=by.actor, act=Act.CHANGE, subject_kind=kind, subject_id=str(id)))
