"""`alongside audit`: exit codes that a machine can act on, and roots kept outside the database."""

import json

import pytest
from django.core.management import CommandError, call_command

from alongside.audit.actions import record
from alongside.audit.models import Event
from alongside.audit.publishing import PublishedError, publish, read
from tests.audit.made_log import entry, guards_lifted, sealed_log
from tests.audit.test_chain import rewrite_the_whole_chain

pytestmark = pytest.mark.django_db


def test_verify_is_content_with_a_log_that_holds_and_logs_that_it_looked(capsys):
    sealed_log()
    call_command("audit", "verify")
    assert capsys.readouterr().out == "The log of school holds (6 events in 2 seals).\n"
    assert Event.objects.get(act="verify").reason == "holds (6 events in 2 seals)"


def test_verify_leaves_with_1_and_names_the_fault(capsys):
    event = sealed_log()[0]
    with guards_lifted():
        Event.objects.filter(pk=event.pk).update(reason="nothing to see")
    with pytest.raises(SystemExit) as left:
        call_command("audit", "verify", "--agency", "school")
    assert left.value.code == 1
    assert f"  - event {event.pk} (seal 1, position 1) was changed" in capsys.readouterr().out


def test_an_agency_without_a_log_is_a_mistake_of_use_and_not_a_fault():
    sealed_log()
    with pytest.raises(CommandError, match="There are: school") as wrong:
        call_command("audit", "verify", "--agency", "scholl")
    assert wrong.value.returncode == 2


def test_seal_publishes_each_root_once_as_a_line_of_json(tmp_path):
    file = tmp_path / "roots.jsonl"
    sealed_log(seals=1)
    record(entry())
    call_command("audit", "seal", "--publish", str(file))
    call_command("audit", "seal", "--publish", str(file))
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(row["agency"], row["number"], row["count"]) for row in rows] == [("school", 1, 3), ("school", 2, 1)]
    assert set(rows[0]) == {"agency", "number", "root", "count", "at"} and len(rows[0]["root"]) == 64


def test_what_was_sealed_before_a_crash_is_published_the_next_time(tmp_path):
    file = tmp_path / "roots.jsonl"
    sealed_log(seals=2)
    assert publish(file) == 2
    sealed_log(seals=1)
    assert publish(file) == 1 and sorted(read(file)["school"]) == [1, 2, 3]


def test_verify_against_the_file_catches_a_chain_that_was_rewritten(tmp_path, capsys):
    file = tmp_path / "roots.jsonl"
    sealed_log()
    publish(file)
    rewrite_the_whole_chain()
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--published", str(file))
    assert "seal 1 differs from the root that was published" in capsys.readouterr().out


def test_a_log_that_vanished_as_a_whole_is_missed_too(tmp_path, capsys):
    file = tmp_path / "roots.jsonl"
    file.write_text(json.dumps({"agency": "police", "number": 1, "root": "f" * 64}) + "\n")
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--published", str(file))
    assert "seal 1 was published but is not in the log" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["not json", "{}", '{"agency": "a", "number": "x", "root": "r"}', "[1]"])
def test_a_damaged_file_names_its_line(tmp_path, line):
    file = tmp_path / "roots.jsonl"
    file.write_text('{"agency": "school", "number": 1, "root": "r"}\n\n' + line + "\n")
    with pytest.raises(PublishedError, match=r"Line 3 of .*roots\.jsonl"):
        read(file)
    with pytest.raises(CommandError) as wrong:
        call_command("audit", "verify", "--published", str(file))
    assert wrong.value.returncode == 2


def test_two_roots_for_one_seal_are_an_error(tmp_path):
    file = tmp_path / "roots.jsonl"
    row = '{"agency": "school", "number": 1, "root": "%s"}\n'
    file.write_text(row % "a" + row % "b")
    with pytest.raises(PublishedError, match="a second root for seal 1 of school"):
        read(file)


def test_a_file_that_is_not_there_is_a_mistake_of_use(tmp_path):
    with pytest.raises(CommandError) as wrong:
        call_command("audit", "verify", "--published", str(tmp_path / "none.jsonl"))
    assert wrong.value.returncode == 2


def test_a_line_that_was_torn_by_a_crash_is_written_again(tmp_path):
    file = tmp_path / "roots.jsonl"
    sealed_log(seals=2)
    publish(file)
    file.write_text(file.read_text()[:-30])
    assert sorted(read(file)["school"]) == [1]
    assert publish(file) == 1 and sorted(read(file)["school"]) == [1, 2]
