"""Load schools, or the links between them, from CSV of the national register."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import add_common_arguments, load_each, operator
from alongside.exchange.official_intake import take_in_schools


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="the year of the extract (default: this year)")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    vintage = options["vintage"] or at.year

    def load(path: Path) -> LoadReport:
        return take_in_schools(path, by=operator("schools"), at=at, vintage=vintage, licence=options["licence"])

    return load_each(options, load, out)
