"""What `alongside places` is told, with a database or with a file. Knows neither Django nor a database."""

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from calendar import monthrange
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Verbs that ask, and the kinds of analysis they ask for.
KINDS = {
    "hot-spots": "hot_spots",
    "comparison": "comparison",
    "near-repeats": "near_repeats",
    "patrol-plan": "patrol_plan",
    "ward-watch": "ward_watch",
}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def add_question(parser: ArgumentParser) -> None:
    parser.add_argument("--source", metavar="KEY", help="see: alongside places sources")
    parser.add_argument("--boundary", metavar="KEY", help="see: alongside places boundaries; with --file an outline")
    parser.add_argument("--from", dest="first", metavar="DATE", help="first day (2026-01-31) or month (2026-01)")
    parser.add_argument("--to", dest="last", metavar="DATE", help="last day or month")
    parser.add_argument("--kinds", metavar="A,B", type=_kinds, help="only these kinds of event")
    parser.add_argument("--cell", type=float, metavar="METRES", help="side of a cell")
    parser.add_argument("--seed", type=int, metavar="NUMBER", help="the same seed gives the same answer")
    parser.add_argument(
        "--set", dest="more", action="append", default=[], type=_pair, metavar="NAME=VALUE",
        help="any other setting, as the page of the answer names them; may be given again",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the answer: .json, .csv or .geojson")
    parser.add_argument(
        "--file", type=Path, metavar="EVENTS.csv", help="a file of events in place of a source: no database is used"
    )


def settings_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those that were given."""
    names = ("source", "boundary", "first", "last", "kinds", "cell", "seed")
    given = {name: options[name] for name in names if options.get(name) is not None}
    if _MONTH.fullmatch(given.get("first", "")):
        given["first"] += "-01"
    if _MONTH.fullmatch(given.get("last", "")):
        year, month = map(int, given["last"].split("-"))
        given["last"] += f"-{monthrange(year, month)[1]}"
    return given | dict(options["more"])


def _kinds(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError(f"{text!r} is not written like judged=6")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
