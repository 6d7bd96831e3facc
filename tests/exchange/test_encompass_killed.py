"""The process that enters a file of incidents may be killed at any moment: nothing half-entered, nothing twice."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.exchange.test_encompass_csv import csv_file, row

ROOT = Path(__file__).parents[2]
INCIDENTS, CHILDREN, KILLS = 120, 200, 10
FAMILIES = ("Achterberg", "Boateng", "Carrow", "Dinh", "Eastlake", "Farouk", "Gill")
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import make_cast
from tests.encompass import make_encompass
make_encompass(make_cast())
"""
SEND = """
import sys; import django; django.setup()
from django.contrib.auth import get_user_model
from alongside.exchange.encompass_csv import take_in
from alongside.partners.standing import Viewer
from tests.encompass import NIGHT
sender = Viewer.of(get_user_model().objects.select_related("agency").get(username="officer"), at=NIGHT)
take_in(name="killed.csv", raw=open(sys.argv[1], "rb").read(), by=sender, at=NIGHT, at_once=0)
"""
WORK = """
import os, sys; import django; django.setup()
from alongside.exchange import encompass_csv
from tests.encompass import NIGHT
encompass_csv.CHUNK = 10
for _asked in sys.stdin:
    worker = os.fork()
    if not worker:
        while encompass_csv.work_waiting(NIGHT, rest=0):
            pass
        os._exit(0)
    print(worker, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)
"""
"""A new worker for every line that it is told, and how that worker ended: Python and Django start once for all of them."""


def children():
    """Incidents of one child and of two, in rows that do not stand together."""

    def one(k, given):
        born = date(2009, 1, 1) + timedelta(days=7 * k)
        return row(
            reference=f"P/{k}", first_name=given, last_name=f"{FAMILIES[k % 7]}-{FAMILIES[k % 5]}{k}", born=f"{born}"
        )

    first = [one(k, "Amina") for k in range(INCIDENTS)]
    again = [one(k, "Bilqis") for k in range(CHILDREN - INCIDENTS)]
    return [*first, *again]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encompass")
    run(folder, SET_UP)
    return folder


@pytest.fixture
def place(tmp_path, database):
    shutil.copytree(database, tmp_path, dirs_exist_ok=True)
    (tmp_path / "sent.csv").write_bytes(csv_file([*children(), row(reference="P/bad", born="yesterday")]))
    return tmp_path


def start(place, program, *arguments):
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "ALONGSIDE_MODE": "test",
        "ALONGSIDE_VAR": str(place), "DATABASE_URL": f"sqlite:///{place}/killed.sqlite3",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip


def run(place, program, *arguments):
    running = start(place, program, *arguments)
    running.communicate(timeout=400)
    assert running.returncode == 0


@pytest.fixture
def workers(place):
    """Starts a worker and gives its number; `ended` waits for it and tells how it ended."""
    with start(place, WORK) as running:

        def begin():
            running.stdin.write("go\n")
            return int(running.stdout.readline())

        yield begin, lambda: int(running.stdout.readline())
        running.stdin.close()


def finish(workers):
    begin, ended = workers
    begin()
    assert ended() == 0


def asked(place, query):
    with sqlite3.connect(place / "killed.sqlite3") as connection:
        return connection.execute(query).fetchone()[0]


def counts(place):
    """Children, rows that say that they entered, what the file says, notices: all of them, after each death, agree."""
    return (
        asked(place, "SELECT COUNT(*) FROM support_incidentchild"),
        asked(place, "SELECT COUNT(*) FROM support_encompassfilerow WHERE outcome = 'entered'"),
        asked(place, "SELECT COALESCE(SUM(entered), 0) FROM support_encompassfile"),
        asked(place, "SELECT COUNT(DISTINCT child_id) FROM support_schoolnotice"),
    )


def nobody_is_alone(place):
    """An incident is there with all of its children, or not at all."""
    return (
        asked(
            place,
            "SELECT COUNT(*) FROM (SELECT i.id FROM support_incident i LEFT JOIN support_incidentchild c "
            "ON c.incident_id = i.id GROUP BY i.id HAVING COUNT(c.id) <> "
            f"CASE WHEN CAST(SUBSTR(i.police_reference, 3) AS INTEGER) < {CHILDREN - INCIDENTS} THEN 2 ELSE 1 END)",
        )
        == 0
    )


def kill_when(place, workers, entered, wait):
    """Kill a new worker once so many children are in and a moment has passed; 0 if it had ended by itself."""
    begin, ended = workers
    worker = begin()
    until = time.monotonic() + 30
    while counts(place)[0] < entered and time.monotonic() < until:
        time.sleep(0.003)
    time.sleep(wait)
    os.kill(worker, signal.SIGKILL)  # not waited for yet, so that the number is still its own
    return ended()


def test_killed_ten_times_at_random_moments_every_child_is_in_once_and_no_incident_is_half_there(place, workers):
    run(place, SEND, str(place / "sent.csv"))
    seed = random.randrange(1_000_000)
    dice, seen = random.Random(seed), []
    for entered in sorted(dice.randrange(CHILDREN * 3 // 4) for _kill in range(KILLS)):
        assert kill_when(place, workers, entered, dice.uniform(0, 0.12)) == -signal.SIGKILL, seed
        whole = counts(place)
        assert len(set(whole)) == 1 and nobody_is_alone(place), (seed, whole)
        seen.append(whole[0])
    assert seen == sorted(seen) and seen[-1] < CHILDREN, (seed, seen)
    # The same bytes sent again while the first are half in are the same file; the rest enters, once.
    run(place, SEND, str(place / "sent.csv"))
    finish(workers)
    assert set(counts(place)) == {CHILDREN} and nobody_is_alone(place), seed
    assert asked(place, "SELECT COUNT(*) FROM support_encompassfile") == 1
    assert asked(place, "SELECT rejected || ' ' || state FROM support_encompassfile") == "1 done"


def test_a_sender_killed_in_the_middle_leaves_the_whole_file_or_none_and_may_send_again(place, workers):
    running = start(place, SEND, str(place / "sent.csv"))
    time.sleep(0.6)
    running.kill()
    running.communicate()
    run(place, SEND, str(place / "sent.csv"))
    finish(workers)
    assert set(counts(place)) == {CHILDREN} and nobody_is_alone(place)
