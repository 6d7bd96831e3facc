"""A year of The Lantern Yard's mentors: vetted, refused, lapsed in the middle of a match; endings as planned and early;
supervision that nobody held. Young people are numbers that only the provider can read: none is drawn for these stories."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from alongside.community.actions import ambassadors, matches, mentors
from alongside.community.actions.ambassadors import AmbassadorDraft
from alongside.community.actions.matches import MatchDraft, MoveDraft
from alongside.community.actions.mentors import CheckDraft, MentorDraft
from alongside.community.mentor_rules import CheckHeld
from alongside.community.states import (
    AgeBand,
    Check,
    CheckState,
    DbsLevel,
    EarlyReason,
    GoalTheme,
    Interest,
    MatchMove,
    SupervisionKind,
)
from alongside.demo.life import Life, Story, World

KEYS = UUID("7c0f0d55-3d0e-4a55-9a53-0b8b5b0c9e21")
RUNNER = "sunniva"
THEMES = tuple(GoalTheme)


@dataclass(frozen=True)
class Pair:
    """In working days back: `began`, `ended` (none: it goes on). `months` were planned. `because`: it ended early."""

    number: int
    began: int
    months: int
    ended: int | None = None
    because: EarlyReason | None = None


@dataclass(frozen=True)
class Told:
    """`renews_in` days is the DBS certificate of a vetted mentor renewed, `trained_until` her training; `supervised`
    is every so many working days, up to `last` ago."""

    name: str
    joined: int
    pairs: tuple[Pair, ...] = ()
    renews_in: int = 500
    trained_until: int | None = None
    last: int = 4
    leaves: int | None = None


MENTORS = (
    Told("Rowena Tull", 235, (
        Pair(11, 228, 3, 168), Pair(12, 225, 3, 190, EarlyReason.SAFETY), Pair(13, 160, 3, 96), Pair(14, 90, 5),
    )),
    Told("Desmond Okello", 230, (
        Pair(21, 222, 3, 190, EarlyReason.NO_FIT), Pair(22, 185, 3, 122), Pair(23, 118, 3, 54), Pair(24, 40, 6),
    ), renews_in=34, last=31),
    Told("Peta Sorrell", 228, (
        Pair(31, 220, 3, 156), Pair(32, 150, 3, 120, EarlyReason.MOVED), Pair(33, 75, 4),
    ), trained_until=-6, last=12),
    Told("Joss Amberley", 226, (
        Pair(41, 218, 4, 180, EarlyReason.YOUNG_PERSON), Pair(42, 170, 3, 108), Pair(43, 100, 4, 70, EarlyReason.MENTOR),
    ), leaves=66),
    Told("Marguerite Adair", 150, (Pair(51, 140, 3, 77), Pair(52, 72, 3, 8), Pair(53, 5, 6))),
)  # fmt: skip


def let_mentors_live(world: World) -> None:
    own = replace(world, life=Life(world.moments.now))
    for story in (*(_mentor(own, one) for one in MENTORS), _not_yet(own), _not_accepted(own), _ambassadors(own)):
        own.life.add(story)
    own.life.run()


def _key(*parts: object) -> UUID:
    return uuid5(KEYS, "/".join(map(str, parts)))


def _taken_on(world: World, name: str, at: datetime, level: DbsLevel = DbsLevel.BARRED) -> str:
    draft = MentorDraft(name, level, 2)
    return mentors.take_on_mentor(draft=draft, sent_key=_key(name), by=world.viewer(RUNNER, at), at=at)


def _check(world: World, reference: str, check: Check, held: CheckHeld, at: datetime, reason: str = "") -> None:
    draft = CheckDraft(check, held, reason)
    mentors.record_check(reference=reference, draft=draft, by=world.viewer(RUNNER, at), at=at)


def _mentor(world: World, told: Told) -> Story:
    yield (at := world.moments.worked(told.joined, 10))
    reference = _taken_on(world, told.name, at)
    _check(world, reference, Check.DBS, CheckHeld(CheckState.ASKED), at)
    yield (at := world.moments.worked(told.joined - 4, 15))
    today = world.moments.today
    until = None if told.trained_until is None else today + timedelta(days=told.trained_until)
    issued = at.date() - timedelta(days=2)
    certificate = CheckHeld(CheckState.PASSED, DbsLevel.BARRED, issued, today + timedelta(days=told.renews_in))
    for check, held in (
        (Check.REFERENCE, CheckHeld(CheckState.PASSED, "", issued)), (Check.DBS, certificate),
        (Check.TRAINING, CheckHeld(CheckState.PASSED, "", issued, until)),
    ):  # fmt: skip
        _check(world, reference, check, held, at)
    for pair in told.pairs:
        world.life.add(_pair(world, reference, pair))
    world.life.add(_supervised(world, reference, told))
    if told.leaves is not None:
        yield (at := world.moments.worked(told.leaves, 11))
        mentors.let_mentor_go(reference=reference, by=world.viewer(RUNNER, at), at=at)


def _supervised(world: World, reference: str, told: Told) -> Story:
    until = told.last if told.leaves is None else told.leaves + 1
    for number, back in enumerate(range(told.joined - 20, until, -36)):
        yield (at := world.moments.worked(back, 16))
        _supervise(world, reference, tuple(SupervisionKind)[number % 3], at)
    if told.leaves is None:
        yield (at := world.moments.worked(until, 16))
        _supervise(world, reference, SupervisionKind.MET, at)


def _supervise(world: World, reference: str, kind: SupervisionKind, at: datetime) -> None:
    mentors.record_supervision(reference=reference, held_on=at.date(), kind=kind, by=world.viewer(RUNNER, at), at=at)


def _pair(world: World, reference: str, pair: Pair) -> Story:
    yield (at := world.moments.worked(pair.began, 12))
    starts = at.date()
    draft = MatchDraft(
        f"LY-{pair.number:03}", tuple(AgeBand)[pair.number % 3], THEMES[pair.number % 4 : pair.number % 4 + 2], starts,
        starts + timedelta(days=30 * pair.months),
    )  # fmt: skip
    made = matches.begin_match(
        reference=reference, draft=draft, sent_key=_key("pair", pair.number), by=world.viewer(RUNNER, at), at=at
    )
    if pair.ended is None:
        if pair.began > 60:
            yield (at := world.moments.worked(34, 14))
            _move(world, made, MoveDraft(MatchMove.REVIEWED, words="Both would like to go on as planned."), at)
        return
    yield (at := world.moments.worked(pair.ended, 17))
    _move(world, made, MoveDraft(MatchMove.ENDED, at.date(), pair.because), at)


def _move(world: World, match_id: int, draft: MoveDraft, at: datetime) -> None:
    matches.move_match(match_id=match_id, draft=draft, by=world.viewer(RUNNER, at), at=at)


def _not_yet(world: World) -> Story:
    """References are there; the certificate is not."""
    yield (at := world.moments.worked(15, 10))
    reference = _taken_on(world, "Ilse Brandt", at)
    _check(world, reference, Check.DBS, CheckHeld(CheckState.ASKED), at)
    yield (at := world.moments.worked(9, 11))
    _check(world, reference, Check.REFERENCE, CheckHeld(CheckState.PASSED, "", at.date()), at)


def _not_accepted(world: World) -> Story:
    yield (at := world.moments.worked(80, 10))
    reference = _taken_on(world, "Farouk Nye", at, DbsLevel.ENHANCED)
    _check(world, reference, Check.REFERENCE, CheckHeld(CheckState.ASKED), at)
    yield (at := world.moments.worked(71, 11))
    why = "One referee could not be reached in three weeks, and no other was named."
    _check(world, reference, Check.REFERENCE, CheckHeld(CheckState.FAILED), at, why)


def _ambassadors(world: World) -> Story:
    yield (at := world.moments.worked(170, 13))
    made = [
        ambassadors.give_role(
            draft=AmbassadorDraft(interest, at.date(), at.date() + timedelta(days=365), "Imre Castell"),
            sent_key=_key("ambassador", interest), by=world.viewer(RUNNER, at), at=at,
        )
        for interest in (Interest.STREETS, Interest.GIRLS, Interest.ONLINE)
    ]  # fmt: skip
    yield (at := world.moments.worked(60, 13))
    ambassadors.end_role(reference=made[-1], by=world.viewer(RUNNER, at), at=at)
