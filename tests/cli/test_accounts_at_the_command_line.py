"""`alongside agency create` and `alongside account create`: the first people of a new installation."""

import getpass

import pytest
from django.core.management import CommandError, call_command

from alongside.audit.models import Event
from alongside.partners.models import Agency, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    call_command("agency", "create", "--code=front-door", "--name=Front door", "--kind=council", verbosity=0)
    return Agency.objects.get(code="front-door")


def make(**more):
    words = {"username": "t.wilk", "name": "Tomasz Wilk", "agency": "front-door", "role": "triage_worker", **more}
    call_command("account", "create", *(f"--{name}={value}" for name, value in words.items()))


def test_an_account_gets_a_one_time_password_that_is_shown_once(agency, capsys):
    make()
    said = capsys.readouterr().out
    password = said.split("shown only now: ")[1].splitlines()[0]
    member = Member.objects.get(username="t.wilk")
    assert member.check_password(password) and member.password_is_temporary
    assert member.agency == agency and member.role == "triage_worker"


def test_both_are_in_the_log_with_who_did_it(agency, capsys):
    make()
    made = Event.objects.filter(act="create", agency_code="system", holder_code="front-door").order_by("pk")
    assert [event.subject_kind for event in made] == ["agency", "account"]
    assert all("alongside" in event.actor_name and "create" in event.actor_name for event in made)


def test_on_a_terminal_the_password_is_asked_for_twice(agency, capsys, monkeypatch):
    typed = iter(["three quiet herons", "three quiet herons"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    make()
    assert Member.objects.get(username="t.wilk").check_password("three quiet herons")
    assert "herons" not in capsys.readouterr().out


def test_two_that_differ_make_no_account(agency, monkeypatch):
    typed = iter(["three quiet herons", "three quiet heron"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        make()
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agency": "nowhere"}, "There is no agency"),
        ({"role": "king"}, "is no role"),
        ({"username": "t wilk"}, "has no spaces"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_made(agency, wrong, said):
    with pytest.raises(CommandError, match=said):
        make(**wrong)
    assert not Member.objects.exists()


def test_a_username_is_taken_in_capitals_too(agency, capsys):
    make()
    with pytest.raises(CommandError, match="is taken"):
        make(username="T.Wilk")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--code=front door", "--name=Another", "--kind=council"], "letters, digits and hyphens"),
        (["--code=another", "--name=Another", "--kind=castle"], "is no kind of agency"),
        (["--code=front-door", "--name=Another", "--kind=council"], "already"),
        (["--code=another", "--name=Front door", "--kind=council"], "already"),
    ],
)
def test_an_agency_that_cannot_stand_is_not_made(agency, words, said):
    with pytest.raises(CommandError, match=said):
        call_command("agency", "create", *words)
    assert Agency.objects.count() == 1
