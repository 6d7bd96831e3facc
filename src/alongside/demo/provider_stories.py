"""Five providers under contract, with life in them: support that works, breaks, returns, a full provider, refusals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alongside.common.periods import add_months, month_of
from alongside.demo import cast
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.demo.provider_contracts import (
    COMMISSIONER,
    CROSSKEYS,
    KITE,
    LANTERN,
    OUTCOMES,
    PATHWAY,
    STRANDS,
    TIDEWATER,
    WORKERS,
    fewer_places,
)
from alongside.partners.errors import Invalid
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions import affiliation, cases, outcomes, scorecards, sessions
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import Case, Contract, NextStep

Spare = Callable[[range], Invented]
AGES = range(12, 18)


@dataclass(frozen=True, slots=True)
class Course:
    """One young person with one provider. `end`: how it stands today. Days are working days before today."""

    provider: str
    referred: int
    decided: int
    end: str = "working"
    by: str = ""
    setting: str = "community"
    area: str = ""
    number: int = 0


def _courses() -> Iterator[Course]:
    stones = cast.STEPPING_STONES
    for number, (back, end) in enumerate(
        [(126, "ended"), (121, "ended"), (112, "returned"), (109, "ended"), (101, "ended"), (96, "ended"),
         (88, "broke off"), (77, "paused"), (70, "working"), (54, "working"), (47, "working"), (33, "declined"),
         (9, "silent")]
    ):  # fmt: skip
        yield Course(stones, back, back - (7 if number in (4, 9) else 3), end, "", number=number)
    for number, back in enumerate((120, 96, 70, 50, 38)):
        yield Course(TIDEWATER, back, back - 4, "ended" if back > 80 else "working", "tomasz", number=number)
    for number, back in enumerate((115, 71, 40)):
        end = "ended" if back > 90 else "working"
        yield Course(CROSSKEYS, back, back - 2, end, "dev", area="Quayside", number=number)
    for number, back in enumerate((105, 80, 12)):
        yield Course(KITE, back, back - 2, "ended" if back > 90 else "custody", "mirembe", "custody", number=number)


def provider_stories(world: World, spare: Spare) -> list[Story]:
    """Each about a child of its own, then what commissioner and providers make of the figures."""
    told = [_supported(world, _drawn(world, spare), one) for one in _courses()]
    others = [tell(world, _drawn(world, spare)) for tell in (_refused, _said, _asked_today)]
    return [*told, *_girls(world, spare), *others, fewer_places(world), _scorecards(world)]


def _girls(world: World, spare: Spare) -> list[Story]:
    """For the provider that works with girls and young women: drawn until there are enough; one waits for a place."""
    found = [child for child in (_drawn(world, spare) for _ in range(14)) if child.sex == "female"][:5]
    last = len(found) - 1
    return [
        _supported(
            world, child,
            Course(LANTERN, 92 - 12 * place, 89 - 12 * place, "waiting" if place == last > 3 else "working", number=place),
        )
        for place, child in enumerate(found)
    ]  # fmt: skip


def _drawn(world: World, spare: Spare) -> Invented:
    """Somebody of a school that has signed: the referral of any other would be held."""
    while world.member(world.lead_of(child := spare(AGES))).agency.name == cast.UNSIGNED_SCHOOL:
        pass
    return child


def _referrer(world: World, child: Invented, by: str) -> str:
    """Whoever is named, or a colleague elsewhere, if the agency holds a record of the child; else the school's lead."""
    for name in (by, "dev", "tomasz") if by else ():
        if world.truth.record_of(child, world.member(name).agency.code):
            return name
    return by if by == "mirembe" else world.lead_of(child)


def _refer(world: World, child: Invented, one: Course, at: datetime, **answers: str) -> Case:
    viewer = world.viewer(_referrer(world, child, one.by), at)
    draft = RecordDraft(
        names=(NameDraft(child.given.usual, child.family.usual),), date_of_birth=child.born, sex=child.sex
    )
    told = {
        "why_now": "Somebody close was hurt, and she or he asked a teacher for help.",
        "wants": "To be left alone, and to finish school.", "setting": one.setting,
        "safe_contact": "Through the head of year", "danger": "Nothing known.", **answers,
    }  # fmt: skip
    if one.area:
        told["lives_in"] = one.area
    made = refer(
        referral=Referral(
            PATHWAY, draft, told, "given", receiver=one.provider,
            record_id=world.truth.record_of(child, viewer.agency_code),
        ),
        by=viewer, at=at,
    )  # fmt: skip
    world.truth.note(made.record_id, child, viewer.agency_code)
    return made


