"""What a needs assessment tells of waits, fairness and services: kept statements and the directory, and no child."""

import pytest

from alongside.audit.entries import Actor
from alongside.outcomes.actions.directory import bring_in_contracts
from alongside.outcomes.models import NeedsFigure
from alongside.support.measures.waits_keeping import keep_due_statements
from tests.cast import NOW
from tests.outcomes.assessed import drafted, make_borough
from tests.outcomes.listed import list_one
from tests.waits import make_waits, many


@pytest.fixture
def found(cast, tmp_path):
    make_borough(tmp_path)
    many(make_waits(cast), 260)
    keep_due_statements(at=NOW)
    list_one(cast.viewer("community_officer"))
    bring_in_contracts(by=Actor.system("work"), at=NOW)
    return {one.key: one for one in NeedsFigure.objects.filter(assessment__reference=drafted())}


def test_waits_come_from_the_kept_statement_with_their_interval(found):
    wait = found["camhs-wait-for-assessment"]
    assert wait.state == "shown" and "weeks" in wait.shown and wait.interval.startswith("95% interval")
    assert "statement of waits" in wait.source and wait.extracted.isoformat() == "2026-11-01"


def test_referrals_by_age_are_shown_or_held_back_and_never_small(found):
    ages = [one for key, one in found.items() if key.startswith("camhs-age-")]
    assert len(ages) == 4 and not [one for one in ages if one.value is not None and 0 < one.value < 5]


def test_no_name_and_no_reference_of_a_case_stands_in_any_figure(found):
    said = " ".join(f"{one.label} {one.shown} {one.source} {one.comparator} {one.why}" for one in found.values())
    assert "CS-" not in said and "Amina" not in said


def test_inequality_is_told_only_where_it_stands(found):
    fair = [one for key, one in found.items() if key.startswith("camhs-fair")]
    assert fair and all(one.section == "inequality" for one in fair)


def test_services_of_the_directory_are_counted(found):
    assert found["services"].value == 1 and "1 of them take people who ask" in found["services"].comparator
