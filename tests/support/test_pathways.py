"""Rating schemes and pathways are data, checked when they are made and in the log."""

import pytest

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.common.clocks import Allowance, Unit
from alongside.partners.errors import Invalid
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.pathways import Level, PathwayDraft, add_pathway, add_scheme
from alongside.support.models import Pathway, RatingLevel
from tests.cast import NOW

BY = Actor.system("test")
LEVELS = (
    Level("green", "Green", "Little"), Level("amber", "Amber", "More"),
    Level("red", "Red", "Most", Allowance(4, Unit.WORKING_HOURS)),
)  # fmt: skip


def draft(**changes):
    fields = {
        "code": "mash", "name": "MASH", "receiver": "council", "purpose": Purpose.SAFEGUARDING,
        "carries": frozenset({FieldGroup.CONCERN}), "scheme": "colours", "second_look_from": "amber",
    }  # fmt: skip
    return PathwayDraft(**{**fields, **changes})


@pytest.fixture
def scheme(cast):
    return add_scheme(code="colours", name="Colours", levels=LEVELS, by=BY, at=NOW)


def test_levels_keep_their_order_and_their_own_time_to_answer(scheme):
    rows = RatingLevel.objects.filter(scheme=scheme).values_list("code", "order", "request_amount")
    assert list(rows) == [("green", 1, 24), ("amber", 2, 24), ("red", 3, 4)]


def test_a_pathway_is_kept_with_its_clocks_and_is_in_the_log(scheme):
    made = add_pathway(draft=draft(decision=Allowance(8, Unit.WORKING_HOURS)), by=BY, at=NOW)
    assert (made.second_look_from, made.decision_amount, made.feedback_amount) == (2, 8, 3)
    assert Event.objects.filter(subject_kind="pathway", subject_id="mash", act="create").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"carries": frozenset()}, "carries"),
        ({"receiver": "nowhere"}, "receiver"),
        ({"second_look_from": "blue"}, "second_look_from"),
        ({"code": "front-door"}, "code"),
    ],
)
def test_a_pathway_that_cannot_stand_is_refused_and_not_kept(scheme, changes, field):
    with pytest.raises(Invalid) as refused:
        add_pathway(draft=draft(**changes), by=BY, at=NOW)
    assert refused.value.field == field and not Pathway.objects.filter(code="mash").exists()


@pytest.mark.parametrize("levels", [(), LEVELS[:1], (LEVELS[0], LEVELS[0])])
def test_a_scheme_needs_two_different_levels(cast, levels):
    with pytest.raises(Invalid):
        add_scheme(code="colours", name="Colours", levels=levels, by=BY, at=NOW)


def test_a_scheme_s_code_is_used_once(scheme):
    with pytest.raises(Invalid, match="already"):
        add_scheme(code="colours", name="Others", levels=LEVELS, by=BY, at=NOW)
