"""What loading any official file has in common at the command line: paths, licence, report."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from alongside.areas.drafts import LoadReport
from alongside.areas.errors import AreaFileRefused
from alongside.audit.entries import Actor
from alongside.common.text import counted
from alongside.exchange.official_files import OPEN_GOVERNMENT_LICENCE

OPERATOR = Actor.system("load")
REJECTS_SHOWN = 20


def add_common_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="A file; .gz is unpacked")
    parser.add_argument("--licence", default=OPEN_GOVERNMENT_LICENCE, help="Default: %(default)s")


def load_each(options: dict[str, Any], load: Callable[[Path], LoadReport]) -> None:
    """Load file by file; each is all or nothing. A refused file does not keep the others from being loaded."""
    refused: list[str] = []
    for path in options["paths"]:
        try:
            report = load(path)
        except AreaFileRefused as error:
            refused.append(str(error))
        else:
            for line in described(report):
                options["stdout"].write(line)
    if refused:
        raise CommandError("\n".join(refused))


def described(report: LoadReport) -> Sequence[str]:
    if report.loaded_before:
        return [f"{report.file_name}: loaded before; nothing was added."]
    rows_rejected = len({reject.row for reject in report.rejects})
    lines = [
        f"{report.file_name}: {report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
        f"{counted(rows_rejected, 'row')} rejected."
    ]
    lines += [f"  row {row}, {field}: {problem}" for row, field, problem in report.rejects[:REJECTS_SHOWN]]
    if len(report.rejects) > REJECTS_SHOWN:
        lines.append(f"  … and {len(report.rejects) - REJECTS_SHOWN:,} more; all are kept with the file.")
    return lines
