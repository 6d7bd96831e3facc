"""A patrol plan: visits for a budget of hours, where and when most is expected; by lot and under seal if wished."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis.evaluation import power
from alongside.analysis.events.results import Floats
from alongside.places.analyses.dated import Plain, about, choice_of, wanted
from alongside.places.analyses.interface import Answer, Progress
from alongside.places.analyses.next_week import Ahead, look_ahead, weights_of_hours
from alongside.places.analyses.patrol_allocation import Budget, Slot, Visit, chosen, in_teams, per_hour, slots_of
from alongside.places.analyses.patrol_places import PatrolPlace, places_of
from alongside.places.analyses.patrol_seal import patrolled_on, sealed, secret_of, whole_fingerprint
from alongside.places.analyses.patrol_settings import budget_of, days_of_plan, plan_settings, run_of
from alongside.places.errors import PlacesRefused
from alongside.places.sources import events_in, source
from alongside.places.states import RunKind

FALL = 20
"""Per cent: about what the stronger studies of hot spot patrols found."""


class PatrolPlan:
    kind = RunKind.PATROL_PLAN

    def complete(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        run = run_of(settings)
        given = {**settings, **_from_run(run.settings)} if run else dict(settings)
        summary, where = choice_of(given, usual_days=3 * 365)
        return {**where, "run": run.summary.id if run else 0, **plan_settings(settings, summary.last)}

    def title(self, settings: Mapping[str, Any]) -> str:
        days = days_of_plan(settings)
        way = "Patrols by lot" if settings["random"] else "Patrols"
        name = source(settings["source"]).name
        return f"{way}, {days[0]:%-d %B} to {days[-1]:%-d %B %Y}: {budget_words(settings)}; {name}"

    def sources_of(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        return (settings["source"],)

    def work(self, settings: Mapping[str, Any], progress: Progress) -> Answer:
        progress("Reading the events", 0.0)
        summary, last = source(settings["source"]), date.fromisoformat(settings["last"])
        events = events_in(wanted(settings))
        progress("Trying forecasts on the weeks past", 0.1)
        days, budget = days_of_plan(settings), budget_of(settings)
        ahead = look_ahead(events, last, cell=settings["cell"], covers=settings["places"], seed=settings["seed"])
        progress("Choosing places and hours", 0.8)
        places = places_of(run_of(settings), ahead, days, settings["places"])
        if budget.teams > len(places):
            raise PlacesRefused(
                f"There are {budget.teams} teams and {len(places)} places, so that teams would stand idle.",
                "Plan with fewer teams, or with more places.",
            )
        plan = _Plan(settings, places, days, budget, weights_of_hours(events))
        told = about(settings, summary, events)
        result: Plain = {
            "about": told, "next_week": ahead.told, "places": [place.plain(events.plane) for place in places],
            "budget": _budget(budget), "random": settings["random"], **plan.listed(events.data_hash),
            "cover": plan.cover(ahead),
        }  # fmt: skip
        if settings["random"]:
            result["power"] = _power(sum(float(place.rate.sum()) for place in places), len(days))
        return Answer(result, events.data_hash, events.licences, settings["seed"])


def budget_words(settings: Mapping[str, Any]) -> str:
    teams = "1 team" if settings["teams"] == 1 else f"{settings['teams']} teams"
    return f"{teams}, {settings['hours']:g} hours a day"


def _from_run(settings: Mapping[str, Any]) -> Plain:
    """A plan looks at the same events as the analysis it is made from, and further back: a forecast needs years."""
    return {key: settings[key] for key in ("source", "boundary", "kinds", "last")} | {"first": None}


def _budget(budget: Budget) -> Plain:
    return {
        "teams": budget.teams, "hours": budget.hours, "visit": budget.visit, "travel": budget.travel,
        "visits_a_day": budget.teams * budget.visits_of_team,
    }  # fmt: skip


class _Plan:
    def __init__(
        self, settings: Mapping[str, Any], places: Sequence[PatrolPlace], days: Sequence[date], budget: Budget,
        hours: Floats,
    ) -> None:  # fmt: skip
        self.settings, self.places, self.days, self.budget = settings, places, days, budget
        middles = np.array([place.middle for place in places], dtype=np.float64)
        self.x, self.y = middles[:, 0], middles[:, 1]
        shift = {"begin": settings["begin"], "span": settings["span"], "size": settings["slot"]}
        self.slots = [slots_of(day, **shift) for day in days]
        rates = np.array([place.rate for place in places])
        self.rates = [per_hour(rates[:, day], slots, hours) for day, slots in enumerate(self.slots)]

    def listed(self, data_hash: str) -> Plain:
        """The days with their visits; by lot, each as a sealed list."""
        if not self.settings["random"]:
            return {"days": [self._day(number, self._visits(number, None)) for number in range(len(self.days))]}
        secret = secret_of({"settings": dict(self.settings), "data": data_hash})
        seals = []
        for number in range(len(self.days)):
            picked = patrolled_on(secret, number, len(self.places))
            opened = self._day(number, self._visits(number, picked)) | {"patrolled": picked}
            seals.append({"date": self.days[number].isoformat(), **sealed(secret, number, opened)})
        return {"days": seals, "fingerprint": whole_fingerprint([one["hash"] for one in seals])}

    def cover(self, ahead: Ahead) -> Plain:
        """Shares of all that is expected in the days of the plan. By lot: the mean of both falls of every coin."""
        total = float(ahead.per_day.sum()) * len(self.days)
        anywhere = sum(float(place.rate.sum()) for place in self.places)
        parts = standing = 0.0
        visits = 0
        for number in range(len(self.days)):
            for picked, weight in self._falls():
                for slot, place in self._taken(number, picked):
                    rate = float(self.rates[number][slot, place]) * weight
                    parts += rate * self.slots[number][slot].minutes / 60
                    standing += rate * self.budget.visit / 60
                    visits += 1 if weight == 1 else 0
        possible = self.budget.teams * self.budget.visits_of_team * len(self.days)
        shares = {"places": anywhere, "parts": parts, "standing": standing}
        return {
            "expected": round(total, 2), **{key: round(value / total, 5) for key, value in shares.items()},
            "visits": visits, "possible": possible, "by_hour": bool(len(np.unique(self.rates[0][:, 0])) > 1),
        }  # fmt: skip

    def _falls(self) -> list[tuple[list[int] | None, float]]:
        if not self.settings["random"]:
            return [(None, 1.0)]
        return [(list(range(side, len(self.places), 2)), 0.5) for side in (0, 1)]

    def _taken(self, day: int, picked: Sequence[int] | None) -> list[tuple[int, int]]:
        rate = self.rates[day]
        if picked is not None:
            rate = np.where(np.isin(np.arange(len(self.places)), picked), rate, 0.0)
        return chosen(rate, self.slots[day], self.budget)

    def _visits(self, day: int, picked: Sequence[int] | None) -> list[Visit]:
        return in_teams(self._taken(day, picked), self.slots[day], self.budget, self.x, self.y)

    def _day(self, number: int, visits: Sequence[Visit]) -> Plain:
        return {
            "date": self.days[number].isoformat(),
            "slots": [_slot(slot) for slot in self.slots[number]],
            "visits": [[one.slot, one.place, one.team, one.start.isoformat()] for one in visits],
        }


def _slot(slot: Slot) -> list[str]:
    return [slot.start.isoformat(), slot.end.isoformat()]


def _power(expected: float, days: int) -> Plain:
    """How long such a plan by lot must run before a fall of a fifth could be seen, half of the place-days patrolled."""
    arm = max(expected / 2, 1e-6)
    needed = power(arm, fall=FALL, months=days * 12 / 365.25).needed
    weeks = None if needed is None else int(np.ceil(needed / arm * days / 7))
    return {"fall": FALL, "expected": round(expected, 1), "weeks": weeks}
