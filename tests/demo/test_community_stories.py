"""The demo's year of residents, told to the cast: what an onlooker should find there."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from alongside.community.measures import community_figures, review_figures
from alongside.community.models import Moderation, ReviewStep
from alongside.community.queries import advisors, public
from alongside.demo import community_stories as told
from alongside.demo.life import Life
from alongside.demo.moments import Moments
from alongside.partners.models import Agency, Member
from alongside.partners.standing import Viewer
from tests.cast import NOW, Cast

ROLES = {
    told.OFFICER: "community_officer", told.RUNNER: "resident", told.ADVISOR: "young_advisor", told.SERGEANT: "sergeant",
    told.WORKER: "triage", told.COLLEAGUE: "colleague_officer",
}  # fmt: skip
SECONDS_OF_CPU = 3.0


@dataclass
class Town:
    cast: Cast
    moments: Moments = field(default_factory=lambda: Moments(NOW))
    life: Life = field(default_factory=lambda: Life(NOW))

    def viewer(self, username, at):
        return Viewer.of(self.cast.members[ROLES[username]], at=at)


@pytest.fixture
def town(cast):
    Agency.objects.create(code="housing", name="Larkmere Homes", kind="housing")
    cast.members["colleague_officer"] = Member.objects.create_member(
        username="delphine", name="Delphine Orr", agency=cast.agencies["council"], role="community_officer"
    )
    begun = time.process_time()
    told.let_residents_live(Town(cast))
    spent = time.process_time() - begun
    assert spent < SECONDS_OF_CPU, spent
    return cast


def test_a_year_has_answers_in_time_and_late_a_refusal_a_review_with_its_appeal_and_patrols(town):
    posts, _part = public.posts(at=NOW)
    assert {one.state.value for one in posts} == {"answered", "late", "shown"}
    assert any(one.was_late and one.answers for one in posts) and any(not one.was_late and one.answers for one in posts)
    assert Moderation.objects.filter(verdict="rejected", because="unkind").exists()
    assert Moderation.objects.filter(verdict="taken_down").exists() and "red van" not in str(posts)
    assert {"not_met", "appealed", "appeal_upheld", "held"} <= set(ReviewStep.objects.values_list("state", flat=True))
    assert any(one.is_late for one in public.priorities(at=NOW))
    assert len(public.networks()) == 3 and public.events(at=NOW)
    year = {"since": NOW - timedelta(days=365), "until": NOW}
    assert community_figures(**year).young_people_met > 100 and review_figures(**year).appeals == 1
    assert all(one.share.is_shown for one in advisors.surveys()[0].results if one.crowd == "young")
    assert sorted(bool(one.answers) for one in advisors.advice(at=NOW)[0]) == [False, True]


def test_the_rota_has_patrols_to_write_down_one_told_and_one_to_come(town):
    rota = advisors.rota(town.viewer("young_advisor"))
    assert [(one.is_owed, one.went) for one in rota] == [(False, None), (True, None), (True, None), (False, 3)]
    assert rota[0].starts_at > NOW
