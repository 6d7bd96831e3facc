"""From a stored analysis of places to words on the terminal and a file beside it."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from alongside.cli.files_written import written_whole
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail
from alongside.places.states import RunKind

# Who writes which form: a function of a stored run that gives the bytes. JSON is there for every kind.
WRITERS: dict[tuple[RunKind, str], str] = {
    (RunKind.HOT_SPOTS, "csv"): "alongside.exchange.place_files:hot_spots_csv",
    (RunKind.HOT_SPOTS, "geojson"): "alongside.exchange.place_files:hot_spots_geojson",
    (RunKind.COMPARISON, "csv"): "alongside.exchange.comparison_files:comparison_csv",
    (RunKind.WARD_WATCH, "csv"): "alongside.exchange.ward_files:ward_watch_csv",
    (RunKind.WARD_WATCH, "geojson"): "alongside.exchange.ward_files:ward_watch_geojson",
}
# Where the answers keep what they say in a sentence.
SAID = ("lead", "sentence", "headline", "words")


def forms_of(kind: RunKind) -> list[str]:
    return ["json", *(form for known, form in WRITERS if known == kind)]


def check_form(kind: RunKind, path: Path) -> None:
    """Raise `PlacesRefused` for a file that this kind cannot be written to, before anything is worked out."""
    form = path.suffix.lstrip(".").lower()
    if form not in forms_of(kind):
        offered = ", ".join(f".{one}" for one in forms_of(kind))
        raise PlacesRefused(
            f"{kind.label} cannot be written as “{path.suffix or path.name}”.", f"Name a file that ends in {offered}."
        )
    if not path.parent.is_dir():
        raise PlacesRefused(f"There is no folder {path.parent}.", "Make it, or choose another.")


def write_answer(run: RunDetail, path: Path) -> None:
    form = path.suffix.lstrip(".").lower()
    written_whole(path, as_json(run) if form == "json" else writer_of(run.summary.kind, form)(run))


def as_json(run: RunDetail) -> bytes:
    """The question, the answer, and all that repeats it."""
    told = {
        "kind": str(run.summary.kind),
        "question": run.summary.title,
        "settings": run.settings,
        "seed": run.seed,
        "data_hash": run.data_hash,
        "library_version": run.library_version,
        "licences": list(run.licences),
        "result": _still_sealed(run),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _still_sealed(run: RunDetail) -> Any:
    """A day's list that was drawn by lot opens on its day, on its page: a file keeps its fingerprint alone."""
    if run.summary.kind != RunKind.PATROL_PLAN or not (run.result or {}).get("days"):
        return run.result
    days = [{"hash": day["hash"]} if "hash" in day else day for day in (run.result or {})["days"]]
    return {**(run.result or {}), "days": days}


def said(run: RunDetail) -> list[str]:
    """The sentences of an answer, for a terminal."""
    result: dict[str, Any] = dict(run.result or {})
    found = [result[name] for name in SAID if isinstance(result.get(name), str)]
    return [*found, *(line for line in result.get("looked", ()) if isinstance(line, str))]


def writer_of(kind: RunKind, form: str) -> Callable[[RunDetail], bytes]:
    module, _, name = WRITERS[kind, form].partition(":")
    writer: Callable[[RunDetail], bytes] = getattr(import_module(module), name)
    return writer
