"""Puts a statement together: the estimate from judged pairs, the counts of a month, and what asks for attention.

Everything in it is plain JSON, so that a statement reads the same in ten years. A share never stands without its
counts; where fewer than ten pairs bear on it there is no figure at all.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from alongside.analysis.counts import share_interval
from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.people import measures
from alongside.people.models import QualitySample, QualityStatement, SampledPair, SourceRecord
from alongside.people.quality.counting import Wait, intake, planted, waiting_now, waits, within_reach
from alongside.people.quality.drawing import as_sample
from alongside.people.quality.groups import NO_GROUP, groups_of
from alongside.people.states import EventKind, LinkBasis, Verdict

if TYPE_CHECKING:
    from alongside.analysis.linkage.estimating import Accuracy, Estimate, Gap, Quality

LONDON = ZoneInfo("Europe/London")
FEWEST = 10
LARGEST_GAP = 0.03
LONGEST_WAIT = timedelta(days=28)
LEAST_AGREED = 0.9
YEAR = timedelta(days=365)
Body = dict[str, Any]
_SAME = {Verdict.SAME: True, Verdict.DIFFERENT: False, Verdict.CANNOT_SAY: None}


def make_statement(*, by: Actor, at: datetime) -> QualityStatement:
    """State how well records are matched, from the newest sample of which anything is judged, and the month before
    this one."""
    sample = QualitySample.objects.filter(pairs__verdict__gt="").distinct().first() or QualitySample.objects.first()
    if sample is None:
        raise Invalid("No sample has been drawn yet. Run “alongside identity sample” first.", "sample")
    until = at.astimezone(LONDON).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = (until - timedelta(days=1)).replace(day=1)
    with writing():
        made = QualityStatement.objects.create(
            sample=sample, month=since.date(), made_at=at, by=by.name[:200], body=_state(sample, since, until, at)
        )
        words = f"stated how well records were matched in {since:%B %Y}"
        record(Entry(at=at, actor=by, act=Act.CREATE, subject_kind="statement", subject_id=str(made.pk), reason=words))
    return made


def _state(sample: QualitySample, since: datetime, until: datetime, at: datetime) -> Body:
    """`since` and `until` bound the month whose changes are counted; waits and reviewers are of the last year."""
    judged = list(sample.pairs.exclude(verdict=""))
    body: Body = {
        "period": [since.date().isoformat(), (until - timedelta(seconds=1)).date().isoformat()],
        "sample": _sample(sample, judged, at),
        **(_estimated(sample, judged) if judged else {}),
        "waits": _waits(at),
        "reviewers": _reviewers(at),
        "batch": _batch(),
        "changes": _changes(since, until),
    }
    body["alarms"] = _alarms(body, at)
    return body


def _sample(sample: QualitySample, judged: Sequence[SampledPair], at: datetime) -> Body:
    pairs = sample.pairs.count()
    beyond = pairs - sample.pairs.filter(within_reach(at) | ~Q(verdict="")).count()
    return {
        "drawn_on": sample.drawn_at.date().isoformat(), "model": sample.model.version, "records": sample.records,
        "pairs": pairs, "judged": len(judged), "beyond": beyond, "set_aside": sample.set_aside,
        "cannot_say": sum(one.verdict == Verdict.CANNOT_SAY for one in judged),
    }  # fmt: skip


def _estimated(sample: QualitySample, judged: Sequence[SampledPair]) -> Body:
    from alongside.analysis.linkage.estimating import quality

    ends = {end for pair in judged for end in (pair.one_id, pair.other_id)}
    known = groups_of(ends)
    made = quality(
        as_sample(sample, list(judged)), [_SAME[Verdict(pair.verdict)] for pair in judged], agency=_kinds(ends),
        group={end: known.get(end, NO_GROUP) for end in ends} if known else None, largest_gap=LARGEST_GAP,
        fewest=FEWEST,
    )  # fmt: skip
    return _told(made)


def _kinds(records: set[int]) -> dict[int, str]:
    """All schools together, and so on: a pair of two schools alone would never have pairs enough."""
    rows = SourceRecord.objects.filter(pk__in=records).select_related("holder")
    return {row.pk: row.holder.get_kind_display() for row in rows}


def _told(made: "Quality") -> Body:
    return {
        "overall": _accuracy(made.overall),
        "by_agencies": [{"one": one, "other": other, **_accuracy(it)} for (one, other), it in made.by_agencies.items()],
        "by_group": [{"group": str(name), **_accuracy(it)} for name, it in made.by_group.items()],
        "missed_gap": _gap(made.missed_gap), "false_gap": _gap(made.false_gap), "method": made.method,
    }  # fmt: skip


def _accuracy(one: "Accuracy") -> Body:
    return {"precision": _estimate(one.precision), "recall": _estimate(one.recall)}


def _estimate(one: "Estimate") -> Body:
    return {"value": one.value, "low": one.low, "high": one.high, "pairs": one.labelled}


def _gap(one: "Gap | None") -> Body | None:
    if one is None:
        return None
    return {
        "worst": str(one.worst), "best": str(one.best), "value": one.value, "low": one.low, "high": one.high,
        "alarm": str(one.alarm),
    }  # fmt: skip


def _waits(at: datetime) -> Body:
    found = waits(at - YEAR, at)
    everybody = _curve(found.pop("", []))
    now = waiting_now(at)
    return {
        "overall": everybody, "by_group": [{"group": name, **_curve(rows)} for name, rows in sorted(found.items())],
        "now": now.pairs, "beyond": now.beyond, "since": now.since.isoformat() if now.since else None,
    }  # fmt: skip


def _curve(rows: Sequence[Wait]) -> Body:
    """The median with those who still wait counted in; no figure for fewer than ten pairs."""
    body: Body = {
        "pairs": len(rows),
        "waiting": sum(not one.ended for one in rows),
        "median": None,
        "low": None,
        "high": None,
    }
    if len(rows) < FEWEST:
        return body
    from alongside.analysis.waiting import waiting_curve

    median = waiting_curve([one.days for one in rows], [one.ended for one in rows]).median
    if isinstance(median.value, float):
        low, high = median.interval
        body |= {"median": median.value, "low": low, "high": high if math.isfinite(high) else None}
    return body


def _reviewers(at: datetime) -> Body:
    each = planted(at - YEAR, at)
    answers, agreed = sum(one.answers for one in each), sum(one.agreed for one in each)
    return {"overall": _agreed(agreed, answers), "each": [_agreed(one.agreed, one.answers) for one in each]}


def _agreed(agreed: int, answers: int) -> Body:
    if answers < FEWEST:
        return {"answers": answers, "agreed": None, "low": None, "high": None}
    interval = share_interval(agreed, answers)
    return {"answers": answers, "agreed": agreed, "low": interval.low, "high": interval.high}


def _changes(since: datetime, until: datetime) -> Body:
    came, moved, said = intake(since, until), measures.changed(since, until), measures.decided(since, until)
    kinds: Counter[str] = Counter()
    for (kind, _), count in moved.by_kind.items():
        kinds[kind] += count
    return {
        "records": came.records, "asked": came.asked, **{kind.value: kinds[kind] for kind in EventKind},
        "by_people": sum(count for (_, basis), count in moved.by_kind.items() if basis == LinkBasis.HUMAN),
        "undone": moved.undone, "settled_same": said.verdicts.get(Verdict.SAME, 0),
        "settled_different": said.verdicts.get(Verdict.DIFFERENT, 0),
        "answered_twice": said.answered_twice, "disagreed": said.disagreed,
    }  # fmt: skip


def _batch() -> Body | None:
    held = measures.last_compared()
    return {"at": held.at.isoformat(), "records": held.records, "differing": held.differing} if held else None


def _alarms(body: Mapping[str, Any], at: datetime) -> list[str]:
    """Sentences, each with what to do. None at all is a good month."""
    found = [*_gap_alarms(body, "missed_gap", "missed links"), *_gap_alarms(body, "false_gap", "false links")]
    batch = body["batch"]
    if batch is None:
        found.append("Everything has never been linked beside what lives. Run “alongside identity compare”, weekly.")
    elif batch["differing"]:
        found.append(
            f"{counted(batch['differing'], 'group of records lives', 'groups of records live')} otherwise than the batch "
            "has them. One arrival and one batch must come to the same: tell who runs the system."
        )
    since = body["waits"]["since"]
    if since and at - datetime.fromisoformat(since) > LONGEST_WAIT:
        found.append(f"A pair has waited for longer than {LONGEST_WAIT.days} days. Look at the queue.")
    if beyond := body["waits"]["beyond"]:
        found.append(
            f"{counted(beyond, 'pair waits', 'pairs wait')} that no reviewer may compare: no agreement in force lets her "
            "agency learn of both. Look at the agreements."
        )
    overall = body["reviewers"]["overall"]
    if overall["high"] is not None and overall["high"] < LEAST_AGREED:
        found.append(
            f"Reviewers agreed with what was settled in fewer than {LEAST_AGREED:.0%} of planted pairs. Go through some "
            "pairs together."
        )
    left = body["sample"]["pairs"] - body["sample"]["judged"] - body["sample"]["beyond"]
    if left:
        found.append(
            f"{counted(left, 'pair', 'pairs')} of the sample wait to be judged: the intervals are wider for it."
        )
    return found


def _gap_alarms(body: Mapping[str, Any], name: str, words: str) -> list[str]:
    gap = body.get(name)
    if gap is None or gap["alarm"] == "none":
        return []
    sure = "The whole interval is beyond the limit: stop automatic joining until it is understood." if (
        gap["alarm"] == "stop"
    ) else "The interval reaches below the limit: judge more pairs of these groups."  # fmt: skip
    return [
        f"The share of {words} differs by {gap['value']:.1%} between “{gap['worst']}” and “{gap['best']}”, more than "
        f"{LARGEST_GAP:.0%}. {sure}"
    ]


def in_words(made: QualityStatement) -> str:
    """The statement's first figures and all its alarms, for a terminal; the page has the rest."""
    told = made.body.get("overall")
    sample = made.body["sample"]
    lines = [
        f"Sample of {sample['drawn_on']}, model {sample['model']}: {sample['judged']} of {sample['pairs']} pairs judged."
    ]
    for name in ("precision", "recall"):
        one = told[name] if told else None
        shown = (
            f"{one['value']:.2%} ({one['low']:.2%} to {one['high']:.2%}), {counted(one['pairs'], 'pair')}"
            if one and one["value"] is not None
            else f"not shown: fewer than {FEWEST} pairs"
        )
        lines.append(f"  {name}: {shown}")
    lines += [f"  Alarm: {alarm}" for alarm in made.body["alarms"]] or ["  No alarm."]
    return "\n".join(lines)
