"""Pledges of the invented partnership, two releases of its scoreboard, what residents said of them, and a draft."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from alongside.audit.entries import Actor
from alongside.common.periods import add_months, month_of
from alongside.demo.cast import PARTNERSHIP
from alongside.demo.life import World
from alongside.outcomes.actions.pledges import EntryDraft, add_entry, install_pledges
from alongside.outcomes.actions.releases import draw_scoreboard, sign_off
from alongside.outcomes.actions.verdicts import answer_verdict, give_verdict, read_verdict
from alongside.outcomes.drawing.similar import Similar
from alongside.outcomes.pledge_states import EntryKind as K
from alongside.outcomes.pledge_states import Found, ReadState, Word

_KEYS = UUID("b2f6a5a8-0f0e-4d0c-9a53-7c0f7f1b8e21")
FIRST, SECOND = 8, 3  # months ago
SIMILAR = Similar(
    ("Ashby Marsh", "Brackwater", "Fenwick Hythe", "Oxley Green", "Tarn Heath"),
    "Alike in the share of people under 25, in deprivation and in how close together people live. Gullmouth is a port and "
    "is left out.",
    "Nearest neighbours of Larkmere, Estuary Statistics Office (invented), 2024",
)  # fmt: skip
# Pledge, kind, months ago, words, measure, what was found.
ENTRIES = (
    ("hot-spots-together", K.ACTION, 14, "Council and police meet each fortnight over one map of the wards.", "", ""),
    (
        "hot-spots-together", K.EVIDENCE, 9, "Offences that the police recorded, quarter by quarter, in every ward.",
        "recorded-violence", "",
    ),
    (
        "hot-spots-together", K.OUTCOME, 4, "The number goes up and down as it did before. We cannot say that it fell.",
        "recorded-violence", Found.NO_CHANGE,
    ),
    ("leaving-gangs", K.ACTION, 13, "Five providers are under contract.", "", ""),
    ("leaving-gangs", K.EVIDENCE, 5, "Places with each provider, and how many are taken.", "places-with-providers", ""),
    ("sooner-after-trauma", K.ACTION, 12, "Police tell a child’s own school before its next day.", "", ""),
    ("sooner-after-trauma", K.EVIDENCE, 6, "Three queues, each with its own clock.", "waits-camhs", ""),
    (
        "sooner-after-trauma", K.OUTCOME, 2, "The wait for treatment is no shorter. More is asked for than there is.",
        "waits-camhs", Found.WORSE,
    ),
    ("criminal-exploitation", K.ACTION, 10, "A panel of five agencies meets on children whose plan is stuck.", "", ""),
    ("life-skills", K.ACTION, 11, "Teachers of 12 primary schools were trained.", "", ""),
    ("primary-to-secondary", K.ACTION, 7, "Children are named in May and handed over by July.", "", ""),
    ("primary-to-secondary", K.OUTCOME, 1, "The first class is in its first term.", "", Found.TOO_EARLY),
    ("young-advisors", K.ACTION, 9, "Young Advisors read every release and say what they think of it.", "", ""),
)  # fmt: skip
# Release, pledge, who says it, verdict, reason, the partnership's answer.
VERDICTS = (
    (
        1, "sooner-after-trauma", "zeke", Word.NOT_KEPT, "We know people who waited a year. A letter is not help.",
        "You are right. From May somebody phones every child who waits, once a month.",
    ),
    (1, "life-skills", "zeke", Word.CANNOT_TELL, "You count teachers, not pupils.", "The next releases count pupils."),
    (
        1, "residents-networks", "winsome", Word.PARTLY, "We were invited. We never heard what became of the lamps.",
        "The lamps of the station path were mended in March. We should have told you.",
    ),
    (2, "hot-spots-together", "winsome", Word.PARTLY, "We see them on Fridays. It is quiet when they are there.", ""),
    (2, "young-advisors", "zeke", Word.KEPT, "We are asked, and we get answers, sometimes late.", ""),
)  # fmt: skip


def scoreboard_stories(world: World, at: datetime) -> None:
    """All of it through the actions, in the order of time; Hal draws, Noemi signs."""
    first, second = _months_ago(at, FIRST), _months_ago(at, SECOND)
    hal, noemi = (world.member(name).actor for name in ("hal", "noemi"))
    install_pledges(source="Reported at the launch of the partnership", by=noemi, at=_months_ago(at, 15))
    _write_down(noemi, at, _months_ago(at, 15), first)
    _release(world, hal, first)
    _judge(world, 1, first + timedelta(days=9))
    _write_down(noemi, at, first, second)
    _release(world, hal, second)
    judged = at - timedelta(days=35)
    _write_down(noemi, at, second, judged)
    _judge(world, 2, judged)
    _write_down(noemi, at, judged, at)
    _draw(hal, at - timedelta(hours=5))


def _months_ago(at: datetime, months: int) -> datetime:
    day = add_months(month_of(at.date()), -months)
    return datetime.combine(day + timedelta(days=8), at.timetz()).replace(hour=10, minute=0)


def _draw(by: Actor, at: datetime) -> int:
    as_at = month_of(at.date())
    title = f"{as_at:%B %Y}"
    return draw_scoreboard(
        title=title, as_at=as_at, partnership=PARTNERSHIP, similar=SIMILAR, sent_key=uuid5(_KEYS, title), by=by, at=at
    )  # fmt: skip


def _release(world: World, by: Actor, at: datetime) -> None:
    made = _draw(by, at)
    signed = at + timedelta(days=1)
    sign_off(draft_id=made, by=world.viewer("noemi", signed), at=signed)


def _write_down(by: Actor, now: datetime, since: datetime, until: datetime) -> None:
    for code, kind, months, words, measure, found in sorted(ENTRIES, key=lambda one: -one[2]):
        written = _months_ago(now, months)
        if since <= written < until:
            happened: date = written.date() - timedelta(days=3)
            draft = EntryDraft(kind, words, happened, measure=measure, found=found)
            add_entry(code=code, draft=draft, sent_key=uuid5(_KEYS, code + words), by=by, at=written)


def _judge(world: World, number: int, at: datetime) -> None:
    """All verdicts on a release on one day, on which Noemi reads them; she answers ten days later."""
    to_answer, given = [], []
    for release, code, who, word, reason, answer in VERDICTS:
        if release == number:
            by = world.viewer(who, at)
            made = give_verdict(code=code, release=number, word=word, reason=reason, by=by, at=at)
            given.append(made)
            to_answer += [(made, answer)] if answer else []
    reader = world.viewer("noemi", at)
    for made in given:
        read_verdict(verdict_id=made, to=ReadState.LET_THROUGH, ground="", by=reader, at=at)
    then, noemi = at + timedelta(days=10), world.member("noemi").actor
    for made, answer in to_answer:
        answer_verdict(verdict_id=made, answer=answer, sent_key=uuid5(_KEYS, answer), by=noemi, at=then)
