"""`alongside identity`: everything at once from the command line, in words and with an exit code."""

import pytest
from django.core.management import CommandError, call_command

from alongside.analysis.linkage import STANDARD_VERSION, default_model
from alongside.cli.readiness import why_not_start
from alongside.people.models import BatchRun, LinkModel, Person, SourceRecord, StandardRecord
from tests.cast import NOW
from tests.people.sending import HOME, send, send_twins


@pytest.fixture
def records(cast):
    return send(cast, "school", addresses=(HOME,)), send(cast, "police", addresses=(HOME,))


def test_linking_everything_tells_what_came_of_it(records, capsys):
    call_command("identity", "link")
    assert capsys.readouterr().out == "Linked 2 records: 1 person, 0 changes.\n"


def test_comparing_leaves_with_one_where_what_lives_differs(records, capsys):
    call_command("identity", "compare")
    assert "All stand as the batch has them." in capsys.readouterr().out
    SourceRecord.objects.filter(pk=records[1].pk).update(person=Person.objects.create(made_at=NOW))
    with pytest.raises(SystemExit) as left:
        call_command("identity", "compare")
    assert left.value.code == 1 and "1 group of records stand otherwise" in capsys.readouterr().err


def test_a_model_is_adopted_from_its_file_and_nonsense_is_refused(records, tmp_path, capsys):
    file = tmp_path / "model.json"
    file.write_text(default_model().to_json())
    call_command("identity", "adopt", str(file))
    assert f"In use now: model {default_model().version}." in capsys.readouterr().out
    file.write_text("{}")
    for bad in (file, tmp_path / "missing.json"):
        with pytest.raises(CommandError):
            call_command("identity", "adopt", str(bad))
    assert BatchRun.objects.count() == 1


def test_after_an_upgrade_it_says_what_to_run_before_it_starts_and_one_command_mends_it(records, port):
    text = default_model().to_json().replace(f'"standard_version": "{STANDARD_VERSION}"', '"standard_version": "1"')
    LinkModel.objects.filter(is_current=True).update(version="of before", text=text, digest="0" * 64)
    StandardRecord.objects.update(version="1")
    (reason,) = why_not_start("127.0.0.1", port)
    assert "model of before" in reason and "`alongside identity adopt`" in reason
    call_command("identity", "adopt")
    assert why_not_start("127.0.0.1", port) == []
    assert set(StandardRecord.objects.values_list("version", flat=True)) == {STANDARD_VERSION}
    assert len({one.person_id for one in SourceRecord.objects.all()}) == 1


def test_the_quality_is_told_in_counts_and_names_nobody(cast, records, capsys):
    send_twins(cast)
    call_command("identity", "quality")
    said = capsys.readouterr().out
    assert "4 records of 3 persons" in said and "waiting, health and school: " in said
    assert "last held against the batch: never" in said and "Amina" not in said and "Hasan" not in said
