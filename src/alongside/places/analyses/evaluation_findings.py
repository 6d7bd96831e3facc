"""From counts to what the evaluation page shows: only the answer to the question that was asked, as plain JSON."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis.evaluation import TYPICAL_DISPERSION
from alongside.analysis.evaluation.regression import recent_periods
from alongside.common.periods import add_months, months_between
from alongside.places.analyses.asking import SMALL
from alongside.places.analyses.evaluation_calls import Call, Plain, ask, is_refused, plain
from alongside.places.analyses.evaluation_counts import Measured, Outcome
from alongside.places.analyses.evaluation_settings import months_of
from alongside.places.analyses.evaluation_words import limits, smaller
from alongside.places.analyses.interface import Progress, Settings
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_months import without_months
from alongside.places.evaluation_states import EvaluationQuestion

YEAR = 12
# About what the stronger studies of work in hot spots found: the power card asks for it.
FALL = 20
# From this mean a month on, the moving range of counts is a fair measure of their spread.
XMR_FROM = 5.0


def findings(settings: Settings, measured: Measured, progress: Progress) -> Plain:
    """All that is stored of one evaluation; raises `PlacesRefused` for counts too small to be shown."""
    work = _Work(settings, measured)
    _refuse_small(measured, work)
    progress("Asking what could have been found", 0.2)
    work.power()
    if work.after:
        progress("Comparing the two counts", 0.3)
        work.counts()
        work.chart()
        if settings["question"] == EvaluationQuestion.CAUSE:
            progress("Treating every other area as if it were the place", 0.5)
            work.cause()
    progress("Writing it down", 0.95)
    return without_months({
        **_about(settings, measured), "inputs": work.inputs, "calls": [call.plain() for call in work.calls],
        "found": work.found, "windows": work.windows(), "verdict": work.verdict(), "outcomes": work.outcomes(),
        "limits": limits(work),
    })  # fmt: skip


class _Work:
    """The calls in their order and what each gave."""

    def __init__(self, settings: Settings, measured: Measured) -> None:
        self.settings, self.measured = settings, measured
        self.primary = measured.outcomes[0]
        self.start, self.before = measured.start, measured.start
        self.after = len(measured.months) - measured.start
        _, first, last = months_of(settings)
        self.planned = months_between(first, last) + 1
        self.calls: list[Call] = []
        self.found: Plain = {}
        self.inputs = _inputs(measured)

    def power(self) -> None:
        """What fall could be found at all: from the months before alone, as it could be asked before the start."""
        before, elsewhere = self.primary.target[: self.start], self.primary.elsewhere[:, : self.start]
        if not before.sum():
            self.found["power"] = {
                "refused": True, "because": "nothing was counted in the place before it began",
                "what_would_help": "a longer baseline, a larger place or a wider offence",
            }  # fmt: skip
            return
        control = float(elsewhere.sum()) / float(before.sum())
        self._call(
            "power", "power", expected=round(float(before.mean()) * self.planned, 2), fall=FALL, months=self.planned,
            baseline_months=self.start, control=round(control, 3) or None, dispersion=self._dispersion(),
        )  # fmt: skip

    def counts(self) -> None:
        (first, last), (then, until) = self.windows()["before"], self.windows()["after"]
        before, after = (int(self.primary.target[a:b].sum()) for a, b in ((first, last), (then, until)))
        spans = {"exposure_before": last - first, "exposure_after": until - then}
        self._call("counts", "two_counts", before=before, after=after, **spans, dispersion=self._dispersion())
        self._call("counts_by_chance_alone", "two_counts", before=before, after=after, **spans)

    def chart(self) -> None:
        base = self.primary.target[: self.start]
        function, values = ("xmr", "values") if base.size and base.mean() >= XMR_FROM else ("c_chart", "events")
        self._call("chart", function, **{values: "@target"}, baseline=self.start)

    def cause(self) -> None:
        changed = {} if self.measured.break_at is None else {"recording_change": self.measured.break_at}
        ring = {"buffer": "@beside"} if len(self.primary.beside) else {}
        self._call(
            "compare", "compare", target="@target", comparisons="@elsewhere", start=self.start,
            outcome=self.primary.name, **ring, **changed,
        )  # fmt: skip
        if not self.measured.gaps and not self._is_cut():
            self._call("series", "series", values="@target", start=self.start, comparison="@all_elsewhere", **changed)
        if self.settings["picked"]:
            mean = float(self.primary.target[: self.start].mean()) * self.after
            fall = -(self.found["counts"].get("change") or 0.0) if _has_change(self.found["counts"]) else 38.0
            if mean > 0:
                self._call("worst", "worst_area", mean=round(mean, 2), areas=len(self.measured.areas) + 1,
                           fall=round(min(99.0, max(1.0, fall)), 1))  # fmt: skip
        self._several(changed)

    def _is_cut(self) -> bool:
        """Whether a month between the first and the last was left out: the series reckons with every month in turn."""
        months = self.measured.months
        return any(months[0] < month < months[-1] for month in self.measured.mixed)

    def _several(self, changed: Mapping[str, Any]) -> None:
        tested = ["compare"]
        for number, _ in enumerate(self.measured.outcomes[1:], start=2):
            self._call(
                f"compare_{number}", "compare", target=f"@target_{number}", comparisons=f"@elsewhere_{number}",
                start=self.start, outcome=self.measured.outcomes[number - 1].name, **changed,
            )  # fmt: skip
            tested.append(f"compare_{number}")
        answered = [name for name in tested if not is_refused(self.found[name])]
        if len(answered) > 1 and answered[0] == "compare":
            self._call("several", "false_discovery", p_values=[self.found[name]["p_value"] for name in answered],
                       primary=0)  # fmt: skip

    def windows(self) -> Plain:
        """Which months the count card sets side by side: the same months a year earlier where they are all held."""
        end = len(self.measured.months)
        if not self.after:
            return {"before": [0, self.start], "after": [end, end], "same_months": False}
        months, length = self.measured.months, self.after
        year_before = [add_months(month, -YEAR) for month in months[self.start :]]
        place = {month: number for number, month in enumerate(months[: self.start])}
        if length <= YEAR and all(month in place for month in year_before):
            first = place[year_before[0]]
            return {"before": [first, first + length], "after": [self.start, end], "same_months": True}
        first = max(0, self.start - length)
        return {"before": [first, self.start], "after": [self.start, end], "same_months": False}

    def verdict(self) -> Plain:
        if not self.after:
            last = self.measured.months[-1]
            return {
                "refused": True, "because": f"counts are held to {last:%B %Y} only, and none since it began",
                "what_would_help": "the counts of the months since then, once they are published. Until then the power "
                "card says what could be found",
            }  # fmt: skip
        if self.settings["question"] == EvaluationQuestion.SMALLER:
            return smaller(self.found["counts"])
        told = self.found["compare"]
        if not is_refused(told):
            return dict(told["verdict"])
        changed = self.measured.break_at
        month = "" if changed is None else f"in {self.measured.months[changed]:%B %Y}"
        # The library counts periods; a reader wants the month.
        return dict(told) | {"because": told["because"].replace(f"at period {changed}", month)}

    def outcomes(self) -> list[Plain]:
        """Each outcome with both counts; beyond the first, judged together."""
        return [
            {
                "name": one.name, "before": int(one.target[: self.start].sum()),
                "after": int(one.target[self.start :].sum()), "call": "compare" if number == 1 else f"compare_{number}",
            }
            for number, one in enumerate(self.measured.outcomes, start=1)
        ]  # fmt: skip

    def _dispersion(self) -> float:
        """Variance over mean of counts of as many months, about area and period; a typical one where none can be seen."""
        length = max(1, min(self.planned, self.start // 2))
        table = np.vstack([self.primary.target, self.primary.elsewhere])[:, : self.start]
        blocks = table[:, self.start % length :].reshape(len(table), -1, length).sum(axis=2)
        busy = blocks[blocks.sum(axis=1) > 0][:, blocks.sum(axis=0) > 0]
        if min(busy.shape, default=0) < 2:
            return typical(self.primary.name)
        self.inputs["blocks"] = busy.tolist()
        if "dispersion" not in self.found:
            self._call("dispersion", "dispersion", table="@blocks")
        return float(round(max(1.0, self.found["dispersion"]), 4))

    def _call(self, name: str, function: str, **arguments: Any) -> None:
        call = Call(name, function, arguments)
        self.calls.append(call)
        self.found[name] = plain(ask(call, self.inputs))


def typical(outcome: str) -> float:
    """London's wards, by the kind that the outcome sounds like; violence otherwise."""
    words = {"robbery": "robbery", "weapon": "possession of weapons"}
    kind = next((kind for word, kind in words.items() if word in outcome.casefold()), "violence")
    return TYPICAL_DISPERSION["ward"][kind]


