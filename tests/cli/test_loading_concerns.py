"""`alongside load concerns PATH --agency CODE --member USERNAME`: a file enters from the command line."""

import io
from argparse import ArgumentParser

import pytest

from alongside.cli.loading_concerns import add_arguments, run
from alongside.support.models import Concern, ConcernFile
from tests.cast import NOW
from tests.exchange.made_files import csv_file, row, rows


@pytest.fixture
def load(cast, tmp_path):
    def run_it(*arguments):
        parser, out = ArgumentParser(), io.StringIO()
        add_arguments(parser)
        status = run(vars(parser.parse_args([str(one) for one in arguments])), at=NOW, out=out)
        return status, out.getvalue()

    return run_it


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "concerns.csv"
    made.write_bytes(csv_file([*rows(230), row(consent="maybe", fact="=1+1")]))
    return made


def test_a_file_of_any_length_is_entered_whole_and_told_of(load, path):
    status, told = load(path, "--agency", "school", "--member", "dsl")
    assert (
        status == 1
        and "231 rows (UTF-8; cells separated by commas): 230 entered, 0 known from before, 1 rejected" in told
    )
    assert "1 row (first: 232), Consent: Write one of" in told and Concern.objects.count() == 230


def test_the_same_file_again_enters_nothing(load, path):
    load(path, "--agency", "school", "--member", "dsl")
    _, told = load(path, "--agency", "school", "--member", "dsl")
    assert "sent before; nothing enters twice" in told and Concern.objects.count() == 230


def test_the_rejects_are_written_harmless_to_spreadsheets(load, path, tmp_path):
    load(path, "--agency", "school", "--member", "dsl", "--rejects", tmp_path / "rejects.csv")
    assert "'=1+1" in (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("sender", "words"),
    [
        (("--agency", "school", "--member", "officer"), "has no active member"),
        (("--agency", "outside", "--member", "outsider"), "Refused: the role may not send a file of concerns"),
        ((), "Name a file, and who sends it"),
    ],
)
def test_it_takes_a_member_of_the_agency_who_may_send_files(load, path, sender, words):
    status, told = load(path, *sender)
    assert status and words in told and not ConcernFile.objects.exists()


def test_a_path_that_is_not_there_and_a_file_that_cannot_be_read_are_told(load, tmp_path):
    sender = ("--agency", "school", "--member", "dsl")
    assert "it cannot be read (No such file" in load(tmp_path / "none.csv", *sender)[1]
    (tmp_path / "empty.csv").write_bytes(b"")
    assert load(tmp_path / "empty.csv", *sender) == (1, "empty.csv: The file is empty.\n")


def test_the_columns_can_be_printed_without_sending_anything(load):
    status, told = load("--columns")
    assert status == 0 and told.startswith("# The file of concerns") and "| Your reference | `reference` |" in told
