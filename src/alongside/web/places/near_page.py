"""The page of one analysis of near repeats: from stored numbers to a sentence, a table, windows, and a map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.common.text import counted
from alongside.places.analyses.near_repeats import LIKE_CHANCE, RAISED, THIN, within
from alongside.places.analyses.near_windows import FEWEST
from alongside.places.queries import RunDetail
from alongside.web.design.place_map import PlaceMap
from alongside.web.design.wording import day as written_day
from alongside.web.design.wording import short_day
from alongside.web.places.answers import source_rows
from alongside.web.places.near_forms import METRICS, written
from alongside.web.places.squares_map import Group, MapPlace, squares_map

WORDS = {RAISED: "Raised", LIKE_CHANCE: "Like chance", THIN: "Too few pairs"}
OPEN, OVER = "Open", "Over"


@dataclass(frozen=True, slots=True)
class BandCell:
    ratio: str
    words: str
    detail: str
    is_raised: bool


@dataclass(frozen=True, slots=True)
class BandRow:
    distance: str
    cells: list[BandCell]


@dataclass(frozen=True, slots=True)
class WindowRow:
    name: str
    standing: str
    until: str
    newest: str
    events: str
    hectares: str
    middle: str


@dataclass(frozen=True, slots=True)
class NearPage:
    sentence: str
    raised: Mapping[str, Any] | None
    times: list[str]
    bands: list[BandRow]
    tests: str
    windows: list[WindowRow]
    windows_words: str
    is_stale: bool
    map: PlaceMap | None
    links: list[str]
    chains: list[list[str]]
    chains_words: str
    method: list[tuple[str, str]]
    sources: list[tuple[str, str]]


def near_page(run: RunDetail, today: date) -> NearPage:
    result = run.result or {}
    about, table, one = result["about"], result["table"], result["window"]
    windows = result["present"]["windows"] if one else []
    last = date.fromisoformat(run.settings["last"])
    rows = [_window_row(window, today) for window in windows]
    is_stale = bool(rows) and all(row.standing == OVER for row in rows)
    return NearPage(
        sentence=result["sentence"],
        raised=_raised(one) if one else None,
        times=[_span(text, "days") for text in table["time"]],
        bands=_bands(table),
        tests=_tests(table, about["noun"]),
        windows=rows,
        windows_words=_windows_words(rows, about["noun"], one, last, today),
        is_stale=is_stale,
        map=_map(result, windows, today),
        links=_links(result["links"], about["noun"]) if one else [],
        chains=[_chain(chain) for chain in result["chains"]["listed"]] if one else [],
        chains_words=_chains_words(result["chains"], about["noun"]) if one else "",
        method=_method(run, table),
        sources=source_rows(run, about),
    )


def few(number: int) -> str:
    """A number of events; small ones in words."""
    return f"{number:,}" if number >= FEWEST else f"fewer than {FEWEST}"


def _raised(one: Mapping[str, Any]) -> dict[str, str]:
    high = f"{one['ratio_high']:.2f}" if one["ratio_high"] is not None else "more than can be told"
    return {
        "value": f"{one['ratio']:.2f} times", "interval": f"95% interval {one['ratio_low']:.2f} to {high}",
        "label": f"as many pairs {within(one)} as chance brings",
        "count": f"{one['observed']:,} pairs",
        "comparator": f"Chance brings {one['expected']:,.1f} ({one['expected_low']:,.0f} to {one['expected_high']:,.0f} "
        f"in 95% of shuffles), p = {one['p']:.3g}",
    }  # fmt: skip


def _span(text: str, unit: str) -> str:
    """'[7, 14)' in words."""
    low, high = text.strip("[)").split(", ")
    if low == "0":
        return f"Under {high} {unit.removesuffix('s') if high == '1' else unit}"
    return f"{low} to under {high} {unit}"


def _bands(table: Mapping[str, Any]) -> list[BandRow]:
    rows = []
    for row, text in enumerate(table["space"]):
        cells = [_band(table, row, column) for column in range(len(table["time"]))]
        rows.append(BandRow(_span(text, "metres"), cells))
    return rows


def _band(table: Mapping[str, Any], row: int, column: int) -> BandCell:
    ratio, standing = table["ratio"][row][column], table["standing"][row][column]
    detail = (
        f"{table['observed'][row][column]:,} pairs, {table['expected'][row][column]:,.1f} by chance, "
        f"p {table['p'][row][column]:.3f}, corrected {table['p_adjusted'][row][column]:.3f}"
    )
    return BandCell("–" if ratio is None else f"{ratio:.2f}", WORDS[standing], detail, standing == RAISED)


def _tests(table: Mapping[str, Any], noun: str) -> str:
    found = sum(row.count(RAISED) for row in table["standing"])
    by_luck = table["tests"] * 0.05
    return (
        f"{counted(table['tests'], 'band')} tested at once: without any near repeat about {by_luck:.1f} would fall "
        f"under p = 0.05 by luck. Corrected for that ({table['correction']}), {found} stand out as raised."
    )


def _window_row(window: Mapping[str, Any], today: date) -> WindowRow:
    until = date.fromisoformat(window["last_until"])
    return WindowRow(
        name=window["name"],
        standing=OPEN if until >= today else OVER,
        until=written_day(until),
        newest=written_day(date.fromisoformat(window["newest"])),
        events=few(window["events"]),
        hectares=counted(window["hectares"], "hectare"),
        middle=f"{window['x']:,} east, {window['y']:,} north",
    )


def _windows_words(rows: list[WindowRow], noun: str, one: Mapping[str, Any] | None, last: date, today: date) -> str:
    if one is None:
        return "No window is raised, and so none is listed."
    end = written_day(last)
    if not rows:
        return f"In the last {one['days']:g} days before {end}, the last day looked at, there were no {noun}."
    still = sum(row.standing == OPEN for row in rows)
    return (
        f"From the {noun} of the {one['days']:g} days up to {end}, the last day looked at. "
        f"{counted(len(rows), 'window')} then, {still} of them still open on {written_day(today)}."
    )


def _map(result: Mapping[str, Any], windows: list[Any], today: date) -> PlaceMap | None:
    if not windows:
        return None
    still: list[MapPlace] = []
    over: list[MapPlace] = []
    for window in windows:
        is_open = window["last_until"] >= today.isoformat()
        place = MapPlace(
            window["squares"], result["square"], (window["x"], window["y"]), 3 if is_open else 1,
            window["name"].split()[-1],
            f"{window['name']}: raised until {written_day(date.fromisoformat(window['last_until']))}",
        )  # fmt: skip
        (still if is_open else over).append(place)
    words = f"{counted(len(windows), 'window')} over {result['about']['place']}. All are in the table."
    groups = [Group("open", "Open windows", still), Group("over", "Windows that are over", over)]
    return squares_map(
        "near-map", "Where the risk is raised, and until when", words, result["about"]["outline"], groups
    )


def _links(links: Mapping[str, Any], noun: str) -> list[str]:
    return [
        f"{links['linked']:,} of {links['events']:,} {noun} have another within the window, before or after: "
        f"{links['pairs']:,} pairs in all.",
        f"{few(links['clear']).capitalize()} have more such neighbours than chance gives them, each tested and the "
        "tests corrected for their number (false discovery rate, 5%).",
        f"Of the newest ({few(links['newest'])}, whose windows were open at the end), {few(links['newest_following'])} "
        "follow one before.",
    ]


def _chains_words(chains: Mapping[str, Any], noun: str) -> str:
    return (
        f"Linked one after another, {chains['events']:,} {noun} make {counted(chains['chains'], 'chain')}, the longest "
        f"of {chains['longest']:,}. {counted(chains['going_on'], 'chain')} may still go on."
    )


def _chain(chain: Mapping[str, Any]) -> list[str]:
    first, last = (short_day(date.fromisoformat(chain[key])) for key in ("first", "last"))
    return [
        first,
        last,
        few(chain["size"]),
        f"{chain['radius']:,} metres",
        f"{chain['x']:,} east, {chain['y']:,} north",
    ]


def _method(run: RunDetail, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    settings = run.settings
    return [
        ("Measure", "Knox ratio: pairs seen over pairs expected, near in space and soon in time"),
        ("Distances", f"{written(settings['space_edges'])} metres, {dict(METRICS)[settings['metric']].lower()}"),
        ("Times", f"{written(settings['time_edges'])} days; times compared as {table['compared_as']}"),
        ("Chance", f"{table['permutations']:,} shuffles of the times among the places; p = (1 + shuffles with as many "
         "pairs or more) / (1 + shuffles)"),
        ("Interval", "Pairs seen over the highest and over the lowest 2.5% of shuffles: it takes the number of pairs to "
         "vary about its mean as it does in the shuffles, in proportion. The window was chosen from the table, so that "
         "its p is no test of its own: the corrected bands are"),
        ("Correction", f"{table['correction']}, {table['tests']} bands"),
    ]  # fmt: skip
