"""Load boundaries of areas with their official codes, from GeoJSON."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import add_common_arguments, load_each, operator
from alongside.cli.loading_police_uk import count_again
from alongside.exchange.boundaries import LONGITUDE_LATITUDE, NATIONAL_GRID
from alongside.exchange.official_intake import take_in_boundaries


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="the year of the codes, where the file does not tell it")
    parser.add_argument(
        "--crs",
        default="",
        choices=(LONGITUDE_LATITUDE, NATIONAL_GRID),
        help=f"of the positions (default: what the file states, else {LONGITUDE_LATITUDE})",
    )


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    def load(path: Path) -> LoadReport:
        chosen = {name: options[name] for name in ("vintage", "licence", "crs")}
        return take_in_boundaries(path, by=operator("boundaries"), at=at, **chosen)

    code = load_each(options, load, out)
    # Crimes that were placed by earlier boundaries stand where the new ones put them.
    count_again(out or sys.stdout, operator("boundaries"), at)
    return code
