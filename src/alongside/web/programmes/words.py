"""Figures of programmes in words: each with its count, its period, its range, and what it counts."""

from collections.abc import Mapping

from django.utils.safestring import SafeString

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.reach import Between, PooledShare
from alongside.programmes.queries.breakdowns import Counts
from alongside.programmes.queries.reach import Gap, ReachReport
from alongside.programmes.rules.codes import school_year_words
from alongside.programmes.states import Counted, Stage
from alongside.web.design.charts import Bar, bar_chart
from alongside.web.design.wording import number, plural

HELD_BACK = "Held back"
NAMED = {
    Stage.ELIGIBLE: "in such classes", Stage.OFFERED: "offered", Stage.STARTED: "who started", Stage.HALF: "who had half",
    Stage.FINISHED: "who finished",
}  # fmt: skip
DONE = {Counted.STARTED: "started", Counted.HALF: "had half of the lessons", Counted.FINISHED: "finished"}
GAPS = {
    "not_offered": ("The programme was not offered to the class yet", "waiting"),
    "declined": ("The school said no", "all"),
    "no_days": ("Offered, but no day is planned", "no-days"),
    "silent": ("Lessons have passed of which nobody wrote anything down", "silent"),
    "missed": ("A lesson was missed and not caught up", "all"),
    "stopped": ("An earlier year: stopped before half of the lessons", "all"),
}


def money(pence: int) -> str:
    """£45.10; whole pounds above a thousand."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) / 100:,.0f}" if abs(pence) >= 100_000 else f"{sign}£{abs(pence) / 100:,.2f}"


def period(first: int, last: int) -> str:
    return school_year_words(first) if first == last else f"{school_year_words(first)} to {school_year_words(last)}"


def spread(found: Between) -> str:
    """The range that head counts leave open, if there is one."""
    return number(found.point) if found.low == found.high else f"{found.low:,} to {found.high:,}"


def pooled(found: PooledShare | NotAnswerable, counted: tuple[int, int] | None, what: str) -> str:
    """A share with its count and interval; or the count, and why there is no share. None: held back."""
    if counted is None:
        return "Held back: from it a count of pupils that is held back on this page could be worked out."
    done, total = counted
    if isinstance(found, NotAnswerable):
        return f"{done:,} of {total:,} {what}. Too few schools for an interval."
    low, high = found.interval
    return (
        f"{done:,} of {total:,} {what}: {found.share:.0%} (95% interval {low:.0%} to {high:.0%}, over "
        f"{plural(found.groups, 'school')})."
    )


def funnel_rows(report: ReachReport, total: Counts) -> list[list[str]]:
    """Each stage beside the one before it; points before and after beside those who started."""
    rows, before = [], None
    for row in report.stages:
        count, base = total[row.stage], Stage.STARTED if row.stage is Stage.MEASURED else before
        of = total[base] if base is not None else None
        share = f"{count:,} of {of:,} {NAMED[base]} ({count / of:.0%})" if base and count is not None and of else ""
        ranged = HELD_BACK if count is None else spread(row.pupils)
        rows.append([row.stage.label, held(count), ranged, number(row.classes), share])
        before = row.stage
    return rows


def funnel_chart(report: ReachReport, total: Counts) -> SafeString:
    bars = [
        Bar(row.stage.label, count, number(count), row.pupils.low, row.pupils.high)
        for row in report.stages
        if (count := total[row.stage]) is not None
    ]
    told = "; ".join(f"{one.label}: {one.text}" for one in bars)
    return bar_chart(
        "reach-funnel", "Pupils by how far they came", f"{told}. The table beside it holds the same.", bars
    )


def year_table(report: ReachReport, years: Mapping[int, Counts]) -> list[list[str]]:
    """A school year without classes has no counts."""
    return [
        [
            school_year_words(one.school_year), number(one.schools), number(one.classes),
            *(held(years[one.school_year][stage]) if one.school_year in years else "0" for stage in Stage),
            money(one.pence) if one.pence else "None",
        ]
        for one in report.years
    ]  # fmt: skip


def forecast_words(report: ReachReport) -> list[str]:
    """What the target may come to, and what is missing: sentences for one paragraph each."""
    found, target = report.forecast, report.target
    if target is None:
        return []
    if found is None:
        return ["What it will come to is held back: it rests on few pupils."]
    if isinstance(found, NotAnswerable):
        return [f"What it will come to cannot be said yet: {found.because}. What would help: {found.what_would_help}."]
    low, high = (max(0, round(one)) for one in found.interval)
    said = [
        f"With the {plural(found.classes_ahead, 'class', 'classes')} that are offered and not over, about "
        f"{found.expected:,} pupils will have {DONE[target.counted]} by the end of {school_year_words(target.last_year)} "
        f"(95% interval {low:,} to {high:,}; target {target.pupils:,}).",
        _chance(found.chance),
    ]
    if found.missing:
        more = (
            f" At the usual yield that is {plural(found.classes_more, 'more class', 'more classes')}."
            if found.classes_more
            else ""
        )
        said.append(f"About {found.missing:,} pupils are missing.{more}")
    return said


def _chance(chance: float) -> str:
    if chance < 0.01:
        return "In fewer than 1 of 100 runs of the forecast the target was met."
    if chance > 0.99:
        return "In more than 99 of 100 runs of the forecast the target was met."
    return f"In {chance * 100:.0f} of 100 runs of the forecast the target was met."


def gap_row(gap: Gap) -> tuple[str, str, str, str]:
    """What, classes, pupils, and the list that shows them."""
    words, show = GAPS[gap.code]
    return words, number(gap.classes), held(gap.pupils), show


def held(count: int | None) -> str:
    return HELD_BACK if count is None else number(count)


def split_row(name: str, counts: Counts) -> list[str]:
    return [name, *(held(counts[stage]) for stage in (Stage.ELIGIBLE, Stage.STARTED, Stage.FINISHED))]


def trained(report: ReachReport) -> str:
    if not report.trained:
        return "No training is written down."
    return f"{plural(report.trained, 'teacher')} of {plural(report.schools_trained, 'school')} trained."
