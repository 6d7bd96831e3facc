"""`alongside load police-uk` as it is used: what it says, what it answers, how it shows progress."""

import io

import pytest
from django.core.management import CommandError, call_command

from alongside.demo.places import build_places
from alongside.places.models import CrimeFile
from tests.places import street

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_kept_in(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"


def run(*arguments, out=None):
    """What it wrote, and its exit code."""
    written = out or io.StringIO()
    try:
        call_command("load", "police-uk", *(str(argument) for argument in arguments), stdout=written)
    except SystemExit as stopped:
        return written.getvalue(), stopped.code
    return written.getvalue(), 0


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_folder_is_loaded_and_each_file_told(tmp_path):
    street.write(
        tmp_path / "in" / "2023-05" / "2023-05-larkmere-street.csv", [street.row(1), street.row(1), street.row(None)]
    )
    street.decisions(
        tmp_path / "in" / "2023-05" / "2023-05-larkmere-outcomes.csv", [street.decision(1, "Suspect charged")]
    )
    street.write(tmp_path / "in" / "2023-05" / "2023-05-larkmere-stop-and-search.csv", [])
    text, code = run(tmp_path / "in")
    assert code == 0
    assert "3 rows, 2 crimes added, 1 that came before in the file" in text
    assert "1 rows, 1 outcomes added" in text
    assert "stop-and-search.csv: passed over, a stop and search file" in text
    assert "Done: 2 files loaded, 2 crimes and 1 outcomes added, 0 rows rejected, 0 files known, 1 passed" in text
    assert all((tmp_path / "kept" / one.raw_copy).is_file() for one in CrimeFile.objects.all())


def test_a_second_run_has_nothing_to_do(tmp_path):
    path = street.write(tmp_path / "a.csv", [street.row(1)])
    run(path)
    text, code = run(path)
    assert code == 0 and "a.csv: loaded before, nothing to do" in text


def test_a_refused_file_makes_the_exit_code_one_and_the_others_are_in(tmp_path):
    bad = street.write(tmp_path / "bad.csv", [], header=["a", "b"])
    text, code = run(bad, street.write(tmp_path / "good.csv", [street.row(1)]), tmp_path / "nowhere.csv")
    assert code == 1
    assert "Not loaded. bad.csv: its first line is not the header of a street file." in text
    assert "nowhere.csv: there is no such file or folder" in text
    assert "1 files loaded" in text and "2 refused" in text


def test_rejected_rows_are_announced(tmp_path):
    text, _ = run(street.write(tmp_path / "a.csv", [street.row(1), street.row(2, month="?")]))
    assert "1 rejected" in text and "kept with their reasons" in text


def test_a_month_of_unknown_extract_is_explained(tmp_path):
    run(street.write(tmp_path / "a.csv", [street.row(1)]))
    text, _ = run(street.write(tmp_path / "b.csv", [street.row(2)]))
    assert "load it with --extracted" in text


def test_a_newer_extract_says_how_many_months_it_replaced(tmp_path):
    run(street.write(tmp_path / "a.csv", [street.row(1)]), "--extracted", "2023-07-01")
    text, code = run(street.write(tmp_path / "b.csv", [street.row(2)]), "--extracted", "2023-08-01")
    assert code == 0 and "1 months replaced by this newer extract" in text


def test_progress_is_written_over_on_a_terminal_and_told_line_by_line_elsewhere(tmp_path):
    path = street.write(tmp_path / "a.csv", [street.row(1)])
    shown, _ = run(path, out=Terminal())
    assert "\r\x1b[2Ka.csv: reading, 1 rows\r\x1b[2Ka.csv: storing, 1 rows" in shown
    told, _ = run(street.write(tmp_path / "b.csv", [street.row(2)]))
    assert "b.csv: reading\nb.csv: storing\n" in told and "\x1b" not in told


def test_without_a_path_it_says_what_it_needs():
    assert run() == ("Say which files to load: a folder, .zip, .csv, .csv.gz or .json.\n", 2)


def test_a_day_that_is_none_is_said(tmp_path):
    with pytest.raises(CommandError, match="'July' is not a day written like 2018-10-05"):
        run(tmp_path, "--extracted", "July")


def test_all_can_be_counted_again_after_boundaries_changed(tmp_path):
    build_places(tmp_path, at=street.AT)
    text, code = run("--count-again")
    assert code == 0 and "Counted again by ward of 2024" in text and "Done" not in text
