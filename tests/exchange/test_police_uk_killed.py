"""A load that is killed in the middle leaves whole files or nothing, and a second run completes it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import street

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from alongside.cli import loading_police_uk
options = {"paths": [Path(sys.argv[1])], "extracted": None, "licence": "invented", "may_shrink": False,
           "count_again": False, "force": ""}
sys.exit(loading_police_uk.run(options, at=datetime(2024, 6, 15, tzinfo=UTC)))
"""


def environment_of(folder):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        "ALONGSIDE_MODE": "test",
        "ALONGSIDE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/killed.sqlite3",
        "PYTHONPATH": str(ROOT / "src"),
    }


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    make = "import django; django.setup(); django.core.management.call_command('migrate', verbosity=0)"
    command = [sys.executable, "-c", f"import django.core.management; {make}"]
    subprocess.run(command, env=environment_of(folder), check=True)
    return folder / "killed.sqlite3"


@pytest.fixture
def place(tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path)
    for month in range(1, 5):
        rows = [street.row(month * 10_000 + n if n % 4 else None, month=f"2023-{month:02d}") for n in range(6_000)]
        street.write(tmp_path / "in" / f"2023-{month:02d}-larkmere-street.csv", rows)
    return tmp_path, environment_of(tmp_path)


def start(place):
    folder, environment = place
    command = [sys.executable, "-c", PROGRAM, str(folder / "in")]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def counts(place):
    with sqlite3.connect(place[0] / "killed.sqlite3") as connection:
        one = lambda query: connection.execute(query).fetchone()[0]  # noqa: E731
        return (
            one("SELECT COUNT(*) FROM places_crimefile"),
            one("SELECT COUNT(*) FROM places_recordedcrime"),
            one("SELECT COALESCE(SUM(total), 0) FROM places_crimecount c JOIN places_counting k "
                "ON k.id = c.counting_id WHERE k.kind = 'everywhere'"),
            one("SELECT COUNT(*) FROM audit_event"),
        )  # fmt: skip


@pytest.mark.parametrize(("stage", "wait"), [("reading", 0.0), ("storing", 0.0), ("storing", 0.05)])
def test_kill_minus_nine_leaves_whole_files_or_nothing(place, stage, wait):
    running = start(place)
    line = next(line for line in running.stdout if f"2023-02-larkmere-street.csv: {stage}" in line)
    time.sleep(wait)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert line and running.returncode == -signal.SIGKILL
    files, crimes, counted, logged = counts(place)
    assert 1 <= files < 4
    assert crimes == counted == files * 6_000 and logged == files
    again = start(place)
    told = again.communicate(timeout=400)[0]
    assert again.returncode == 0 and f"{files} files known" in told
    assert counts(place) == (4, 24_000, 24_000, 4)
