"""Hot spots in plain sentences: what was found, how sure, why a cell is hot or is not, and with which settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.common.text import counted, sentence_list
from alongside.places.analyses.hot_areas import CLASS_WORDS
from alongside.places.queries import RunDetail

FEW = "fewer than 5"
LETTERS = {"new": "N", "persistent": "P", "emerging": "E", "fading": "F", "sporadic": "S", "whole": "W", "": ""}
CLASS_NAMES = {
    "new": "New", "persistent": "Persistent", "emerging": "Emerging", "fading": "Fading",
    "sporadic": "Now and then", "whole": "Whole period only", "": "Not classed",
}  # fmt: skip
ALPHA = 0.05
Told = Mapping[str, Any]


def number(count: int | None) -> str:
    return FEW if count is None else f"{count:,}"


def per_cent(share: float) -> str:
    return f"{100 * share:.0f}%" if share >= 0.095 or share == 0 else f"{100 * share:.1f}%"


def with_interval(row: Told) -> str:
    """A count with its exact 95% interval."""
    if row["events"] is None:
        return FEW
    return f"{row['events']:,} (95% interval {row['low']:,.0f} to {row['high']:,.0f})"


def share_words(row: Told) -> str:
    if row["share"] is None:
        return "not shown"
    share, low, high = row["share"]
    return f"{per_cent(share)} (95% interval {per_cent(low)} to {per_cent(high)})"


def span_words(first: str, last: str) -> str:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day == 1 and begin.month == end.month and begin.year == end.year and (end - begin).days > 26:
        return f"{begin:%B %Y}"
    return f"{begin:%-d %B %Y} to {end:%-d %B %Y}"


def where(row: Told) -> str:
    """What an area is known by. Streets are those of the publisher's map points, and no addresses."""
    near = f"near {sentence_list(row['streets'])}" if row["streets"] else ""
    return ", ".join(part for part in (row["ward"], near) if part) or f"Area {row['number']}"


def findings(run: RunDetail) -> list[str]:
    """The answer in a few sentences, before any map or table."""
    result: Told = run.result or {}
    total, noun, together = result["total"], result["noun"], result["together"]
    said = [f"{total:,} {noun} were counted."]
    if not result["areas"]:
        return [*said, "No place stands out beyond chance: after the correction for many cells, none is hot."]
    areas = counted(len(result["areas"]), "hot area")
    said.append(
        f"{areas} {'holds' if len(result['areas']) == 1 else 'hold'} {number(together['events'])} of them, "
        f"{share_words(together)}, on {per_cent(together['area_share'])} of the place."
    )
    if result["parts"]["classed"]:
        said.append(_classes(result["areas"]))
    following = result["forecast"]
    whole = following["whole"]
    when = span_words(following["first"], following["last"])
    if whole["expected"] is not None:
        said.append(
            f"For {when} about {whole['expected']:,.0f} {noun} are to be expected in all "
            f"({following['coverage']:.0%} range {whole['low']:,} to {whole['high']:,})."
        )
    return said


def _classes(areas: Sequence[Told]) -> str:
    kinds = [(name, [row for row in areas if row["class"] == name]) for name in CLASS_NAMES]
    told = [
        f"{len(rows)} {'is' if len(rows) == 1 else 'are'} {CLASS_NAMES[name].lower()} "
        f"({', '.join(str(row['number']) for row in rows)})"
        for name, rows in kinds
        if rows
    ]
    if len(areas) == 1:
        return f"The area is {CLASS_NAMES[areas[0]['class']].lower()}: what that means stands below the map."
    return f"Of these areas {sentence_list(told)}. What the words mean stands below the map."


def trend_words(row: Told) -> str:
    """The later half of the period against the earlier one, here and in the rest of the place."""
    trend = row["trend"]
    if trend is None:
        return "The counts cannot bear a trend."
    here, rest = trend["here"], trend["rest"]
    return (
        f"Earlier half {here['before']:,}, later half {here['after']:,}: {_times(here['ratio'])}. "
        f"The rest of the place: {rest['before']:,} and {rest['after']:,}, {_times(rest['ratio'])}."
    )


