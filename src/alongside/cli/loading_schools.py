"""Load schools, or the links between them, from CSV of the national register."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from alongside.areas.actions import load_school_links, load_schools
from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import add_common_arguments, load_each, operator
from alongside.exchange.schools_register import read_school_links, read_schools, tells_links


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="the year of the extract (default: this year)")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    vintage, licence, by = options["vintage"] or at.year, options["licence"], operator("schools")

    def load(path: Path) -> LoadReport:
        if tells_links(path):
            return load_school_links(batch=read_school_links(path, vintage=vintage, licence=licence), by=by, at=at)
        return load_schools(batch=read_schools(path, vintage=vintage, licence=licence), by=by, at=at)

    return load_each(options, load, out)
