"""The program itself: what it says when there is nothing to work with."""

import sys

import pytest
from django.db import OperationalError, ProgrammingError

from alongside.cli import program


def run(monkeypatch, error, *more):
    def fail(_):
        raise error

    monkeypatch.setattr(sys, "argv", ["alongside", "audit", "verify", *more])
    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    program.main()


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("no such table: audit_event"),
        ProgrammingError('relation "audit_event" does not exist\nLINE 1: SELECT'),
    ],
)
def test_a_database_without_tables_is_told_with_the_command_that_makes_them(monkeypatch, error):
    with pytest.raises(SystemExit, match="alongside migrate"):
        run(monkeypatch, error)


def test_a_database_that_is_not_there_is_told_with_what_to_check(monkeypatch):
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        run(monkeypatch, OperationalError("connection failed: Connection refused"))


def test_a_path_that_cannot_be_used_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match=r"file: File exists. Check the path"):
        run(monkeypatch, FileExistsError(17, "File exists", str(tmp_path / "file")))
    with pytest.raises(OSError, match="pipe"):
        run(monkeypatch, BrokenPipeError("pipe"))


def test_any_other_error_of_the_database_is_not_hidden(monkeypatch):
    with pytest.raises(OperationalError):
        run(monkeypatch, OperationalError("database disk image is malformed"))
    with pytest.raises(OperationalError):
        run(monkeypatch, OperationalError("no such table: audit_event"), "--traceback")


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_the_program_tells_its_own_commands_in_a_line_each(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["alongside", *words])
    with pytest.raises(SystemExit) as left:
        program.main()
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert all(f"\n  {name} " in told for name in ("demo", "load", "places", "precheck", "run"))
    assert "axes_reset" not in told
