"""The process that enters a file may be killed at any moment: nothing is lost, and nothing enters twice."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.exchange.made_files import csv_file, rows

ROOT = Path(__file__).parents[2]
ROWS = 300
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import make_cast
make_cast()
"""
SEND = """
import sys; import django; django.setup()
from django.contrib.auth import get_user_model
from alongside.exchange.concerns_csv import take_in
from alongside.partners.standing import Viewer
from tests.cast import NOW
sender = Viewer.of(get_user_model().objects.select_related("agency").get(username="dsl"), at=NOW)
take_in(name="killed.csv", raw=open(sys.argv[1], "rb").read(), by=sender, at=NOW, at_once=0)
"""
WORK = """
import django; django.setup()
from alongside.exchange import concerns_csv
from tests.cast import NOW
concerns_csv.CHUNK_ROWS = 20
print("started", flush=True)
while concerns_csv.work_waiting(NOW, rest=0, progress=lambda rows: print("chunk", flush=True)):
    pass
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("concerns")
    run(folder, SET_UP)
    return folder


@pytest.fixture
def place(tmp_path, database):
    shutil.copytree(database, tmp_path, dirs_exist_ok=True)
    (tmp_path / "sent.csv").write_bytes(csv_file([*rows(ROWS), *rows(10, consent="maybe")]))
    return tmp_path


def start(place, program, *arguments):
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "ALONGSIDE_MODE": "test",
        "ALONGSIDE_VAR": str(place), "DATABASE_URL": f"sqlite:///{place}/killed.sqlite3",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )


def run(place, program, *arguments):
    running = start(place, program, *arguments)
    running.communicate(timeout=400)
    assert running.returncode == 0


def kill(running):
    running.send_signal(signal.SIGKILL)
    running.wait()


def counts(place):
    with sqlite3.connect(place / "killed.sqlite3") as connection:
        one = lambda query: connection.execute(query).fetchone()[0]  # noqa: E731
        return (
            one("SELECT COUNT(*) FROM support_concern"),
            one("SELECT COUNT(*) FROM support_concernfilerow WHERE outcome = 'entered'"),
            one("SELECT COALESCE(SUM(entered), 0) FROM support_concernfile"),
            one("SELECT COUNT(*) FROM audit_event WHERE act = 'import' AND subject_kind = 'concern'"),
        )  # fmt: skip


def test_killed_six_times_over_every_row_is_in_once(place):
    run(place, SEND, str(place / "sent.csv"))
    seen = []
    for lines, wait in ((1, 0), (1, 0.1), (2, 0), (2, 0.04), (2, 0.08), (3, 0.06)):
        running = start(place, WORK)
        assert all(running.stdout.readline() for _ in range(lines))
        time.sleep(wait)
        kill(running)
        whole = counts(place)
        assert len(set(whole)) == 1, whole
        seen.append(whole[0])
    assert seen == sorted(seen) and 0 < seen[-1] < ROWS
    run(place, WORK)
    assert counts(place) == (ROWS, ROWS, ROWS, ROWS)
    with sqlite3.connect(place / "killed.sqlite3") as connection:
        assert connection.execute("SELECT rejected, state FROM support_concernfile").fetchall() == [(10, "done")]
        assert connection.execute("SELECT COUNT(DISTINCT reference) FROM support_concernfilerow").fetchone() == (ROWS,)


@pytest.mark.parametrize("moment", [0.3, 0.7])
def test_a_sender_killed_in_the_middle_leaves_the_whole_file_or_none_and_may_send_again(place, moment):
    running = start(place, SEND, str(place / "sent.csv"))
    time.sleep(moment)
    kill(running)
    run(place, SEND, str(place / "sent.csv"))
    run(place, WORK)
    assert counts(place) == (ROWS, ROWS, ROWS, ROWS)


def test_two_workers_at_the_same_queue_enter_every_row_once(place):
    for count, name, separator in ((100, "first.csv", ","), (120, "second.csv", ";")):
        (place / name).write_bytes(csv_file(rows(count), separator=separator))
        run(place, SEND, str(place / name))
    workers = [start(place, WORK) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=400)
    assert [worker.returncode for worker in workers] == [0, 0]
    assert set(counts(place)) == {120}
    with sqlite3.connect(place / "killed.sqlite3") as connection:
        files = connection.execute(
            "SELECT entered, known, rejected, state FROM support_concernfile ORDER BY id"
        ).fetchall()
    assert files == [(100, 0, 0, "done"), (20, 100, 0, "done")]
