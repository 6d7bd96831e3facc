"""`alongside precheck encode`, as whoever asks meets it."""

import json
import os
import stat

import pytest

from alongside.precheck.coding import Coder
from alongside.precheck.errors import LibraryMissing
from tests.precheck.conftest import AMINA, ELSIE


def encode(desk, text, *more):
    (desk.folder / "table.csv").write_text(text, encoding="utf-8")
    return desk.program(
        "encode", "table.csv", "--agency", "school", "--secret-file", "secret", "--encoder", "encoder.pub",
        "--matcher", "matcher.pub", "--out", "never", *more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first_name,surname\nAmina,Okafor\n", "lacks the column dob"),
        ("", "lacks the column first_name"),
        ("first_name,surname,dob\n", "must hold one row, and it holds 0"),
        ("first_name,surname,dob\nA,B,2012-05-14\nC,D,2012-05-14\n", "must hold one row, and it holds 2"),
        ("first_name,surname,dob\nAmina,,2012-05-14\n", "Give a first name, a surname and a full date of birth"),
        ("first_name,surname,dob\nAmina,Okafor,2012\n", "Give a first name, a surname and a full date of birth"),
        ("first_name,surname,dob\nAmina,Okafor,\n", "Give a first name, a surname and a full date of birth"),
    ],
)
def test_a_file_that_cannot_be_encoded_says_why_and_writes_nothing(desk, text, says):
    done = encode(desk, text)
    assert done.returncode == 1 and says in done.stderr.decode() and "Traceback" not in done.stderr.decode()
    assert not (desk.folder / "never").exists()


def test_a_file_in_another_encoding_is_refused(desk):
    (desk.folder / "latin.csv").write_bytes("first_name,surname,dob\nZoë,B,2012-05-14\n".encode("latin-1"))
    done = desk.program(
        "encode", "latin.csv", "--agency", "school", "--secret-file", "secret", "--encoder", "encoder.pub",
        "--matcher", "matcher.pub", "--out", "never",
    )  # fmt: skip
    assert "Save it as “CSV UTF-8”" in done.stderr.decode()


def test_titles_may_be_written_as_people_write_them(desk):
    text = "\ufeffFirst name,SURNAME,Dob,Notes\nAmina,Okafor,14/05/2012,secret note\n"
    assert encode(desk, text, "--out", "titled").returncode == 0


def test_an_encoded_question_tells_who_asks_and_nothing_else(desk):
    raw = desk.encode(AMINA)
    question = json.loads(raw)
    assert set(question) == {"format", "id", "agency", "day", "standard", "scheme", "for_encoder", "for_matcher"}
    for word in ("amina", "okafor", "lindqvist", "2012-05", "05-14"):
        assert word not in raw.decode().lower().replace(question["id"], "")


def test_every_question_has_the_same_size_and_the_same_child_never_the_same_question(desk):
    one, again, other = desk.encode(AMINA), desk.encode(AMINA), desk.encode(ELSIE)
    assert len(one) == len(again) == len(other)
    first, second = json.loads(one), json.loads(again)
    assert all(first[name] != second[name] for name in ("id", "for_encoder", "for_matcher"))


def test_what_is_written_can_be_read_by_its_owner_alone(desk):
    desk.encode(AMINA)
    for name in ("secret", "encoder", "matcher", "question"):
        assert stat.S_IMODE((desk.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((desk.folder / "encoder.pub").stat().st_mode) == 0o644


def test_a_key_or_secret_is_never_written_over(desk):
    before = (desk.folder / "secret").read_bytes()
    for kind in ("secret", "key"):
        done = desk.program(kind, "--out", "secret")
        assert done.returncode == 1 and "never written over" in done.stderr.decode()
    assert (desk.folder / "secret").read_bytes() == before


def test_a_secret_that_others_can_read_is_refused_with_what_to_do(desk):
    open_to_all = desk.folder / "open-secret"
    open_to_all.write_bytes((desk.folder / "secret").read_bytes())
    os.chmod(open_to_all, 0o644)
    done = encode(desk, "first_name,surname,dob\nAmina,Okafor,2012-05-14\n", "--secret-file", "open-secret")
    assert "Run: chmod 600" in done.stderr.decode()


@pytest.mark.parametrize(
    ("option", "says"), [("--encoder", "holds no public key"), ("--secret-file", "holds no secret")]
)
def test_a_file_of_another_kind_is_no_key(desk, option, says):
    wrong = desk.folder / "wrong"
    wrong.write_text("no key")
    os.chmod(wrong, 0o600)
    done = encode(desk, "first_name,surname,dob\nAmina,Okafor,2012-05-14\n", option, "wrong")
    assert done.returncode == 1 and says in done.stderr.decode()


def test_the_program_tells_to_whom_it_sealed(desk):
    done = encode(desk, "first_name,surname,dob\nAmina,Okafor,2012-05-14\n", "--out", "told")
    assert "Sealed to the encoder " in done.stdout.decode() and "Amina" not in done.stdout.decode()


def test_the_web_systems_own_python_has_no_encoding_library_and_says_where_it_is():
    with pytest.raises(LibraryMissing, match="make precheck"):
        Coder("k")
