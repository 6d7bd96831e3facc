"""A keeper of pathways adds a bank holiday in the browser, sees what it moved, and takes it back."""

import pytest

from alongside.common.bank_holidays import announce
from alongside.support.actions import raising
from alongside.support.actions.holiday_clocks import reckon_again
from alongside.support.models import AnnouncedHoliday
from tests.cast import NOW, details
from tests.web.reading import text_of

PAGE = "/pathways/keep/bank-holidays/"
DAY = {"day-day": "18", "day-month": "11", "day-year": "2026", "name": "State funeral"}


@pytest.fixture(autouse=True)
def no_day_stays_announced():
    yield
    announce([])


def test_a_day_is_added_seen_and_taken_back(cast, as_member):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    client = as_member("manager")
    assert "Being moved" in text_of(client.post(PAGE, DAY, follow=True))
    reckon_again(at=NOW)
    assert "1 deadline" in text_of(client.get(PAGE)) and "18 November 2026" in text_of(client.get(PAGE))
    kept = AnnouncedHoliday.objects.get().pk
    assert "Taken back by" in text_of(client.post(f"{PAGE}{kept}/take-back/", follow=True))


def test_a_day_that_has_passed_is_refused_beside_its_field(cast, as_member):
    page = as_member("manager").post(PAGE, {**DAY, "day-day": "2"})
    assert "The day has passed" in text_of(page)


@pytest.mark.parametrize("who", ["outsider", "dsl", "analyst"])
def test_nobody_else_opens_the_page(cast, as_member, who):
    assert as_member(who).get(PAGE).status_code == 403
