"""Supply the groups in which records are counted when the matching is measured, in the name of a member who may."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.contrib.auth import get_user_model

from alongside.common.text import counted
from alongside.exchange.monitoring_groups import take_in_groups, unknown
from alongside.exchange.tables import TableRefused
from alongside.partners.errors import Invalid, Refused
from alongside.partners.standing import Viewer

SHOWN = 20
WRONG_USE = 2


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="CSV with the columns agency, reference, group")
    parser.add_argument("--member", metavar="USERNAME", required=True, help="who supplies them")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """0 when every row was taken, 1 when some were not or all was refused, 2 for a file or member that is not there."""
    written = out or sys.stdout
    member: Any = get_user_model()._default_manager.filter(username=options["member"], is_active=True).first()
    if member is None:
        written.write(f"There is no active member {options['member']!r}. Nothing was taken.\n")
        return WRONG_USE
    try:
        taken = take_in_groups(options["path"].read_bytes(), by=Viewer.of(member, at=at), at=at)
    except OSError as error:
        written.write(f"The file cannot be read: {error}\n")
        return WRONG_USE
    except (TableRefused, Invalid, Refused) as error:
        written.write(f"{error} Nothing was taken.\n")
        return 1
    written.write(f"{counted(taken.supplied.records, 'record')} got a group.\n")
    problems = [*taken.faults, *unknown(taken)]
    for line in problems[:SHOWN]:
        written.write(f"  {line}\n")
    if len(problems) > SHOWN:
        written.write(f"  and {len(problems) - SHOWN:,} more\n")
    return 1 if problems else 0
