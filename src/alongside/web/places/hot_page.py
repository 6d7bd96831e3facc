"""The page of an answer about hot spots: sentences, map, tables, settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from alongside.places.analyses.hot_times import HOURS, WEEKDAYS
from alongside.places.queries import ProblemTold, RunDetail
from alongside.web.design.wording import first_upper
from alongside.web.places import hot_words as words
from alongside.web.places.hot_map import HotMap, hot_map

Told = Mapping[str, Any]
Row = list[Any]


@dataclass(frozen=True, slots=True)
class HotPage:
    findings: list[str]
    map: HotMap
    classes: list[tuple[str, str, str]]
    areas: list[Row]
    concentration: list[str]
    concentration_rows: list[Row]
    forecast: list[str]
    score_rows: list[Row]
    score_columns: list[str]
    deprivation: list[str]
    deprivation_year: str
    times: "TimesShown"
    settings: list[tuple[str, str]]
    notes: list[str]
    provenance: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TimesShown:
    """`why_none` is empty where the source tells times."""

    why_none: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


AREA_COLUMNS = [
    "Area", "Where", "Count", "Share of all", "Against an even spread", "Class", "Later against earlier half",
    "Expected next",
]  # fmt: skip


def hot_page(run: RunDetail, problems: Sequence[ProblemTold]) -> HotPage:
    result: Told = run.result or {}
    return HotPage(
        findings=words.findings(run),
        map=hot_map(run, problems),
        classes=words.class_legend(result),
        areas=[_area_row(run.summary.id, row) for row in result["areas"]],
        concentration=_concentration(result),
        concentration_rows=_concentration_rows(result),
        forecast=_forecast(result),
        score_rows=_score_rows(result),
        score_columns=_score_columns(result),
        deprivation=words.deprivation_words(result),
        deprivation_year=words.deprivation_year(result),
        times=times_shown(result["times"]),
        settings=words.settings_words(run),
        notes=result["notes"],
        provenance=provenance(run),
    )


def _area_row(run_id: int, row: Told) -> Row:
    link = reverse("hot_spots_area", args=[run_id, row["number"]])
    label = f"{row['number']}{words.LETTERS[row['class']]}"
    return [
        {"text": label, "href": link},
        words.where(row),
        words.with_interval(row),
        words.share_words(row),
        f"{row['times_even']:.1f} times, on {row['hectares']:,.0f} hectares",
        words.CLASS_NAMES[row["class"]],
        words.trend_short(row),
        words.forecast_words(row),
    ]


def _concentration(result: Told) -> list[str]:
    found, cells = result["concentration"], len(result["grid"]["rows"])
    return [
        f"Half of all {result['noun']} lie in the fullest {found['half_in']:,} of {cells:,} cells.",
        "With few events the fullest cells are partly those that had bad luck. “By chance” is what the same number of "
        "events would give if all cells were alike; “of the risk” is what is left once luck is taken out, with its "
        "95% interval.",
    ]


def _concentration_rows(result: Told) -> list[Row]:
    found = result["concentration"]
    return [
        [
            f"Fullest {share:.0%} of cells ({found['cells'][k]:,})",
            words.per_cent(found["events"][k]),
            words.per_cent(found["by_chance"][k]),
            f"{words.per_cent(found['risk'][k])} ({words.per_cent(found['low'][k])} to {words.per_cent(found['high'][k])})",
        ]
        for k, share in enumerate(found["share"])
    ]


def _forecast(result: Told) -> list[str]:
    following = result["forecast"]
    when = words.span_words(following["first"], following["last"])
    said = [f"For {when}, by the {following['model']}.", first_upper(following["verdict"])]
    if following["score"]:
        score = following["score"]
        said.append(
            f"Tested on the {score['windows']} {following['horizon']}s before, one after another, each from what was "
            f"known then: {score['events']:,} {result['noun']}. The first number is the share that fell in the cells chosen; "
            "“oracle” is what somebody who knew the future could have caught with as many cells. PAI is that share "
            "divided by the share of cells."
        )
    return said


def _score_columns(result: Told) -> list[str]:
    score = result["forecast"]["score"]
    if not score:
        return []
    return [
        "Method",
        *(
            f"{cells:,} cells ({words.per_cent(share)})"
            for cells, share in zip(score["cells"], score["shares"], strict=True)
        ),
    ]


def _score_rows(result: Told) -> list[Row]:
    score = result["forecast"]["score"]
    if not score:
        return []
    rows = [
        [
            first_upper(row["model"]) + (" (used)" if row["model"] == result["forecast"]["model"] else ""),
            *(
                f"{words.per_cent(hit)} ({words.per_cent(low)} to {words.per_cent(high)}), PAI {pai:.1f}"
                for hit, low, high, pai in zip(row["hit"], row["low"], row["high"], row["pai"], strict=True)
            ),
        ]
        for row in score["rows"]
    ]
    return [*rows, ["Oracle", *(words.per_cent(share) for share in score["oracle"])]]


def times_shown(times: Told) -> TimesShown:
    """Day of the week and time of day, or why they cannot be told."""
    if "why_none" in times:
        return TimesShown(times["why_none"])
    said = [_busiest(times[key], of) for key, of in (("busiest_day", "day"), ("busiest_hours", "time")) if key in times]
    if "why_no_hours" in times:
        said.append(times["why_no_hours"])
    if "week" in times:
        rows = [[day, *map(words.number, row)] for day, row in zip(WEEKDAYS, times["week"], strict=True)]
        return TimesShown("", tuple(said), ("Day", *HOURS), tuple(rows))
    rows = [[day, words.number(count)] for day, count in zip(WEEKDAYS, times["weekdays"], strict=True)]
    if "hours" in times:
        rows += [[hours, words.number(count)] for hours, count in zip(HOURS, times["hours"], strict=True)]
    return TimesShown("", tuple(said), ("When", "Count"), tuple(rows))


def _busiest(found: Told | None, of: str) -> str:
    if found is None:
        return f"There are too few to name a busiest {of}."
    share, low, high = found["share"]
    told = (
        f"{found['name']} has the most: {found['count']:,} of {found['of']:,}, {words.per_cent(share)} "
        f"(95% interval {words.per_cent(low)} to {words.per_cent(high)})"
    )
    return f"{told}." if found["beyond_chance"] else f"{told}. Chance gives as much: it is no pattern."


def provenance(run: RunDetail) -> list[tuple[str, str]]:
    """Licences and all that repeats an answer."""
    return [
        ("Licence", "\n".join(run.licences)),
        ("Data (SHA-256)", run.data_hash),
        ("Seed", "" if run.seed is None else str(run.seed)),
        ("Version", run.library_version),
        ("Asked for by", run.summary.asked_by),
    ]