def _move(
    world: World, case: Case, by: str, move: str, at: datetime, reason: str = "As agreed.", **answers: object
) -> None:
    cases.move_case(reference=case.reference, move=move, answers=answers, reason=reason, by=world.viewer(by, at), at=at)


def _supported(world: World, child: Invented, one: Course) -> Story:
    days, worker = world.moments.worked, WORKERS[one.provider]
    yield (at := days(one.referred, 10, 5 + one.number))
    release = (days(4, 9) + timedelta(days=2 if one.referred > 20 else 16)).date().isoformat()
    case = _refer(world, child, one, at, **({"release_on": release} if one.setting == "custody" else {}))
    if one.end == "silent":
        return
    yield (at := days(one.decided, 15, one.number))
    if one.end == "declined":
        _move(world, case, worker, "decline", at, "Lives too near others whom we support.", why="unsafe")
        _tell(world, case, worker, "Declined for her or his safety; we named two providers that fit.", at)
        return
    if one.end == "waiting":
        _move(world, case, worker, "wait", at, "Every place is taken; first in the line.")
        return
    _move(world, case, worker, "accept", at)
    cases.take_case(reference=case.reference, worker=worker, by=world.viewer(worker, at), at=at)
    _tell(world, case, worker, "Accepted. We meet this week.", at)
    if one.end == "custody":
        yield (at := days(one.decided - 2, 11))
        _move(world, case, worker, "custody", at, "Visits until release.")
        if one.referred > 20:
            yield (at := days(2, 9, 30))
            _move(world, case, worker, "released", at, "Met nobody at the gate.", released_on=at.date().isoformat())
        return
    yield from _weeks(world, case, one, worker)


def _weeks(world: World, case: Case, one: Course, worker: str) -> Story:
    days, met = world.moments.worked, one.decided - 3 - one.number % 4
    strands = [line.code for line in (STRANDS[2:4] if one.provider == CROSSKEYS else STRANDS)]
    yield (at := days(met, 16))
    _move(world, case, worker, "met", at, "Came, and stayed an hour.")
    chosen = sorted({strands[one.number % len(strands)], strands[(one.number + 2) % len(strands)]})
    _move(world, case, worker, "start", at, "Agreed with her or him.", strands=chosen)
    _mark(world, case, worker, "start", at, one.number)
    last = max(3, met - 32) if one.end in ("ended", "returned", "broke off") else 3
    for number, back in enumerate(range(met - 6, last, -15)):
        yield (at := days(back, 16, 15 + one.number))
        missed = (one.number + number) % 4 == 1
        attended = sessions.Attended(
            "not_brought" if missed else "late" if number % 3 == 2 else "came", "travel" if missed else "", chosen[0]
        )
        sessions.write_session(
            reference=case.reference, key=UUID(int=world.rng.getrandbits(128)), attended=attended,
            happened_at=at - timedelta(minutes=10), by=world.viewer(worker, at), at=at,
        )  # fmt: skip
        if missed and back > 12:
            at += timedelta(days=1)
            yield at
            step = NextStep.objects.get(case=case, done_at__isnull=True)
            by = world.viewer(worker, at)
            sessions.finish_step(step=step.pk, outcome="Met at the bus stop; Thursdays suit better.", by=by, at=at)
    yield from _ending(world, case, one, worker, last)


def _ending(world: World, case: Case, one: Course, worker: str, last: int) -> Story:
    days = world.moments.worked
    if one.end == "paused":
        yield (at := days(2, 10))
        _move(world, case, worker, "pause", at, "Exams until Christmas; a text every week.")
    if one.end not in ("ended", "returned", "broke off"):
        return
    yield (at := days(max(2, last - 1), 14))
    _mark(world, case, worker, "end", at, one.number + (0 if one.end == "broke off" else 1))
    told = (
        ("Stopped coming after six weeks. The door is open.", "“Not now.”") if one.end == "broke off"
        else ("In college three days a week; a plan for the bad days.", "“I sleep at night.”")
    )  # fmt: skip
    _move(world, case, worker, "end", at, "As planned.", report=told[0], says=told[1])
    _tell(world, case, worker, "The support has ended. Thank you for asking us.", at)
    if one.end == "returned":
        yield (at := days(20, 12))
        _move(world, case, worker, "came-back", at, "Rang us from the station.")


