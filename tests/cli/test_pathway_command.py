"""`alongside pathway create`: who receives concerns in a new installation."""

import pytest
from django.core.management import CommandError, call_command

from alongside.audit.models import Event
from alongside.support.models import Pathway, RatingScheme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def council():
    call_command("agency", "create", "--code=council", "--name=Our Council", "--kind=council", verbosity=0)


def make(*more):
    call_command("pathway", "create", "--agency=council", *more)


def test_an_agency_receives_concerns_with_levels_and_clocks(capsys):
    make("--feedback=5 working days")
    made = Pathway.objects.select_related("receiver").get(code="front-door")
    assert made.receiver.name == "Our Council" and made.purpose_code == "safeguarding"
    assert (made.decision_amount, made.feedback_amount, made.feedback_calendar) == (1, 5, "working_days")
    assert [level.name for level in made.scheme.levels.all()] == ["Universal", "Vulnerable", "Complex", "Acute"]
    assert "Our Council receives concerns now" in capsys.readouterr().out


def test_the_partnerships_own_levels_come_from_a_file(tmp_path):
    path = tmp_path / "levels.csv"
    path.write_text(
        'code,name,meaning,answer_within\nlow,Low,"A little, early",2 working days\nhigh,High,Danger,4 working hours\n',
        encoding="utf-8-sig",
    )
    make(f"--levels={path}", "--second-look-from=high", "--scheme=Our thresholds")
    levels = RatingScheme.objects.get(name="Our thresholds").levels.all()
    assert [(one.code, one.order, one.request_amount) for one in levels] == [("low", 1, 2), ("high", 2, 4)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--agency=nowhere"], "There is no agency"),
        (["--second-look-from=huge"], "is no level"),
        (["--decision=soon"], "soon"),
        (["--levels=nowhere.csv"], "nowhere.csv"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_made(more, said):
    with pytest.raises(CommandError, match=said):
        make(*more)
    assert not Pathway.objects.exists() and not RatingScheme.objects.exists()


def test_a_second_front_door_is_refused():
    make()
    with pytest.raises(CommandError, match="already"):
        make()


def test_it_is_in_the_log_with_who_did_it():
    make()
    made = Event.objects.filter(subject_kind__in=["pathway", "rating scheme"])
    assert {event.agency_code for event in made} == {"system"} and made.count() == 2
