"""From the bytes that somebody sends to concerns in the queue and a report by row and column."""

import hashlib
import random

import pytest
from django.db import OperationalError

from alongside.audit.models import Event
from alongside.exchange import concerns_csv
from alongside.exchange.concerns_csv import take_in, work_waiting
from alongside.support.models import Concern, ConcernFile, ConcernFileRow
from alongside.support.queries import files as queries
from alongside.support.queries import triaging
from tests.cast import NOW
from tests.exchange.made_files import csv_file, row, rows, workbook


def send(cast, raw, name="dsl", **more):
    return take_in(name="concerns.csv", raw=raw, by=cast.viewer(name), at=NOW, **more)


def counts():
    return [(one.entered, one.known, one.rejected) for one in ConcernFile.objects.order_by("pk")]


def test_a_small_file_is_entered_while_the_sender_waits(cast):
    received = send(cast, csv_file(rows(3)))
    assert counts() == [(3, 0, 0)] and ConcernFile.objects.get().state == "done" and received.is_new
    assert len(triaging.queue(cast.viewer("triage")).rows) == 3
    sources = Concern.objects.order_by("source").values_list("source", flat=True)
    assert list(sources) == [f"file {received.file_id}, row {number}" for number in (2, 3, 4)]


def test_a_large_file_waits_for_the_loop_and_is_entered_by_it(cast, monkeypatch):
    monkeypatch.setattr(concerns_csv, "CHUNK_ROWS", 4)
    assert send(cast, csv_file(rows(10)), at_once=5).is_under_way and counts() == [(0, 0, 0)]
    assert work_waiting(NOW, rest=0) and counts() == [(10, 0, 0)]
    assert not work_waiting(NOW)


def test_the_loop_leaves_a_long_file_when_its_time_is_up_and_goes_on_later(cast, monkeypatch):
    monkeypatch.setattr(concerns_csv, "CHUNK_ROWS", 4)
    send(cast, csv_file(rows(10)), at_once=0)
    assert work_waiting(NOW, seconds=0) and counts() == [(4, 0, 0)]
    assert work_waiting(NOW, seconds=0) and work_waiting(NOW, seconds=0) and counts() == [(10, 0, 0)]
    assert not work_waiting(NOW)


def test_ten_thousand_rows_with_errors_planted_give_a_report_by_row_and_column(cast):
    """The good rows were sent before, so that this takes seconds; benchmarks/concern_file.py enters ten thousand."""
    dice = random.Random(7)
    send(cast, csv_file([row(reference="INC-1")]))
    made = [row(reference="INC-1") for _ in range(10_000)]
    faults = {"consent": "maybe", "child_date_of_birth": "31/02/2026", "fact": "", "child_role": "gang member"}
    planted = {number: dice.choice(list(faults)) for number in dice.sample(range(10_000), 500)}
    for number, field in planted.items():
        made[number][field] = faults[field]
    received = send(cast, csv_file(made))
    assert work_waiting(NOW, rest=0)
    found = queries.report(cast.viewer("dsl"), received.file_id)
    assert (found.file.entered, found.file.known, found.file.rejected) == (0, 9_500, 500)
    assert {kind.column: kind.rows for kind in found.kinds} == {
        title: sum(1 for one in planted.values() if one == field)
        for field, title in (
            ("consent", "Consent"), ("child_date_of_birth", "Child date of birth"), ("fact", "What was seen or heard"),
            ("child_role", "Child role in the event"),
        )
    }  # fmt: skip
    numbers = ConcernFileRow.objects.filter(outcome="rejected").values_list("number", flat=True)
    assert sorted(numbers) == sorted(number + 2 for number in planted)


def test_the_mended_file_enters_only_what_was_mended(cast):
    made = rows(5)
    made[2]["consent"] = "maybe"
    send(cast, csv_file(made))
    made[2]["consent"] = "refused"
    send(cast, csv_file(made, encoding="utf-16", separator=";"))
    assert counts() == [(4, 0, 1), (1, 4, 0)] and Concern.objects.count() == 5


def test_the_same_file_again_enters_nothing(cast):
    raw = workbook(rows(2))
    first, again = send(cast, raw), send(cast, raw)
    assert (again.file_id, again.is_new) == (first.file_id, False) and counts() == [(2, 0, 0)]


def test_a_file_that_cannot_be_read_is_kept_whole_with_its_reason(cast):
    raw = b"PK\x03\x04 broken"
    send(cast, raw)
    kept = ConcernFile.objects.get()
    assert kept.state == "refused" and bytes(kept.raw) == raw and "damaged" in kept.problem
    assert kept.sha256 == hashlib.sha256(raw).hexdigest()


def test_every_row_that_enters_and_every_file_is_in_the_log_under_the_senders_name(cast):
    send(cast, csv_file(rows(2)))
    logged = Event.objects.filter(act="import", actor_name__startswith="Priya")
    assert logged.filter(subject_kind="concern", persons__isnull=False).count() == 2
    assert [one.reason.partition(";")[0] for one in logged.filter(subject_kind="concern file")] == [
        "kept", "done: 2 entered, 0 known from before, 0 rejected",
    ]  # fmt: skip


def test_a_file_at_which_the_system_fails_is_set_aside_and_does_not_hold_up_the_next(cast, monkeypatch):
    send(cast, csv_file(rows(1)), at_once=0)
    send(cast, csv_file(rows(2)), "officer", at_once=0)
    enter = concerns_csv.enter_chunk

    def fail(**given):
        return 1 / 0 if given["by"].agency_code == "school" else enter(**given)

    monkeypatch.setattr(concerns_csv, "enter_chunk", fail)
    assert work_waiting(NOW) and work_waiting(NOW) and not work_waiting(NOW)
    assert list(ConcernFile.objects.order_by("pk").values_list("state", flat=True)) == ["stopped", "done"]
    monkeypatch.undo()
    send(cast, csv_file(rows(1)))
    assert counts() == [(1, 0, 0), (2, 0, 0)]


def test_the_longest_texts_that_a_form_takes_enter_from_a_file_too(cast):
    lengths = {
        "reference": 60, "child_first_name": 120, "child_last_name": 120, "child_reference": 60, "child_nhs_number": 60,
        "child_upn": 60, "child_address": 300, "child_postcode": 10, "child_telephone": 40, "happened_where": 200,
        "fact": 20_000, "opinion": 20_000, "allegation": 20_000, "allegation_by": 200, "child_voice": 20_000,
        "child_voice_missing": 300, "consent_reason": 500, "call_back": 60, "other_1_name": 120, "other_1_note": 300,
    }  # fmt: skip
    send(cast, csv_file([row(**{field: "ß" * length for field, length in lengths.items()})]))
    assert counts() == [(1, 0, 0)] and Concern.objects.get().fact == "ß" * 20_000
    send(cast, csv_file([row(**{field: "ß" * (length + 1) for field, length in lengths.items()})]))
    kinds = queries.report(cast.viewer("dsl"), ConcernFile.objects.latest("pk").pk).kinds
    # Name and note of another person are one problem.
    assert counts()[1] == (0, 0, 1) and len(kinds) == len(lengths) - 1


def test_a_database_that_is_busy_lets_the_file_wait(cast, monkeypatch):
    def busy(**_given):
        raise OperationalError("database is locked")

    monkeypatch.setattr(concerns_csv, "enter_chunk", busy)
    assert send(cast, csv_file(rows(1))).is_under_way
    with pytest.raises(OperationalError):
        work_waiting(NOW)
    assert ConcernFile.objects.get().state == "waiting"
