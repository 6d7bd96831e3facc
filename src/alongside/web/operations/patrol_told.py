"""Patrol days by lot in words and tables: what could be found, what was carried out, what came out. No small count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.analysis.evaluation.answers import per_cent
from alongside.common.text import counted
from alongside.places.operating import Kept, TrialTold
from alongside.places.queries import RunDetail
from alongside.web.design.wording import day
from alongside.web.design.wording import moment as written_moment

FEWEST = 5
NEAR = 200
"""Metres: within them a patrol at one place is seen at the next."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the days show. `refusal` stands in place of an answer."""

    finding: str
    sentence: str
    rows: list[list[str]]
    carried: str
    refusal: str
    summary: list[tuple[str, str]]


def fixed(told: TrialTold) -> list[tuple[str, str]]:
    """What was fixed before the first day."""
    when = f"{told.hours[0]} to {told.hours[1]} on each day" if told.counts_hours else "The whole of each day"
    who = "Those who patrol or run the operation, until all days are over" if told.is_secret else "The running agencies"
    return [
        ("Days", f"{day(told.first_day)} to {day(told.last_day)}: {counted(told.days, 'day')}"),
        ("Places", f"{counted(told.places, 'place')}, in pairs: each day a coin sends the patrol to one of each pair"),
        ("What counts", told.definition),
        ("Kinds", ", ".join(told.kinds) or "All kinds of the source"),
        ("Source", told.source),
        ("Hours that count", when),
        ("Compared with", "The same places on the days on which the lot left them alone"),
        ("Who sees the open lists", who),
        ("Fingerprint of the lists (SHA-256)", told.fingerprint),
        ("Fixed", f"{written_moment(told.at)}, {told.by}"),
    ]


def power_words(told: TrialTold) -> str:
    """Before the first day: what can be found at all, counted in days."""
    said = (
        f"By the year before, about {told.expected:,.0f} events are to be expected in these places and hours on the days "
        "left alone. "
    )
    if told.smallest_fall is None:
        said += "Not even a fall to none would be found four times in five."
    else:
        said += (
            f"Four times in five a fall of {told.smallest_fall:.0f}% or more would be found; a smaller one would not."
        )
    if told.days_needed is not None and told.days_needed > told.days:
        said += f" For a fall of 20% it takes about {counted(told.days_needed, 'day')}; these are {told.days:,}."
    return (
        said
        + " Places that were chosen because they were high often have fewer events later, and then it takes longer."
    )


def carried_out(kept: tuple[Kept, Kept]) -> list[list[str]]:
    """A row for each side of the lot."""
    names = ("The lot sent a patrol", "The lot left it alone")
    return [
        [
            name, f"{side.place_days:,}", f"{side.patrolled:,}", f"{side.not_patrolled:,}", f"{side.unwritten:,}",
            f"{side.minutes:,}",
        ]
        for name, side in zip(names, kept, strict=True)
    ]  # fmt: skip


def as_done(kept: tuple[Kept, Kept]) -> list[list[str]]:
    """Events by what the lot said and what was done; nothing before they are judged."""
    names = ("The lot sent a patrol", "The lot left it alone")
    rows = []
    for name, side in zip(names, kept, strict=True):
        there, elsewhere = (f"{one:,}" for one in side.events) if side.events else ("Held back", "Held back")
        rows.append([name, there, elsewhere])
    return rows


def outcome(run: RunDetail) -> Outcome | None:
    """None while there is no answer."""
    if run.result is None:
        return None
    result, about = run.result, run.result["about"]
    answer = result["answer"]
    summary = [
        ("Source", "\n".join([about["source"], *about["sources"]])), ("What", about["kinds"]),
        ("Period", about["period"]), ("Left out", f"{about['unplaced']:,} {about['noun']} without a place"),
        ("Licence", "\n".join(run.licences)),
        ("Repeating it", f"Data {run.data_hash}; Alongside {run.library_version}; run {run.summary.id}"),
    ]  # fmt: skip
    if answer is None:
        return Outcome("", "", [], "", result["refusal"], summary)
    sides = (("Patrol by lot", answer["patrol"]), ("Left alone by lot", answer["control"]))
    rows = [[name, f"{days:,}", shown(events)] for name, (events, days) in sides]
    small = any(0 < events < FEWEST for _, (events, _) in sides)
    sentence = (
        f"One of the two counts is under {FEWEST}, so that no change is told and neither help nor harm can be concluded."
        if small
        else answer["sentence"]
    )
    return Outcome(answer["finding"], sentence, rows, carried(answer["carried"]), "", summary)


def shown(events: int) -> str:
    return f"fewer than {FEWEST}" if 0 < events < FEWEST else f"{events:,}"


def carried(found: Mapping[str, Any] | None) -> str:
    """Whether quiet lasts into the next day."""
    if found is None or found["change"] is None:
        return (
            "Whether quiet lasts into the day after a patrol: too few to tell. If it does, days left alone are calmer than "
            "they would have been, and the effect of patrols looks smaller than it is."
        )
    (after, days), (none, other) = found["after_patrol"], found["after_none"]
    high = "no limit" if found["high"] is None else per_cent(found["high"])
    said = (
        f"On days left alone there were {after:,} events on {days:,.0f} place-days after a day with a patrol, and {none:,} "
        f"on {other:,.0f} after a day without ({per_cent(found['change'])}, 95% {per_cent(found['low'])} to {high})."
    )
    if found["high"] is not None and found["high"] < 0:
        return f"{said} Quiet seems to last into the next day, so that the effect of patrols looks smaller than it is."
    if found["low"] > 0:
        return f"{said} Violence may have moved to the next day, so that the effect looks larger than it is."
    return f"{said} That is too few to tell whether quiet lasts or violence moves to the next day."


def limits(told: TrialTold, nearest: int | None) -> Sequence[str]:
    """What these days cannot say."""
    found = [
        "Judged is what the lot said, not what was done. Patrols that did not come make the difference smaller; they are "
        "no reason to leave days out.",
        "Spill-over: what moves from a patrolled place to another of the plan, or to another hour, looks like an effect "
        "and is none. What moves elsewhere is not counted at all.",
        "It holds for these places, these hours and patrols like these. Months, other places and the borough as a whole "
        "are other questions.",
        "More patrols record more of some offences. Calls from the public and hospital counts suffer least from that.",
    ]
    if nearest is not None and nearest < NEAR:
        found.insert(2, f"Two of the places lie {nearest:,} metres apart: a patrol at one can be seen at the other.")
    return found
