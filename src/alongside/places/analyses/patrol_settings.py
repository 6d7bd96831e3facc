"""The settings of a patrol plan, checked: budget, days, parts of the day, places, and the analysis it is made from."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import isfinite
from typing import Any

from alongside.places.analyses.dated import whole_number
from alongside.places.analyses.patrol_allocation import Budget
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail, run
from alongside.places.states import RunKind, RunState

# Ten to fifteen minutes: longer stays add little (Koper 1995, Justice Quarterly 12).
USUAL_VISIT, USUAL_TRAVEL = 15, 10
USUAL = {
    "teams": 1, "hours": 6.0, "days": 7, "begin": 14, "span": 10, "slot": 2, "visit": USUAL_VISIT,
    "travel": USUAL_TRAVEL, "places": 12, "cell": 250.0,
}  # fmt: skip
LIMITS: dict[str, tuple[float, float, str]] = {
    "days": (1, 28, "days"),
    "teams": (1, 40, "teams"),
    "hours": (0.25, 24, "hours of a team on a day"),
    "begin": (0, 23, "as the first hour"),
    "span": (1, 24, "hours between the first visit and the last"),
    "slot": (1, 12, "hours in a part of the day"),
    "visit": (5, 60, "minutes of a visit"),
    "travel": (0, 60, "minutes between visits"),
    "places": (1, 200, "places"),
    "cell": (50, 1_000, "metres of a cell"),
}
# Whether patrols help takes longer to learn than a plan stays fresh.
MOST_DAYS_BY_LOT = 120
MADE_FROM = (RunKind.HOT_SPOTS, RunKind.NEAR_REPEATS)


def plan_settings(settings: Mapping[str, Any], source_last: date) -> dict[str, Any]:
    """All but where the events come from. Raises `PlacesRefused` with what would do."""
    found: dict[str, Any] = {key: _number(settings, key, usual) for key, usual in USUAL.items()}
    if not (found["teams"] and found["hours"] and found["days"]):
        raise PlacesRefused(
            "A budget of 0 hours holds no visit.", "Give one team or more, one day or more, and hours for each team."
        )
    for key, (least, usual_most, what) in LIMITS.items():
        most = MOST_DAYS_BY_LOT if key == "days" and settings.get("random") else usual_most
        if not least <= found[key] <= most:
            raise PlacesRefused(f"{found[key]:g} {what} cannot be planned.", f"Give {least:g} to {most:g}.")
    _check_budget(found)
    first = str(settings.get("first_day") or (source_last + timedelta(days=1)).isoformat())
    try:
        begins = date.fromisoformat(first)
    except ValueError:
        raise PlacesRefused(f"The first day “{first}” is not a date.", "Write it like 2026-11-22.") from None
    if begins <= source_last:
        raise PlacesRefused(
            f"The plan begins on {begins:%-d %B %Y}, and the events run to {source_last:%-d %B %Y}: a plan made with "
            "what happened in its own days would look better than it is.",
            f"Begin on {source_last + timedelta(days=1):%-d %B %Y} or later, or leave out the newest events.",
        )
    return {
        **found,
        "first_day": first,
        "random": bool(settings.get("random")),
        "seed": whole_number(settings, "seed", 1),
    }


def run_of(settings: Mapping[str, Any]) -> RunDetail | None:
    """The analysis that the plan is made from; None for the forecast. Raises `PlacesRefused` unless it is done."""
    number = whole_number(settings, "run", 0)
    if not number:
        return None
    found = run(number)
    if found is None or found.summary.kind not in MADE_FROM or found.summary.state != RunState.DONE:
        raise PlacesRefused(
            "A plan can be made from hot spots or near repeats that are done.", "Choose one from the list."
        )
    return found


def days_of_plan(settings: Mapping[str, Any]) -> list[date]:
    first = date.fromisoformat(settings["first_day"])
    return [first + timedelta(days=number) for number in range(int(settings["days"]))]


def budget_of(settings: Mapping[str, Any]) -> Budget:
    return Budget(settings["teams"], settings["hours"], settings["visit"], settings["travel"])


def _check_budget(found: Mapping[str, Any]) -> None:
    budget = budget_of(found)
    if not budget.visits_of_team:
        raise PlacesRefused(
            f"{found['hours']:g} hours hold no visit of {budget.visit} minutes with {budget.travel} minutes to get there.",
            f"Give {budget.round / 60:.2g} hours or more, or shorter visits.",
        )
    if found["slot"] * 60 < budget.round:
        raise PlacesRefused(
            f"A part of the day of {found['slot']:g} hours holds no visit.", "Give longer parts, or shorter visits."
        )
    if found["hours"] > found["span"]:
        raise PlacesRefused(
            f"{found['hours']:g} hours of patrol do not fit into {found['span']:g} hours of the day.",
            "Give fewer hours, or a longer day.",
        )
    if found["teams"] > found["places"]:
        raise PlacesRefused(
            f"There are {found['teams']} teams and {found['places']} places, so that teams would stand idle.",
            "Plan with fewer teams, or with more places.",
        )


def _number(settings: Mapping[str, Any], key: str, usual: float) -> float | int:
    value = settings.get(key)
    if value in (None, ""):
        return usual
    try:
        number = float(str(value))
    except ValueError:
        number = float("nan")
    if not isfinite(number) or (isinstance(usual, int) and number != int(number)):
        raise PlacesRefused(
            f"“{value}” is no number that fits here ({LIMITS[key][2]}).",
            "Give a number, whole where things are counted.",
        )
    return int(number) if isinstance(usual, int) else number
