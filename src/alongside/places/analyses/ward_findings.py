"""From counts by ward and month to what a page shows: ranges, alerts, funnel, control charts, as plain JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.evaluation import NotAnswerable, c_chart, funnel, xmr
from alongside.analysis.events.corrections import CORRECTIONS, adjusted_p
from alongside.analysis.forecast import Monthly, WardModel, WardScore, Watch, plain_wards, score_wards, wards, watch
from alongside.common.text import sentence_list
from alongside.places.analyses.interface import Progress
from alongside.places.ward_counts import WardCounts

SHOWN, AHEAD, BACK_TEST = 36, 3, 24
# The forecast needs so many known months before the first that it is held against.
BEFORE = 13
FEWEST_FOR_FUNNEL = 3
# From this mean on the moving range of single counts is a fair measure of their spread; below, Poisson limits are.
XMR_FROM = 5.0
FEWEST_FOR_CHART = 1.0
FEWEST_BEFORE_CHART = 12
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """How closely to look: newest months judged, coverage of the range, false discovery of the alerts."""

    judged: int
    coverage: float
    alpha: float
    correction: str


@dataclass(frozen=True, eq=False)
class _Measured:
    """One measure: its watch and everything else that is stored of it."""

    key: str
    watch: Watch
    plain: dict[str, Any]


def findings(counts: WardCounts, reading: Reading, progress: Progress) -> dict[str, Any]:
    """All that a ward watch found."""
    judged = counts.months[max(BEFORE, len(counts.months) - reading.judged) :]
    measured, left_out = [], []
    for number, (key, name) in enumerate(counts.measures):
        progress(f"Looking at {name}", number / len(counts.measures))
        if counts.counts[key].any():
            measured.append(_measure(counts, key, name, judged, reading))
        else:
            left_out.append(f"{name}: none is recorded in any of these wards and months, so nothing can be expected.")
    shown = _labels(counts)[-SHOWN:]
    return {
        "wards": [{"code": code, "name": name} for code, name in zip(counts.codes, counts.names, strict=True)],
        "months": shown,
        "judged": [_label(month) for month in judged],
        "held": {"first": _label(counts.months[0]), "last": _label(counts.months[-1]), "months": len(counts.months)},
        "gaps": [_label(month) for month in counts.gaps],
        "partial": counts.partial,
        "breaks": list(counts.breaks),
        "notes": [*counts.notes, *left_out],
        "sources": list(counts.sources),
        "coverage": reading.coverage,
        "alpha": reading.alpha,
        "correction": CORRECTIONS[reading.correction],
        **_alerts(measured, reading),
        "measures": [each.plain for each in measured],
    }


def _measure(counts: WardCounts, key: str, name: str, judged: Sequence[date], reading: Reading) -> _Measured:
    labels = [_label(month) for month in counts.months]
    series = Monthly.of_table(labels, counts.counts[key], counts.codes)
    model, told = _chosen(series, labels, reading.coverage)
    seen = watch(model, series, [_label(month) for month in judged])
    fitted = model.fit(series, None, series.label(len(series.counts)))
    ahead = fitted.expected(AHEAD)
    plain = {
        "key": key,
        "name": name,
        "counts": [[_count(value) for value in row] for row in series.counts.T[:, -SHOWN:]],
        "mean": _rounded(seen.mean),
        "low": _whole(seen.low),
        "high": _whole(seen.high),
        "next": {
            "months": list(ahead.months), "mean": _rounded(ahead.mean), "low": _whole(ahead.low),
            "high": _whole(ahead.high),
        },
        "model": told,
        "dispersion": round(float(ahead.dispersion[0]), 4),
        "notes": [note for note in ahead.notes if not note.startswith("Months missing")],
        "funnel": _funnel(counts.counts[key], counts.names, len(judged)),
        "charts": [_chart(column, counts.months, len(judged)) for column in counts.counts[key].T],
    }  # fmt: skip
    return _Measured(key, seen, plain)


def _chosen(series: Monthly, labels: Sequence[str], coverage: float) -> tuple[WardModel, dict[str, Any]]:
    """The model, unless a plain count foretold the last months better; and how all of them did."""
    months = labels[max(BEFORE, len(labels) - BACK_TEST) :]
    model = wards(coverage=coverage)
    scores = score_wards(model, series, months)
    rows = [_score_row(scores, number) for number in range(len(scores.models))]
    if scores.use == model.name:
        why = "It foretold these months better than each plain count."
    else:
        model = plain_wards(scores.use, coverage=coverage)
        own = score_wards(model, series, months)
        # The same mean, now with the spread that it showed before in place of chance alone.
        rows = [row if row["name"] != scores.use else _score_row(own, 0) for row in rows]
        why = "The model did not foretell these months better than this plain count, so the count is used."
    return model, {"name": model.name, "why": why, "months": [months[0], months[-1], len(months)], "scores": rows}


def _score_row(scores: WardScore, number: int) -> dict[str, Any]:
    return {
        "name": scores.models[number],
        "error": round(float(scores.mean_absolute_error[number]), 3),
        "deviance": round(float(scores.deviance[number]), 3),
        "cover": round(float(scores.cover[number]), 4),
    }


def _alerts(measured: Sequence[_Measured], reading: Reading) -> dict[str, Any]:
    """Counts that stand out after correction for all that were looked at: every ward, measure and month at once."""
    looked = [each.watch for each in measured]
    p = np.concatenate([one.p.ravel() for one in looked])
    adjusted = adjusted_p(p, reading.correction)
    found, start = [], 0
    for each, one in zip(measured, looked, strict=True):
        part = adjusted[start : start + one.p.size].reshape(one.p.shape)
        start += one.p.size
        found += [_alert(each, row, column, part) for row, column in np.argwhere(part <= reading.alpha)]
    outside = sum(int(((one.seen < one.low) | (one.seen > one.high)).sum()) for one in looked)
    chance = sum(float((1 - one.held_by_chance).sum()) for one in looked)
    return {
        "alerts": sorted(found, key=lambda one: (one["month"], -one["adjusted"]), reverse=True),
        "looked_at": int((~np.isnan(p)).sum()),
        "outside": outside,
        "outside_by_chance": round(chance, 1),
        "uncorrected": int((p <= reading.alpha).sum()),
    }


def _alert(each: _Measured, row: int, column: int, adjusted: Table) -> dict[str, Any]:
    seen = each.watch
    return {
        "ward": seen.areas[row],
        "measure": each.key,
        "month": seen.months[column],
        "count": int(seen.seen[row, column]),
        "mean": round(float(seen.mean[row, column]), 1),
        "low": int(seen.low[row, column]),
        "high": int(seen.high[row, column]),
        "p": float(f"{seen.p[row, column]:.2g}"),
        "adjusted": float(f"{adjusted[row, column]:.2g}"),
        "is_more": bool(seen.seen[row, column] > seen.mean[row, column]),
    }


def _funnel(table: Table, names: Sequence[str], judged: int) -> dict[str, Any]:
    """Each ward's count of the months judged, against its share of the years before in what all wards had in them."""
    now, before = table[-judged:].sum(axis=0), table[:-judged].sum(axis=0)
    if len(names) < FEWEST_FOR_FUNNEL:
        return {"refused": f"A funnel compares wards with each other, and needs {FEWEST_FOR_FUNNEL} or more."}
    if not now.any() or not before.any():
        return {"refused": "Nothing was counted in these months or in those before, so no ward can stand out."}
    # Half a crime more for every ward: one that never had any has an expectation all the same.
    shares = (before + 0.5) / (before + 0.5).sum()
    found = funnel(now, shares * now.sum())
    assert not isinstance(found, NotAnswerable)
    points = [
        {
            "ward": number, "seen": int(now[number]), "expected": round(float(shares[number] * now.sum()), 1),
            "ratio": round(point.ratio, 3), "stands": point.stands,
            "warning": [round(point.warning.low, 3), round(point.warning.high, 3)],
            "action": [round(point.action.low, 3), round(point.action.high, 3)],
        }
        for number, point in enumerate(found.points)
    ]  # fmt: skip
    out = [name for name, point in zip(names, found.points, strict=True) if point.stands in ("high", "low")]
    words = f"Outside the outer limits: {sentence_list(out, 'and')}." if out else "No ward is outside the outer limits."
    return {"points": points, "dispersion": round(found.dispersion, 2), "words": words, "months": judged}


