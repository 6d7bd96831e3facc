"""Ward watches that are kept up by themselves: whoever was watched once is watched again when a month is loaded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from alongside.analysis.events import Unfit
from alongside.audit.entries import Actor
from alongside.places.actions.runs import ask_for_run
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused
from alongside.places.models import PlaceRun
from alongside.places.states import RunKind

# What a newer watch takes over from the last one of the same wards and measures; the months are the newest held.
KEPT = ("source", "boundary", "vintage", "kinds", "judged", "coverage", "alpha", "correction")
LOOKED_BACK = 200


def keep_ward_watches(*, by: Actor, at: datetime) -> int:
    """Ask for the watch of every place that was watched before and of which newer months are held; how many.

    Where nothing was ever watched and one local authority is held, its wards are. A watch that was stopped, refused or
    failed is not asked for again until another month is there.
    """
    asked = 0
    for settings in list(_wanted()):
        try:
            whole = ANALYSES[RunKind.WARD_WATCH].complete(settings)
            if _was_asked(whole):
                continue
            ask_for_run(kind=RunKind.WARD_WATCH, settings=whole, by=by, at=at)
        except (PlacesRefused, Unfit):
            # Its boundaries or its crimes are not held any more: whoever asks by hand is told so.
            continue
        asked += 1
    return asked


def _wanted() -> Iterator[dict[str, Any]]:
    """The settings of each place watched before, its newest watch first; nothing chosen where there was none."""
    rows = PlaceRun.objects.filter(kind=RunKind.WARD_WATCH).order_by("-pk").values_list("settings", flat=True)
    seen: set[tuple[str, str]] = set()
    for settings in rows[:LOOKED_BACK]:
        place = settings["source"], settings["boundary"]
        if place not in seen:
            seen.add(place)
            yield {name: settings[name] for name in KEPT}
    if not seen:
        yield {}


def _was_asked(whole: dict[str, Any]) -> bool:
    rows = PlaceRun.objects.filter(kind=RunKind.WARD_WATCH, settings__boundary=whole["boundary"])
    return rows.filter(settings__source=whole["source"], settings__last__gte=whole["last"]).exists()
