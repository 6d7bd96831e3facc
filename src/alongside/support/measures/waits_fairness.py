"""Whether help is fair: referrals, closing before help and waits of each group against all the others."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from alongside.analysis.counts import ratio_of_counts
from alongside.analysis.disclosure import Release, Shown, Table
from alongside.analysis.evaluation import NotAnswerable, false_discovery
from alongside.analysis.evaluation.rates import RelativeRate, relative_rate
from alongside.analysis.hazards import HazardRatio, hazard_ratio
from alongside.support.measures.waits import Course, Referred
from alongside.support.measures.waits_population import Populations
from alongside.support.small_counts import rough

Counts = Counter[tuple[str, ...]]
SPEED, REFERRED = "speed", "referred"
WEEK = 7 * 86_400  # seconds


def fairness_of(
    new: Sequence[Referred],
    splits: Mapping[str, Sequence[str]],
    release: Release,
    within: Mapping[str, str],
    until: datetime,
    people: Populations,
) -> dict[str, Any]:
    """For the referrals of the window: counts by reason of closing and, for each group, its comparisons with the rest.

    A comparison is made where all four counts of it may be shown. All of the statement are corrected together.
    `within`: the queue in which every referral begins; its waits are the same children, and are protected with them.
    """
    counts: Counts = Counter((one.course.value,) for one in new)
    first = release.add(Table("courses", ("course",), counts, within))
    found: list[dict[str, Any]] = []
    told = []
    for split, labels in splits.items():
        if split == "need":
            continue
        table = release.add(Table(f"courses by {split}", ("course", split), _counted(new, split), within))
        rows = [_group(new, split, label, table, until) for label in labels]
        _against_population(rows, people.get(split, {}), release.threshold)
        if len(rows) == 2:
            rows[1]["compared"] = []  # of two groups each is the other's rest: once is enough
        found += [one for row in rows for one in row["compared"]]
        told.append({"name": split, "groups": rows})
    _correct(found)
    return {
        "count": _n(first), "taken_on": _n(first, course=Course.TAKEN_ON.value),
        "before_help": _n(first, course=Course.BEFORE_HELP.value), "tests": len(found),
        "reasons": _reasons(new, _n(first, course=Course.BEFORE_HELP.value), release.threshold), "splits": told,
    }  # fmt: skip


def _counted(new: Sequence[Referred], split: str) -> Counts:
    return Counter((one.course.value, one.groups[split]) for one in new)


def _n(shown: Shown, **categories: str) -> int | None:
    """To the nearest five, or None where it is held back: see `waits_statement`."""
    found = shown.at(**categories)
    return rough(found) if isinstance(found, int) else None


def _reasons(new: Sequence[Referred], closed: int | None, threshold: int) -> list[dict[str, Any]]:
    """Why referrals were closed before help, where their number itself may be shown."""
    if not closed:
        return []
    counts: Counts = Counter((one.reason,) for one in new if one.course is Course.BEFORE_HELP)
    release = Release({"reason": sorted(reason for (reason,) in counts)}, threshold=threshold)
    shown = release.add(Table("reasons", ("reason",), counts))
    return [{"code": reason, "count": _n(shown, reason=reason)} for reason in release.categories["reason"]]


def _group(new: Sequence[Referred], split: str, label: str, table: Shown, until: datetime) -> dict[str, Any]:
    own = {course: _n(table, **{"course": course.value, split: label}) for course in Course}
    whole = {course: _n(table, course=course.value) for course in Course}
    count, total = _n(table, **{split: label}), _n(table)
    compared = []
    for course in (Course.TAKEN_ON, Course.BEFORE_HELP):
        cells = (own[course], count, whole[course], total)
        if all(one is not None for one in cells):
            compared += _rate(course.value, *(one or 0 for one in cells), threshold=table.threshold)
    if count and total and total - count >= table.threshold:
        compared += _speed(new, split, label, until, table.threshold)
    return {
        "label": label, "count": count, "taken_on": own[Course.TAKEN_ON], "before_help": own[Course.BEFORE_HELP],
        "compared": compared,
    }  # fmt: skip


def _rate(step: str, events: int, count: int, all_events: int, total: int, *, threshold: int) -> list[dict[str, Any]]:
    """The group against all the others; nothing where one side is nobody, or so few that it would name them."""
    rest = total - count
    rest_events = min(all_events - events, rest)  # each is rounded by itself
    if min(count, rest) < threshold:
        return []
    made = relative_rate(events, count, rest_events, rest)
    if not isinstance(made, RelativeRate):
        return []
    return [
        {
            "step": step, "ratio": made.ratio, "low": made.interval.low, "high": made.interval.high,
            "p": made.p_value, "events": events, "of": count, "rest_events": rest_events, "rest": rest,
            "few": isinstance(made.headline, NotAnswerable),
        }
    ]  # fmt: skip


def _speed(new: Sequence[Referred], split: str, label: str, until: datetime, threshold: int) -> list[dict[str, Any]]:
    """How fast help began, those who still wait included; a referral closed before help waited until then."""
    ends = [one.helped_at or one.ended_at or until for one in new]
    waited = [(end - one.received_at).total_seconds() / WEEK for one, end in zip(new, ends, strict=True)]
    helped = [one.helped_at is not None for one in new]
    own = [one.groups[split] == label for one in new]
    begun = [sum(done for done, mine in zip(helped, own, strict=True) if mine is side) for side in (True, False)]
    if min(begun) < threshold:
        return []
    made = hazard_ratio(waited, helped, own)
    if not isinstance(made, HazardRatio):
        return []
    return [
        {
            "step": SPEED, "ratio": made.ratio, "low": made.interval.low, "high": made.interval.high,
            "p": made.p_value, "few": min(begun) < 2 * threshold,
        }
    ]  # fmt: skip


def _against_population(rows: Sequence[dict[str, Any]], people: Mapping[str, int], threshold: int) -> None:
    """Referrals for each child who lives here, against all others who do; only where every count may be shown."""
    counted = [one for one in rows if one["label"] in people]
    if not people or len(counted) < 2 or any((one["count"] or 0) < threshold for one in counted):
        return
    for one in counted:
        rest = sum(other["count"] for other in counted if other is not one)
        here, elsewhere = people[one["label"]], sum(people.values()) - people[one["label"]]
        made = ratio_of_counts(before=rest, after=one["count"], exposure_before=elsewhere, exposure_after=here)
        z = math.log(made.value) / math.sqrt(1 / one["count"] + 1 / rest)
        one["compared"].insert(
            0,
            {
                "step": REFERRED, "ratio": made.value, "low": made.interval.low, "high": made.interval.high,
                "p": math.erfc(abs(z) / math.sqrt(2.0)), "events": one["count"], "of": here, "rest_events": rest,
                "rest": elsewhere, "few": min(one["count"], rest) < 2 * threshold,
            },
        )  # fmt: skip


def _correct(found: Sequence[dict[str, Any]]) -> None:
    """Several comparisons at once: which of them stand (Benjamini and Hochberg)."""
    if not found:
        return
    made = false_discovery([one["p"] for one in found])
    for one, adjusted, kept in zip(found, made.adjusted, made.kept, strict=True):
        one["q"], one["stands"] = adjusted, kept
