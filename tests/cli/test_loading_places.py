"""`alongside load incidents` and `alongside load mps` as they are used."""

import io

import pytest
from django.core.management import call_command

from alongside.cli.working import every_task
from alongside.places import sources
from alongside.places.models import IncidentFile
from tests.exchange import incident_files, mps_files
from tests.exchange.test_incident_intake import take_in
from tests.places.incidents import AT, new_set

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_kept_in(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"


def load(*arguments):
    written = io.StringIO()
    try:
        call_command("load", *(str(argument) for argument in arguments), stdout=written)
    except SystemExit as stopped:
        return written.getvalue(), stopped.code
    return written.getvalue(), 0


def give(*arguments):
    return load("incidents", "Burglary calls", *arguments, "--agency", "council", "--member", "analyst")


def test_a_list_becomes_a_set_and_its_report_is_told(cast, tmp_path):
    (tmp_path / "portland.csv").write_bytes(incident_files.portland())
    text, code = give(tmp_path / "portland.csv", "--noun", "calls", "--licence", "City of X")
    assert code == 1 and "62 rows, 60 added, 0 held already, 0 again in the file, 2 rejected" in text
    assert "coordinates: The headings say feet." in text and "The date lies in the future" in text
    assert [source.name for source in sources.sources()] == ["Burglary calls"]


def test_a_column_can_be_named_and_a_new_set_needs_its_words(cast, tmp_path):
    (tmp_path / "london.csv").write_bytes(incident_files.london())
    text, code = give(tmp_path / "london.csv", "--licence", "Agreement 7")
    assert code == 2 and "Enter what one record is called" in text
    words = ("--noun", "calls", "--licence", "Agreement 7", "--column")
    text, code = give(tmp_path / "london.csv", *words, "place=Easting")
    assert code == 2 and "write one of when, time" in text
    text, code = give(tmp_path / "london.csv", *words, "kind=")
    assert code == 0 and "Left out and not kept: Victim name" in text
    assert IncidentFile.objects.get().mapping["kind"] == ""


def test_only_who_may_give_incidents_gives_them(cast, tmp_path):
    text, code = load("incidents", "Calls", tmp_path / "a.csv", "--agency", "outside", "--member", "outsider")
    assert code == 2 and "no active member 'outsider' who may give incidents" in text


def test_tables_of_counts_are_loaded_and_told(tmp_path):
    (tmp_path / "wards.csv").write_bytes(mps_files.wide())
    (tmp_path / "bad.csv").write_bytes(b"a,b\n1,2\n")
    text, code = load("mps", tmp_path / "wards.csv", tmp_path / "bad.csv")
    assert code == 1 and "2 counts for mps:ward, January 2024 to March 2024" in text
    assert "Not loaded. bad.csv: it is no table of counts by area and month." in text
    assert "loaded before" in load("mps", tmp_path / "wards.csv")[0]


def test_the_worker_enters_what_waits(cast, settings):
    take_in(settings.MEDIA_ROOT, new_set(), incident_files.london())
    (task,) = [one for one in every_task() if one.name == "enter files of incidents at places"]
    assert task.do(AT) == 1 and task.do(AT) == 0
    assert IncidentFile.objects.get().rows_added == 60
