"""The process that links may be killed at any moment: the old state stands, or the new, and nothing between."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import make_cast
make_cast()
"""
WORK = """
import sys
import django; django.setup()
from datetime import date, timedelta
from itertools import count
from alongside.partners.models import Agency, Member
from alongside.partners.standing import Viewer
from alongside.people import actions
from alongside.people.drafts import AddressDraft
from alongside.people.models import SourceRecord
from tests.cast import NOW, child
agencies = list(Agency.objects.filter(code__in=["school", "police", "council"]))
by = Viewer.of(Member.objects.get(username="triage"), at=NOW)
print("started", flush=True)
for number in count(SourceRecord.objects.count()):
    family = number // 4
    made = actions.add_record(
        draft=child(["Amina", "Ameena", "Zahra"][number % 3], f"Okafor{chr(97 + family % 26)}son",
                    date_of_birth=date(2005 + family % 10, 3, 1 + family % 28),
                    addresses=(AddressDraft(f"{family} Tern Row", "ZL1 1AA"),)),
        holder=agencies[number % 3], source="test", by=by.actor, at=NOW, today=NOW.date())
    mates = sorted(SourceRecord.objects.filter(person_id=made.person_id).values_list("pk", flat=True))
    if len(mates) == 3:
        actions.split_person(person=made.person_id, records=mates[2:], reason="Another.", by=by, at=NOW)
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identity")
    start(folder, SET_UP).communicate(timeout=400)
    return folder


@pytest.fixture
def place(tmp_path, database):
    shutil.copytree(database, tmp_path, dirs_exist_ok=True)
    return tmp_path


def start(place, program):
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "ALONGSIDE_MODE": "test",
        "ALONGSIDE_VAR": str(place), "DATABASE_URL": f"sqlite:///{place}/killed.sqlite3",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)


WHOLE = {
    "a record without its standard form":
        "SELECT COUNT(*) FROM people_sourcerecord r LEFT JOIN people_standardrecord s ON s.record_id = r.id "
        "WHERE s.record_id IS NULL",
    "a record of a person who is not there":
        "SELECT COUNT(*) FROM people_sourcerecord r LEFT JOIN people_person p ON p.id = r.person_id WHERE p.id IS NULL",
    "a record without its row in the log":
        "SELECT COUNT(*) FROM people_sourcerecord r WHERE NOT EXISTS (SELECT 1 FROM audit_event e "
        "WHERE e.act = 'create' AND e.subject_kind = 'record' AND e.subject_id = CAST(r.id AS TEXT))",
    "a change in which nothing moved":
        "SELECT COUNT(*) FROM people_identityevent e WHERE NOT EXISTS "
        "(SELECT 1 FROM people_linkdecision d WHERE d.event_id = e.id)",
    "a split without its rulings or its row in the log":
        "SELECT COUNT(*) FROM people_identityevent e WHERE e.kind = 'split' AND (NOT EXISTS "
        "(SELECT 1 FROM people_ruling g WHERE g.event_id = e.id AND NOT g.same) OR "
        "(SELECT COUNT(*) FROM audit_event a WHERE a.act = 'unlink') <> "
        "(SELECT COUNT(*) FROM people_identityevent WHERE kind = 'split'))",
    "two who were ruled apart and stand together":
        "SELECT COUNT(*) FROM people_ruling g JOIN people_sourcerecord a ON a.id = g.one_id "
        "JOIN people_sourcerecord b ON b.id = g.other_id "
        "WHERE NOT g.same AND g.undone_at IS NULL AND a.person_id = b.person_id",
}  # fmt: skip


def test_killed_again_and_again_every_change_is_whole(place):
    seen = []
    for lines, wait in ((2, 0), (4, 0.01), (5, 0.015), (7, 0.02), (6, 0.005)):
        running = start(place, WORK)
        assert all(running.stdout.readline() for _ in range(lines))
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        with sqlite3.connect(place / "killed.sqlite3") as connection:
            faults = {name: connection.execute(query).fetchone()[0] for name, query in WHOLE.items()}
            seen.append(connection.execute("SELECT COUNT(*) FROM people_sourcerecord").fetchone()[0])
        assert not any(faults.values()), faults
    assert seen == sorted(seen) and seen[-1] >= 15
