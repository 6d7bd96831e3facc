"""What the encoder and the matcher are given, and what they give away."""

import json
from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from alongside.precheck.errors import AnsweredBefore, Unopened
from alongside.precheck.matching import answer_once
from alongside.precheck.question import Question
from alongside.precheck.sealing import make_key, read_key, seal, unseal
from tests.precheck.conftest import AMINA

MATCH = ("match", "--key", "matcher", "--answered", "answered")
ROWS = [[2, "2012", "amina okafor", "05-14"], [1, "2011", "elsie thornbury", "02-02"]]


def lines(question, rows=ROWS):
    return question + b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def register(desk, question, rows=ROWS):
    return desk.program("register", "--key", "encoder", "--matcher", "matcher.pub", stdin=lines(question, rows))


def test_the_matcher_says_a_place_and_nothing_of_how_alike(desk):
    question = desk.encode({**AMINA, "surname": "Okafor"})
    sealed = register(desk, question).stdout
    done = desk.program(*MATCH, stdin=question + sealed)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"0002\n", b"")


def test_with_an_empty_register_nothing_is_found(desk):
    question = desk.encode(AMINA)
    done = desk.program(*MATCH, stdin=question + register(desk, question, []).stdout)
    assert done.stdout == b"0000\n"


def test_a_register_of_one_question_does_not_open_with_another(desk):
    one, other = desk.encode(AMINA), desk.encode(AMINA)
    done = desk.program(*MATCH, stdin=other + register(desk, one).stdout)
    assert (done.returncode, done.stdout) == (4, b"")


def test_a_question_is_answered_once_however_often_the_hub_asks(desk):
    """Else whoever rules the hub could narrow down the child by one made-up register after another."""
    question = desk.encode(AMINA)
    first = desk.program(*MATCH, stdin=question + register(desk, question).stdout)
    again = desk.program(*MATCH, stdin=question + register(desk, question, []).stdout)
    assert (first.returncode, again.returncode, again.stdout) == (0, 5, b"")


@pytest.mark.parametrize(("days", "may"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_question_is_answered_on_about_its_day_and_its_number_is_kept_no_longer(tmp_path, days, may):
    today = date(2026, 11, 17)
    asked = Question("0" * 32, "school", today + timedelta(days), "1", "1-x")
    (tmp_path / "2026-11-14 1").touch()
    (tmp_path / "2026-11-15 2").touch()
    with nullcontext() if may else pytest.raises(AnsweredBefore):
        answer_once(asked, tmp_path, today)
    if may:
        assert {path.name for path in tmp_path.iterdir()} == {"2026-11-15 2", f"{asked.day} {asked.id}"}
        with pytest.raises(AnsweredBefore):
            answer_once(asked, tmp_path, today)


def test_no_more_places_are_named_than_agencies_can_be_asked(desk):
    question = desk.encode(AMINA)
    far = [[201, "2012", "amina lindqvist okafor", "05-14"]]
    assert desk.program(*MATCH, stdin=question + register(desk, question, far).stdout).stdout == b"0000\n"


def test_the_sealed_register_shows_neither_names_nor_their_order(desk):
    question = desk.encode(AMINA)
    one, again = register(desk, question).stdout, register(desk, question).stdout
    assert one != again and len(one) == len(again) and b"amina" not in one


def test_the_encoder_refuses_codes_that_mean_something_else(desk):
    question = desk.encode(AMINA)
    scheme = json.loads(question)["scheme"].encode()
    assert register(desk, question.replace(scheme, b"1-another")).returncode == 3


@pytest.mark.parametrize("rows", [b"[1, 2012", b'["x", "2012", "a b", ""]\n', b"{}\n"])
def test_a_fault_shows_nothing_of_what_was_read(desk, rows):
    done = desk.program("register", "--key", "encoder", "--matcher", "matcher.pub", stdin=desk.encode(AMINA) + rows)
    said = done.stderr.decode()
    assert done.returncode == 1 and done.stdout == b"" and "Traceback" not in said and "2012" not in said


@pytest.fixture
def key(tmp_path):
    make_key(tmp_path / "key")
    return read_key(tmp_path / "key")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "1" * 32},
        {"agency": "police"},
        {"day": date(2026, 1, 2)},
        {"standard": "2"},
        {"scheme": "1-y"},
        {"part": "encoder"},
    ],
)
def test_a_sealed_part_is_tied_to_everything_that_stands_in_the_open(key, change):
    head = {"id": "0" * 32, "agency": "school", "day": date(2026, 1, 1), "standard": "1", "scheme": "1-x"}
    sealed = seal(b"code", key.public_key(), Question(**head).bound_to("matcher"))
    assert unseal(sealed, key, Question(**head).bound_to("matcher")) == b"code"
    part = change.pop("part", "matcher")
    with pytest.raises(Unopened):
        unseal(sealed, key, Question(**{**head, **change}).bound_to(part))
