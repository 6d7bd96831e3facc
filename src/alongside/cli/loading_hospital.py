"""A hospital's anonymous monthly record of violence (ISTV), kept as counts by month, place, weapon, age band and sex."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.cli.loading_counted import count_files
from alongside.exchange.counted_records import count_attacks


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a .csv or .xlsx file")
    parser.add_argument("--hospital", required=True, help="whose record it is")
    parser.add_argument("--licence", required=True, help="the sharing agreement under which it was given")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    def count(name: str, raw: bytes, by: Any, at: datetime) -> Any:
        return [count_attacks(name, raw, hospital=options["hospital"], licence=options["licence"], by=by, at=at)]

    return count_files(options["paths"], "hospital", count, at=at, out=out)