def _mark(world: World, case: Case, by: str, occasion: str, at: datetime, seed: int) -> None:
    scale = (
        ("not", "partly", "partly") if occasion == "start" else ("achieved", "partly", "achieved", "not", "achieved")
    )
    states = {one.code: scale[(seed + place) % len(scale)] for place, one in enumerate(OUTCOMES)}
    outcomes.mark_outcomes(
        reference=case.reference, occasion=occasion, states=states, notes={}, by=world.viewer(by, at), at=at
    )


def _tell(world: World, case: Case, by: str, text: str, at: datetime) -> None:
    cases.tell_referrer(reference=case.reference, text=text, reason_for_none=False, by=world.viewer(by, at), at=at)


def _refused(world: World, child: Invented) -> Story:
    """The mentors are full and keep no list: the referral is refused in words, and goes to another provider."""
    yield (at := world.moments.worked(30, 11, 40))
    try:
        _refer(world, child, Course(TIDEWATER, 30, 0, by="tomasz"), at)
    except Invalid:
        _refer(world, child, Course(cast.STEPPING_STONES, 30, 0, by="tomasz"), at + timedelta(minutes=4))


def _said(world: World, child: Invented) -> Story:
    """Something was said about ties; he says it is his cousin, and somebody else must answer."""
    days = world.moments.worked
    one = Course(cast.STEPPING_STONES, 26, 23, number=3)
    yield (at := days(26, 9, 25))
    case = _refer(world, child, one, at, why_now="A brother was chased home.")
    yield (at := days(24, 10))
    _move(world, case, "kez", "accept", at)
    cases.take_case(reference=case.reference, worker="kez", by=world.viewer("kez", at), at=at)
    _tell(world, case, "kez", "Accepted. We meet on Thursday.", at)
    yield (at := days(21, 16))
    _move(world, case, "kez", "met", at, "Came with an aunt.")
    by = world.viewer("kez", at)
    tie = affiliation.say_tie(
        reference=case.reference, said="Said to carry things for older boys at the station.", source="A neighbour, by phone",
        grade="told", said_on=by.day, lapses_on=by.day + timedelta(days=120), seen_by="agency", by=by, at=at,
    )  # fmt: skip
    yield (at := days(15, 16, 30))
    affiliation.challenge_tie(
        tie=tie.pk,
        challenger="child",
        text="“That is my cousin. We have the same coat.”",
        by=world.viewer("kez", at),
        at=at,
    )
    ahead = [
        world.moments.now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days_on)
        for days_on, hour in ((1, 15), (4, 16))
    ]
    for starts in (days(1, 16), *ahead):  # the first is over, and nobody has written it down
        sessions.plan_session(
            reference=case.reference, key=UUID(int=world.rng.getrandbits(128)), starts_at=starts, strand="safety",
            place="The library", by=world.viewer("kez", at), at=at,
        )  # fmt: skip


def _asked_today(world: World, child: Invented) -> Story:
    """The seven days are nearly up."""
    yield (at := world.moments.ago(days=6, hours=2))
    _refer(world, child, Course(CROSSKEYS, 0, 0, area="Quayside"), at, why_now="A friend was hurt.")


def _scorecards(world: World) -> Story:
    """Last half-year's cards: one frozen with the provider's reply, one with the provider now."""
    yield (at := world.moments.on(24, 10))
    end = month_of(world.moments.on(34, 12).date())
    period = {"first_day": add_months(end, -5), "last_day": end - timedelta(days=1)}
    drawn = {
        provider: scorecards.draw_up_scorecard(
            reference=Contract.objects.get(provider__code=provider).reference, **period,
            by=world.viewer(COMMISSIONER, at), at=at,
        )
        for provider in (TIDEWATER, cast.STEPPING_STONES)
    }  # fmt: skip
    yield (at := world.moments.on(20, 14))
    copy = drawn[cast.STEPPING_STONES].pk
    reply = (
        "Two of the sessions counted as missed fell on the days of the strike of buses. We now meet near the school."
    )
    scorecards.reply_to_scorecard(copy=copy, figure="attendance", text=reply, by=world.viewer("kez", at), at=at)
    scorecards.finish_replies(copy=copy, by=world.viewer("kez", at), at=at + timedelta(minutes=2))
    yield (at := world.moments.on(18, 9))
    scorecards.freeze_scorecard(copy=copy, by=world.viewer(COMMISSIONER, at), at=at)
    yield (at := world.moments.on(3, 9))
    scorecards.draw_up_scorecard(
        reference=Contract.objects.get(provider__code=LANTERN).reference, **period,
        by=world.viewer(COMMISSIONER, at), at=at,
    )  # fmt: skip
