"""Load an official index of deprivation by LSOA, from CSV: the file of ranks and deciles."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import add_common_arguments, load_each, operator
from alongside.exchange.official_intake import take_in_deprivation


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="the year of the area codes, where the heading does not tell it")
    parser.add_argument("--year", type=int, help="the year of the index, where the file name does not tell it")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    def load(path: Path) -> LoadReport:
        chosen = {name: options[name] for name in ("vintage", "licence", "year")}
        return take_in_deprivation(path, by=operator("deprivation"), at=at, **chosen)

    return load_each(options, load, out)
