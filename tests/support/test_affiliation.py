"""What is said about ties to a group: sourced, graded, dated, lapsing by itself, open to challenge, and never a label."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

import alongside
from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused
from alongside.support.actions.affiliation import answer_challenge, challenge_tie, say_tie
from alongside.support.queries.affiliation import tie_at_hand
from alongside.support.queries.cases import case_page
from alongside.support.queries.outcomes import support_page
from tests.cast import NOW, later
from tests.providers import make_provider_world, supported

TODAY = NOW.date()


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def say(world, case, by="youth_worker", **changes):
    told = {
        "said": "Runs for older boys.", "source": "A neighbour", "grade": "told", "said_on": TODAY,
        "lapses_on": TODAY + timedelta(days=90), "seen_by": "agency",
    } | changes  # fmt: skip
    return say_tie(reference=case.reference, by=world.viewer(by), at=NOW, **told)


def seen(world, case, name, at=NOW):
    viewer = world.viewer(name, at)
    page = case_page(viewer, case.reference) if name == "dsl" else support_page(viewer, case.reference)
    return [one.said for one in page.ties]


WRONG = [
    ({"source": " "}, "source"), ({"grade": "sure"}, "grade"), ({"said": ""}, "said"),
    ({"said_on": TODAY + timedelta(days=1)}, "said_on"), ({"lapses_on": TODAY}, "lapses_on"),
    ({"lapses_on": TODAY + timedelta(days=400)}, "lapses_on"), ({"seen_by": "all"}, "seen_by"),
]  # fmt: skip


def test_nothing_is_written_without_source_grade_and_end(world, case):
    for wrong, field in WRONG:
        with pytest.raises(Invalid) as caught:
            say(world, case, **wrong)
        assert caught.value.field == field


def test_it_lapses_by_itself_and_then_stands_in_the_log_alone(world, case):
    tie = say(world, case)
    assert seen(world, case, "youth_worker", later(days=89)) == ["Runs for older boys."]
    assert seen(world, case, "youth_worker", later(days=90)) == []
    with pytest.raises(Refused):
        tie_at_hand(world.viewer("youth_worker", later(days=90)), tie.pk)
    row = Event.objects.get(reason="wrote in the case")
    assert "Runs for older boys." in row.body.text


@pytest.mark.parametrize(
    ("seen_by", "who"),
    [("worker", {"youth_worker"}), ("agency", {"youth_worker"}), ("referrer", {"youth_worker", "dsl"})],
)
def test_only_those_see_it_for_whom_it_was_written(world, case, seen_by, who):
    say(world, case, seen_by=seen_by)
    assert {name for name in ("youth_worker", "dsl") if seen(world, case, name)} == who


def test_sent_twice_it_stands_once(world, case):
    assert say(world, case) == say(world, case)


def test_a_challenge_is_answered_by_somebody_else_and_what_is_taken_back_is_gone(world, case):
    tie = say(world, case, seen_by="referrer")
    made = challenge_tie(tie=tie.pk, challenger="child", text="That is my cousin.", by=world.viewer("dsl"), at=NOW)
    with pytest.raises(Invalid, match="yourself"):
        answer_challenge(challenge=made.pk, end="stands", text="x", by=world.viewer("youth_worker"), at=NOW)
    shown = support_page(world.viewer("second_worker"), case.reference).ties[0]
    assert shown.is_challenged and shown.challenges[0].words == "That is my cousin."
    answer_challenge(challenge=made.pk, end="taken_back", text="So it is.", by=world.viewer("second_worker"), at=NOW)
    assert seen(world, case, "youth_worker") == [] and seen(world, case, "dsl") == []


def test_what_stands_keeps_the_challenge_beside_it(world, case):
    tie = say(world, case)
    made = challenge_tie(
        tie=tie.pk, challenger="advocate", text="Two years ago.", by=world.viewer("youth_worker"), at=NOW
    )
    answer_challenge(challenge=made.pk, end="stands", text="Seen in May.", by=world.viewer("second_worker"), at=NOW)
    shown = support_page(world.viewer("youth_worker"), case.reference).ties[0]
    assert shown.challenges[0].end_words == "Seen in May."


def test_nobody_else_reads_or_challenges_it(world, case):
    tie = say(world, case)
    for who in ("outsider", "mentor", "dsl", "manager"):
        with pytest.raises(Refused):
            tie_at_hand(world.viewer(who), tie.pk)
        with pytest.raises(Refused):
            challenge_tie(tie=tie.pk, challenger="child", text="x", by=world.viewer(who), at=NOW)
        with pytest.raises(Refused):
            say(world, case, by=who)


LABEL = re.compile(r"gang[\s_-]*member|member[\s_-]*of[\s_-]*a[\s_-]*gang|is_?gang|gang_?(flag|status|nominal)", re.I)


def test_no_field_of_any_model_calls_anybody_a_gang_member():
    named = [f"{model.__name__}.{field.name} {field.verbose_name}" for model in apps.get_models()
             for field in model._meta.local_fields]  # fmt: skip
    assert [one for one in named if LABEL.search(one)] == [] and len(named) > 300
    flags = [one for one in named if one.startswith(("Person.", "SourceRecord.")) and "gang" in one.lower()]
    assert flags == []


def test_no_page_list_or_pathway_calls_anybody_a_gang_member():
    root = Path(alongside.__file__).parent
    texts = [path for kind in ("*.html", "*.py", "*.toml", "*.js") for path in root.rglob(kind)
             if "vendor" not in path.parts]  # fmt: skip
    assert [str(path) for path in texts if LABEL.search(path.read_text(encoding="utf-8"))] == []
    assert len(texts) > 300 and LABEL.search("a known gang member")
