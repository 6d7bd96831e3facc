"""Files of incidents: grouped into incidents, entered once, every reject with row, column and what to do."""

import csv
import io
import math
import random

import pytest

from alongside.exchange import encompass_csv
from alongside.exchange.encompass_columns import COLUMNS
from alongside.partners.errors import Refused
from alongside.support.actions import encompass_files
from alongside.support.models import EncompassFile, EncompassFileRow, Incident, IncidentChild, SchoolNotice
from alongside.support.queries import encompass_files as queries
from tests.encompass import NIGHT, make_encompass


def row(**changes):
    plain = {
        "reference": "P/1", "happened_on": "2026-11-16", "happened_time": "23:40", "place": "Home",
        "circumstances": "Shouting; a broken door.", "first_name": "Amina", "last_name": "Okafor", "born": "2012-05-14",
        "presence": "home", "school": "Elmsgate Academy",
    }  # fmt: skip
    return {**plain, **changes}


def csv_file(rows, columns=COLUMNS):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([one.title for one in columns])
    writer.writerows([one.get(column.field, "") for column in columns] for one in rows)
    return text.getvalue().encode()


@pytest.fixture
def world(cast):
    return make_encompass(cast)


def send(cast, rows, at_once=100, **more):
    raw = rows if isinstance(rows, bytes) else csv_file(rows)
    by = cast.viewer("officer", NIGHT)
    return encompass_csv.take_in(name="night.csv", raw=raw, by=by, at=NIGHT, at_once=at_once, **more)


def counts():
    one = EncompassFile.objects.order_by("-pk").first()
    return one.entered, one.known, one.rejected


def test_rows_of_one_reference_are_one_incident_wherever_they_stand(world):
    send(world, [row(), row(reference="P/2", first_name="Cai"), row(first_name="Bilqis", school="Saltmarsh High")])
    assert counts() == (3, 0, 0) and Incident.objects.count() == 2
    assert Incident.objects.get(police_reference="P/1").children.count() == 2
    assert set(SchoolNotice.objects.values_list("receiver__code", flat=True)) == {"school", "other-school"}


def test_the_raw_file_and_its_hash_are_kept_and_the_same_file_enters_nothing_twice(world):
    raw = csv_file([row()])
    first, again = send(world, raw), send(world, raw)
    kept = EncompassFile.objects.get()
    assert bytes(kept.raw) == raw and len(kept.sha256) == 64
    assert (again.file_id, again.is_new) == (first.file_id, False) and SchoolNotice.objects.count() == 1


def test_the_same_rows_in_another_file_are_known_and_a_new_child_is_added(world):
    send(world, [row()])
    send(world, [row(), row(first_name="Bilqis")])
    assert counts() == (1, 1, 0) and IncidentChild.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"happened_time": "late"}, "Time", "like 23:40"),
        ({"happened_on": "16/13/2026"}, "Date", "no such day"),
        ({"happened_on": ""}, "Date", "Write the day"),
        ({"happened_on": "2026-12-24"}, "Date", "in the future"),
        ({"born": "2001-01-01"}, "Child date of birth", "18 or older"),
        ({"presence": "perhaps"}, "Child was there", "saw, home, away, not_known"),
        ({"home_educated": "yes"}, "Home educated", "not both"),
        ({"circumstances": ""}, "Circumstances", "Say what happened"),
        ({"reference": ""}, "Police reference", "police reference"),
        ({"first_name": "", "last_name": ""}, "Child first name", "first name or a last name"),
    ],
)  # fmt: skip
def test_a_bad_row_is_kept_with_its_column_and_what_to_do_and_holds_nobody_up(world, changes, column, words):
    send(world, [row(**changes), row(reference="P/9", first_name="Good")])
    assert counts() == (1, 0, 1)
    file = EncompassFile.objects.get()
    _, rejected = queries.report(world.viewer("officer", NIGHT), file.pk)
    (problem,) = rejected.rows[0].problems
    assert (rejected.rows[0].number, problem[0]) == (2, column) and words in problem[2]


def test_a_sibling_does_not_wait_for_a_bad_row(world):
    send(
        world,
        [row(presence="?"), row(first_name="Bilqis"), row(first_name="Bilqis"), row(first_name="Cai", place="Pub")],
    )
    assert counts() == (1, 0, 3) and IncidentChild.objects.get().record.names.get().given == "Bilqis"


def test_other_words_of_a_known_incident_are_rejected_with_what_to_do(world):
    send(world, [row()])
    send(world, [row(circumstances="Something else.")])
    assert (
        counts() == (0, 0, 1) and "correct it there" in EncompassFileRow.objects.get(outcome="rejected").problems[0][1]
    )


@pytest.mark.parametrize(
    ("raw", "words"), [(b"", "empty"), (b"a;b\n1;2\n", "columns are missing"), (csv_file([]), "no row below")]
)
def test_a_file_that_cannot_be_read_is_kept_with_the_reason(world, raw, words):
    send(world, raw)
    assert words in EncompassFile.objects.get().problem and not Incident.objects.exists()


def test_rejects_can_be_mended_and_sent_again_as_they_are(world):
    send(world, [row(happened_time="late")])
    by = world.viewer("officer", NIGHT)
    text = "".join(encompass_csv.rejects_csv(queries.rejects(by, EncompassFile.objects.get().pk)))
    send(world, text.replace(",late,", ",23:40,").encode())
    assert counts() == (1, 0, 0)


class Killed(BaseException):
    """As when the worker is killed: nothing catches it."""


def test_a_worker_killed_ten_times_loses_no_child_and_tells_nobody_twice(world, monkeypatch):
    dice = random.Random(7)
    rows = [
        row(reference=f"P/{number}", first_name=f"{given}{number}", born=f"20{10 + number % 6}-0{1 + number % 9}-11")
        for number in range(24)
        for given in ("Ada", "Ben")[: 1 + number % 2]
    ]  # fmt: skip
    file = send(world, rows, at_once=0)
    monkeypatch.setattr(encompass_csv, "CHUNK", 2)
    places = [(encompass_files, "_keep_rows"), (encompass_files, "take_incidents"), (encompass_csv, "enter_chunk")]
    for _ in range(10):
        module, name = dice.choice(places)
        real, left = getattr(module, name), dice.randrange(2)

        def dying(*args, real=real, **more):
            nonlocal left
            left -= 1
            early = dice.random() < 0.5
            if left < 0 and early:
                raise Killed
            done = real(*args, **more)
            if left < 0:
                raise Killed
            return done

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(module, name, dying)
            encompass_csv.work_waiting(NIGHT, file_id=file.file_id, rest=0, seconds=math.inf)
    encompass_csv.work_waiting(NIGHT, file_id=file.file_id, rest=0, seconds=math.inf)
    assert counts() == (36, 0, 0) and EncompassFile.objects.get().state == "done"
    assert (Incident.objects.count(), IncidentChild.objects.count(), SchoolNotice.objects.count()) == (24, 36, 36)
    assert EncompassFileRow.objects.count() == 36


def test_only_the_sending_force_sees_the_file(world):
    file = send(world, [row()])
    for name in ("dsl", "triage", "outsider"):
        with pytest.raises(Refused):
            queries.report(world.viewer(name, NIGHT), file.file_id)
    with pytest.raises(Refused):
        encompass_csv.take_in(name="x.csv", raw=csv_file([row()]), by=world.viewer("outsider", NIGHT), at=NIGHT)