def trend_short(row: Told) -> str:
    if row["trend"] is None:
        return "Not told"
    ratio = row["trend"]["here"]["ratio"]
    if ratio[0] is None:
        return "From none"
    high = "no limit" if ratio[2] is None else f"{ratio[2]:.2f}"
    return f"{ratio[0]:.2f} times ({ratio[1]:.2f} to {high})"


def _times(ratio: Sequence[float | None]) -> str:
    value, low, high = ratio
    if value is None:
        return "from none"
    limit = "no upper limit" if high is None else f"{high:.2f}"
    words = f"{value:.2f} times as many (95% interval {low:.2f} to {limit})"
    unsure = low is not None and low <= 1 and (high is None or high >= 1)
    return f"{words}, within what chance does" if unsure else words


def forecast_words(row: Told) -> str:
    following = row["forecast"]
    if following["expected"] is None:
        return FEW
    return f"{following['expected']:,.1f} ({following['low']:,} to {following['high']:,})"


@dataclass(frozen=True, slots=True)
class Why:
    """A cell explained: hot or not, the reason in a sentence, and the numbers behind it."""

    is_hot: bool
    heading: str
    reasons: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]


def why(run: RunDetail, cell: int) -> Why:
    """Why this cell is hot, or why it is not."""
    result: Told = run.result or {}
    cells, noun, total = result["cells"], result["noun"], result["total"]
    is_harm = "harm" in cells
    own, around = cells["counts"][cell], cells["around"][cell]
    size, near = len(cells["counts"]), _touching(result["grid"], cell)
    even = total * (near + 1) / size
    z, p, corrected = (cells[key][cell] for key in ("z", "p", "p_adjusted"))
    is_hot = cell in set(cells["hot"])
    numbers: tuple[tuple[str, str], ...] = (
        (f"{noun.capitalize()} in this cell", number(own)),
        (f"In it and the {counted(near, 'cell')} that touch it", number(around)),
        ("If they were spread evenly", f"{even:,.1f} in so many cells ({total:,} over {size:,} cells)"),
        ("z (Gi*)", "not known" if z is None else f"{z:.2f}"),
        ("p before correction", chance_words(p)),
        (f"p after correction for {size:,} cells", chance_words(corrected)),
    )
    if is_harm:
        numbers += (("Tested", f"harm and not counts: {cells['harm'][cell]:,.1f} in this cell"),)
    reasons = _reasons(own, around, even, z, p, corrected, is_hot, near)
    return Why(is_hot, "This cell is hot" if is_hot else "This cell is not hot", tuple(reasons), numbers)


def _reasons(
    own: int | None, around: int | None, even: float, z: float | None, p: float | None, corrected: float | None,
    is_hot: bool, near: int,
) -> list[str]:  # fmt: skip
    if z is None or p is None or corrected is None:
        return ["It cannot be tested: nothing touches it, or all its neighbours are the whole place."]
    held = f"It and the {counted(near, 'cell')} around it hold {number(around)}, where an even spread would put {even:,.1f}"
    if is_hot:
        return [
            f"{held}. That is more than chance gives anywhere among so many cells (p {chance_words(corrected)} after correction)."
        ]
    if corrected <= ALPHA and z < 0:
        return [f"{held}. That is fewer than chance gives: the cell is cold."]
    if z > 0 and p <= ALPHA:
        return [
            f"{held}. Alone that would stand out (p {chance_words(p)}), but among so many cells some do by chance, and "
            f"after the correction for them it does not (p {chance_words(corrected)})."
        ]
    said = [f"{held}. Chance often gives as much (p {chance_words(p)})."]
    if own is not None and around is not None and own >= 5 and own > 0.6 * around:
        said.append(
            f"Nearly all of them, {own:,}, are in this one cell. A hot spot in this sense needs full cells beside each "
            "other: a single full cell may still be worth a look, as one address or one map point can fill it."
        )
    return said


def chance_words(p: float | None) -> str:
    if p is None:
        return "not known"
    return "below 0.0001" if p < 0.0001 else f"{p:.4f}".rstrip("0") if p < 0.01 else f"{p:.2f}"


def _touching(grid: Told, cell: int) -> int:
    row, col = grid["rows"][cell], grid["cols"][cell]
    return (
        sum(
            1
            for other_row, other_col in zip(grid["rows"], grid["cols"], strict=True)
            if abs(other_row - row) <= 1 and abs(other_col - col) <= 1
        )
        - 1
    )


