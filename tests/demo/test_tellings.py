"""The words of the demo's concerns: whole, and fit for a girl and for a boy."""

from dataclasses import astuple

import pytest

from alongside.demo import cast
from alongside.demo.notes import BY_GROUP
from alongside.demo.partnership import LEVELS
from alongside.demo.plan_stories import WORKERS
from alongside.demo.plots import TELLERS
from alongside.demo.stories import ANSWERERS
from alongside.demo.tellings import SCHOOL_PART, TELLINGS
from alongside.demo.wording import slots
from alongside.people.states import CHILD_ROLES, EventRole
from alongside.support.states import ActionState, Consent, DecisionKind

WORDS = {"friend": "Ada Low", "adult": "Bo Low", "street": "Tern Row", "place": "the quay", "high": "95", "low": "70"}


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda one: one.key)
@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_slot_is_filled_for_girl_and_boy(telling, sex):
    filled = [text.format_map(slots("Robin", sex, **WORDS)) for text in texts(astuple(telling))]
    assert not [text for text in filled if "{" in text or "}" in text]
    other = {"female": " himself", "male": " herself"}[sex]
    assert not [text for text in filled if other in text]


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda one: one.key)
def test_every_telling_can_be_told_worked_and_answered(telling):
    assert telling.tellers <= {*TELLERS, "school"} and telling.role in CHILD_ROLES
    assert telling.level in {level.code for level in LEVELS} and telling.decision in DecisionKind.values
    assert bool(telling.voice) != bool(telling.no_voice)
    assert (telling.consent == Consent.GIVEN) != bool(telling.why_no_consent)
    assert bool(telling.allegation) == bool(telling.allegation_by)
    assert all(role in EventRole.values for _, role, _ in telling.others)
    assert telling.asked is None or telling.asked.agency in ANSWERERS


@pytest.mark.parametrize("telling", [one for one in TELLINGS if one.plan], ids=lambda one: one.key)
def test_every_plan_has_the_child_s_words_and_actions_that_somebody_can_do(telling):
    assert any(is_childs_words for _, is_childs_words in telling.plan.goals)
    for todo in telling.plan.actions:
        assert todo.agency in {*WORKERS, SCHOOL_PART}
        assert todo.ending is None or todo.ending[0] in ActionState.values


def test_notes_fit_girl_and_boy_too():
    for group in BY_GROUP.values():
        for text in group:
            assert "{" not in text.format_map(slots("Robin", "male", **WORDS))


def test_the_cast_says_what_to_try_first():
    names = [one.username for one in cast.PEOPLE]
    assert len(set(names)) == len(names)
    first, *_, last = cast.NOTES
    assert (first, last) == ("priya", "corin")
    assert [order for order, _ in cast.NOTES.values()] == sorted(order for order, _ in cast.NOTES.values())
    assert set(WORKERS.values()) | set(ANSWERERS.values()) | set(TELLERS.values()) <= set(names)