def _inputs(measured: Measured) -> Plain:
    """The tables by name, as the library takes them; the other outcomes are numbered from 2."""

    def tables(one: Outcome, suffix: str) -> Iterator[tuple[str, Any]]:
        yield f"target{suffix}", one.target.tolist()
        yield f"elsewhere{suffix}", one.elsewhere.tolist()

    found = dict(tables(measured.outcomes[0], ""))
    if len(measured.outcomes[0].beside):
        found["beside"] = measured.outcomes[0].beside.tolist()
    found["all_elsewhere"] = measured.outcomes[0].elsewhere.sum(axis=0).tolist()
    for number, one in enumerate(measured.outcomes[1:], start=2):
        found |= dict(tables(one, f"_{number}"))
    return found


def _about(settings: Settings, measured: Measured) -> Plain:
    return {
        "place": measured.place, "name": settings["name"], "noun": measured.noun, "source": measured.source,
        "outcome": measured.outcomes[0].name, "months": [_label(month) for month in measured.months],
        "start": measured.start, "areas": [{"code": code, "name": name} for code, name in measured.areas],
        "beside": list(measured.beside), "breaks": list(measured.breaks), "gaps": [_label(gap) for gap in measured.gaps],
        "mixed": [_label(month) for month in measured.mixed],
        "notes": list(measured.notes), "sources": list(measured.sources), "is_open": measured.is_open,
        "shapes": measured.shapes, "question": settings["question"],
    }  # fmt: skip