def settings_words(run: RunDetail) -> list[tuple[str, str]]:
    """All settings, as a summary list."""
    result: Told = run.result or {}
    chosen, grid, data = run.settings, result["grid"], result["data"]
    gaps = [f"{date.fromisoformat(gap):%B %Y}" for gap in data["gaps"]]
    rows = [
        ("Counted", run.summary.title),
        ("Source", "\n".join([result["source"], *data["sources"]])),
        ("Cells", f"{len(grid['rows']):,} squares of {grid['cell']:g} metres whose centre lies inside the boundary"),
        ("Test", f"{result['legend']}. The map and the table show what is left after the correction."),
        ("Hot area", "Cells that touch and are hot over the whole period, or in its last part"),
        ("Parts of the period", "; ".join(result["parts"]["spans"]) + _why_no_classes(result)),
        ("Left out", _left_out(data)),
        ("Months not held", f"{sentence_list(gaps)}: gaps, and no zeros" if gaps else "None in this period"),
        ("Forecast from", f"{date.fromisoformat(data['history_from']):%B %Y} on"),
    ]
    if chosen["weights"]:
        words = ", ".join(f"{kind.replace('_', ' ')} {weight:g}" for kind, weight in chosen["weights"].items())
        rows.insert(
            3,
            (
                "Harm",
                f"Each event counts as its kind weighs ({words}; any other 1). Counts and intervals are of events.",
            ),
        )
    return rows


def _why_no_classes(result: Told) -> str:
    if result["parts"]["classed"]:
        return ""
    return ". Fewer than three parts can be told apart, so that areas are not classed as new or persistent."


def _left_out(data: Told) -> str:
    return (
        f"{data['unplaced']:,} without a place (in all that is held, not only here), {data['outside']:,} in the box "
        f"around the place but outside its boundary, {data['in_no_cell']:,} inside it but in no cell"
    )


def class_legend(result: Told) -> list[tuple[str, str, str]]:
    """Class, letter and meaning of the classes that are on the map."""
    on_map = {row["class"] for row in result["areas"]}
    return [(name, LETTERS[name], words) for name, words in CLASS_WORDS.items() if name in on_map]


def deprivation_year(result: Told) -> str:
    held = result.get("deprivation")
    return str(held["year"]) if held else ""


def deprivation_words(result: Told) -> list[str]:
    """How deprived the small areas under the hot areas are, beside all of the place. Context, and said to be no more."""
    held = result.get("deprivation")
    if not held or not held["areas"]:
        return []
    hot = {cell for row in result["areas"] for cell in row["cells"]}
    inside = [area["decile"] for area in held["areas"] if not hot.isdisjoint(area["cells"])]
    every = [area["decile"] for area in held["areas"]]
    told = f"Of all {len(every):,} small areas (LSOAs) of the place, {_most_deprived(every)}."
    if inside:
        told = f"Of the {counted(len(inside), 'small area')} (LSOAs) in hot areas, {_most_deprived(inside)}. {told}"
    return [
        f"{told} Index of Multiple Deprivation {held['year']}; {held['licence']}.",
        "This is context and not a cause. It says how people live there, not who does what: many deprived places are "
        "quiet, and where many people come from elsewhere more is recorded.",
    ]


def _most_deprived(deciles: Sequence[int]) -> str:
    count = sum(decile <= 2 for decile in deciles)
    return f"{count:,} ({count / len(deciles):.0%}) are among the most deprived fifth of the country"


def deciles_words(result: Told, row: Told) -> str:
    """Of one hot area; empty where no index is held."""
    deciles = row.get("deciles") or []
    if not deciles:
        return ""
    each = [(decile, deciles.count(decile)) for decile in sorted(set(deciles))]
    if len(each) == 1:
        said = f"{counted(len(deciles), 'small area')} in decile {each[0][0]}"
    else:
        told = sentence_list(f"{many} in {'decile ' if not k else ''}{one}" for k, (one, many) in enumerate(each))
        said = f"{counted(len(deciles), 'small area')}: {told}"
    return (
        f"{said} (1 is the most deprived tenth of the country; Index of "
        f"{deprivation_year(result)}). Context, not cause."
    )
