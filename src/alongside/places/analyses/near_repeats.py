"""Near repeats: do events follow one another near and soon, how far and how long, and where is that so now?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis.events import Unfit
from alongside.analysis.events.corrections import adjusted_p
from alongside.analysis.near_repeat import Chains, KnoxTable, LocalKnox, chains, knox, local_knox
from alongside.analysis.near_repeat.bands import Bands, check_metric
from alongside.places.analyses.dated import (
    Plain,
    about,
    choice_of,
    day_number,
    day_of,
    days_of,
    kind_words,
    need_days,
    one_by_one,
    period_words,
    place_words,
    wanted,
    whole_number,
)
from alongside.places.analyses.interface import Answer, Progress
from alongside.places.analyses.near_windows import SQUARE, Window, present_windows, raised_window
from alongside.places.sources import events_in, source
from alongside.places.states import RunKind

SPACE_EDGES = (0.0, 1.0, 100.0, 200.0, 300.0, 400.0)
TIME_EDGES = (0.0, 7.0, 14.0, 21.0, 28.0)
WHY_EDGES = (
    "The first band is the very same place. A hundred metres is about a short street, and patrols are planned by the "
    "week. They were fixed before any data was looked at."
)
USUAL_DAYS = 365
MOST_BANDS = 100
ALPHA = 0.05
# Where chance alone brings fewer pairs than this, a band can hardly tell anything.
LEAST_EXPECTED = 5.0
FEWEST_PERMUTATIONS, MOST_PERMUTATIONS = 99, 9_999
RAISED, LIKE_CHANCE, THIN = "raised", "like chance", "too few pairs"


class NearRepeats:
    """The Knox table with what follows from it: the raised window, linked events, chains, windows of today."""

    kind = RunKind.NEAR_REPEATS

    def complete(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        summary, chosen = choice_of(settings, usual_days=USUAL_DAYS)
        need_days(summary)
        metric = str(settings.get("metric") or "euclidean")
        check_metric(metric)
        space = _edges(settings.get("space_edges") or SPACE_EDGES, "metres")
        time = _edges(settings.get("time_edges") or TIME_EDGES, "days")
        if (len(space) - 1) * (len(time) - 1) > MOST_BANDS:
            raise Unfit(f"That makes more than {MOST_BANDS} bands.", "Give fewer distances or fewer times.")
        permutations = whole_number(settings, "permutations", 999)
        if not FEWEST_PERMUTATIONS <= permutations <= MOST_PERMUTATIONS:
            raise Unfit(
                f"{permutations:,} permutations were asked for.",
                f"Ask for {FEWEST_PERMUTATIONS} to {MOST_PERMUTATIONS:,}; 999 is usual.",
            )
        more = {"space_edges": space, "time_edges": time, "metric": metric, "permutations": permutations}
        return {**chosen, **more, "seed": whole_number(settings, "seed", 1)}

    def title(self, settings: Mapping[str, Any]) -> str:
        kinds = kind_words(settings["kinds"], source(settings["source"]))
        return f"Near repeats: {kinds}, {place_words(settings['boundary'])}, {period_words(settings)}"

    def sources_of(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        return (settings["source"],)

    def work(self, settings: Mapping[str, Any], progress: Progress) -> Answer:
        progress("Reading the events", 0.0)
        summary, last = source(settings["source"]), date.fromisoformat(settings["last"])
        events = one_by_one(events_in(wanted(settings)))
        days = days_of(events, last)
        progress("Shuffling the times among the places", 0.1)
        # Whole days stay dates, so that the library can see months that pass for days.
        table = _knox(events.x, events.y, events.times, settings, settings["space_edges"], settings["time_edges"])
        told = _table(table)
        standing = np.array(told["standing"])
        window = raised_window(standing == RAISED, standing == THIN, table.space_edges, table.time_edges)
        result: Plain = {"about": about(settings, summary, events), "table": told, "square": SQUARE, "window": None}
        if window is not None:
            progress("Looking for links and chains", 0.7)
            result |= _raised(events.x, events.y, events.times, days, window, settings, last)
        result["sentence"] = _sentence(result, summary.noun, told["tests"])
        return Answer(result, table.data_hash, events.licences, settings["seed"])


def _edges(values: Any, unit: str) -> list[float]:
    bands = Bands.of(list(values) if isinstance(values, Sequence) else values, unit)
    if bands.open_ended:
        raise Unfit(f"The last edge in {unit} is infinite.", "Give a last edge, such as 400 metres or 28 days.")
    return [float(edge) for edge in bands.edges.tolist()]


def _knox(x: Any, y: Any, t: Any, settings: Mapping[str, Any], space: Any, time: Any) -> KnoxTable:
    return knox(
        x, y, t, space_edges=space, time_edges=time, metric=settings["metric"],
        permutations=settings["permutations"], seed=settings["seed"],
    )  # fmt: skip


def _table(table: KnoxTable) -> Plain:
    thin = table.expected < LEAST_EXPECTED
    adjusted = adjusted_p(table.p.ravel(), "fdr").reshape(table.p.shape)
    standing = np.where((adjusted <= ALPHA) & (table.ratio > 1), RAISED, np.where(thin, THIN, LIKE_CHANCE))
    return {
        "space": list(table.space_intervals), "time": list(table.time_intervals),
        "observed": table.observed.tolist(), "expected": np.round(table.expected_mean, 2).tolist(),
        "expected_low": np.round(table.expected_low, 1).tolist(),
        "expected_high": np.round(table.expected_high, 1).tolist(),
        "ratio": [[None if np.isnan(one) else round(one, 4) for one in row] for row in table.ratio.tolist()],
        "p": np.round(table.p, 5).tolist(), "p_adjusted": np.round(adjusted, 5).tolist(),
        "standing": standing.tolist(), "tests": int(table.p.size), "permutations": table.permutations,
        "correction": "false discovery rate (Benjamini-Hochberg), 5%",
        "events": table.events, "compared_as": str(table.settings["times compared as"]),
    }  # fmt: skip


def _raised(x: Any, y: Any, t: Any, days: Any, window: Window, settings: Mapping[str, Any], last: date) -> Plain:
    whole = _knox(x, y, t, settings, [0.0, window.metres], [0.0, window.days])
    near = {"space": window.metres, "time": window.days, "metric": settings["metric"]}
    linked, joined = local_knox(x, y, t, **near), chains(x, y, t, **near)
    return {
        "window": _window(whole, window),
        "links": _links(linked, days, window, last),
        "chains": _chains(joined, days, window, last),
        "present": {
            "last": last.isoformat(),
            "windows": present_windows(np.asarray(x), np.asarray(y), days, window, last),
        },
    }


def _window(whole: KnoxTable, window: Window) -> Plain:
    """The window as one band. Its interval: the observed pairs over the highest and the lowest 2.5% of the shuffles."""
    seen = int(whole.observed[0, 0])
    mean, low, high = (float(one[0, 0]) for one in (whole.expected_mean, whole.expected_low, whole.expected_high))
    return {
        "metres": window.metres, "days": window.days, "observed": seen, "expected": round(mean, 2),
        "expected_low": round(low, 1), "expected_high": round(high, 1),
        "ratio": round(float(whole.ratio[0, 0]), 4), "ratio_low": round(seen / high, 4),
        "ratio_high": round(seen / low, 4) if low > 0 else None, "p": round(float(whole.p[0, 0]), 5),
    }  # fmt: skip


def _links(linked: LocalKnox, days: Any, window: Window, last: date) -> Plain:
    """How many events have a neighbour in space and time, and how many of the newest follow one before."""
    live = days + window.days > day_number(last) + 1
    follows = np.zeros(len(days), dtype=bool)
    follows[linked.links[:, 1]] = True
    return {
        "events": len(days), "pairs": len(linked.links), "linked": int((linked.near_both > 0).sum()),
        "clear": int((linked.p_adjusted <= ALPHA).sum()), "newest": int(live.sum()),
        "newest_following": int((live & follows).sum()),
    }  # fmt: skip


def _chains(joined: Chains, days: Any, window: Window, last: date) -> Plain:
    sizes, counts = np.unique(joined.size, return_counts=True)
    going_on = np.flatnonzero(joined.last + window.days > day_number(last) + 1)
    listed = going_on[np.argsort(-joined.size[going_on], kind="stable")][:10]
    return {
        "chains": len(joined), "events": int(joined.size.sum()), "longest": int(joined.size.max()) if len(joined) else 0,
        "by_size": [[int(size), int(count)] for size, count in zip(sizes, counts, strict=True)],
        "going_on": len(going_on),
        "listed": [
            {
                "size": int(joined.size[k]), "first": day_of(float(joined.first[k])).isoformat(),
                "last": day_of(float(joined.last[k])).isoformat(), "x": _middle(joined.x[k]), "y": _middle(joined.y[k]),
                "radius": max(50, int(50 * np.ceil(joined.radius[k] / 50))),
            }
            for k in listed.tolist()
        ],
    }  # fmt: skip


def _middle(value: float) -> int:
    """The middle of the square that holds it."""
    return round((np.floor(value / SQUARE) + 0.5) * SQUARE)


def within(window: Mapping[str, Any]) -> str:
    """How near and how soon, in words. The first band is the very same place."""
    days = f"{window['days']:g} days"
    if window["metres"] <= SPACE_EDGES[1]:
        return f"at the same place and within {days}"
    return f"within {window['metres']:g} metres and {days}"


def _sentence(result: Plain, noun: str, tests: int) -> str:
    one = result["window"]
    if one is None:
        return (
            f"No window is raised from the place itself outwards: after one of these {noun}, others do not follow near "
            f"and soon more often than chance brings ({result['table']['events']:,} {noun}, {tests} bands tested). "
            "Do not send patrols after near repeats on these data."
        )
    high = f"{one['ratio_high']:.2f}" if one["ratio_high"] is not None else "more than can be told"
    return (
        f"After one of these {noun}, {within(one)}, the risk of another is "
        f"{one['ratio']:.2f} times as high (95% interval {one['ratio_low']:.2f} to {high}, p = {one['p']:.3g}): "
        f"{one['observed']:,} pairs, where chance brings {one['expected']:,.0f}."
    )