def _chart(column: Table, months: Sequence[date], judged: int) -> dict[str, Any]:
    """A control chart with limits from the months before those judged, where there are enough of them."""
    base = len(column) - judged
    baseline = base if base >= FEWEST_BEFORE_CHART else None
    usual = column[:baseline].mean()
    if usual < FEWEST_FOR_CHART:
        return {"refused": "No control chart: under one a month is too few for its rules."}
    if usual >= XMR_FROM:
        found = xmr(column, baseline=baseline)
    else:
        found = c_chart(column, baseline=baseline)
    if isinstance(found, NotAnswerable):
        return {"refused": f"No control chart: {found.because}. {found.what_would_help}."}
    since = len(column) - judged
    signals = [
        {"rule": one.rule, "from": _label(months[one.points[0]]), "to": _label(months[one.points[-1]])}
        for one in found.signals
        if one.points[-1] >= since
    ]
    return {
        "kind": found.kind,
        "centre": round(found.centre, 1),
        "lower": round(max(0.0, found.lower[0]), 1),
        "upper": round(found.upper[0], 1),
        "baseline": baseline or len(column),
        "signals": signals,
    }


def _labels(counts: WardCounts) -> list[str]:
    return sorted(_label(month) for month in (*counts.months, *counts.gaps))


def _label(month: date) -> str:
    return f"{month:%Y-%m}"


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _rounded(table: Table) -> list[list[float]]:
    return [[round(float(value), 2) for value in row] for row in table]


def _whole(table: Table) -> list[list[int]]:
    return [[int(value) for value in row] for row in table]