def _refuse_small(measured: Measured, work: "_Work") -> None:
    """Records that were never made anonymous are counted in fives or more, or not shown at all: every sum that a page
    sets beside another, and what is left of the baseline when one of them is taken away."""
    if measured.is_open:
        return
    if any(0 < total < SMALL for one in measured.outcomes for total in _sums_shown(one, measured.start, work)):
        raise PlacesRefused(
            f"Fewer than {SMALL} are counted in the place before or after, or in the months of the baseline that are set "
            "beside those after, and these records were never made anonymous: so small a count is not shown to anybody.",
            "Choose a longer period, a larger place or more kinds.",
        )


def _sums_shown(one: Outcome, start: int, work: "_Work") -> Iterator[int]:
    """`_Work.windows` has its own months before; the card of what comes by itself has the last ones, and all but them."""
    length = len(one.target) - start
    baseline = int(one.target[:start].sum())
    yield baseline
    yield int(one.target[start:].sum())
    if not length:
        return
    quiet = start - recent_periods(start, length)
    for first, end in (work.windows()["before"], (max(0, start - length), start), (0, quiet)):
        part = int(one.target[first:end].sum())
        yield part
        yield baseline - part


def _has_change(counts: Mapping[str, Any]) -> bool:
    return not is_refused(counts) and not is_refused(counts["change"])


def _label(month: date) -> str:
    return f"{month:%Y-%m}"
