"""Stops and searches of data.police.uk (CSV or JSON), kept as counts by month, area, object and outcome alone."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.cli.loading_counted import count_files
from alongside.exchange.counted_records import count_stops


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a .csv, .csv.gz or .json file")
    parser.add_argument("--force", default="", help="whose searches they are, where the file does not say")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    def count(name: str, raw: bytes, by: Any, at: datetime) -> Any:
        return count_stops(name, raw, force=options["force"], by=by, at=at)

    return count_files(options["paths"], "stops", count, at=at, out=out)
