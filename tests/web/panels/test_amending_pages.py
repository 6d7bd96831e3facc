"""What a panel did is put right in the browser, each on a small page of its own."""

import pytest

from alongside.support.models import Contribution
from tests.cast import NOW
from tests.panels import invited, make_panel_world, on_panel, planned, proposed, say
from tests.web.reading import text_of


@pytest.fixture
def item(cast):
    world = make_panel_world(cast)
    made = proposed(world, planned(world), on_panel(world))
    invited(world, made, "police", "health")
    return made


def test_an_agency_takes_its_words_back_after_its_invitation_has_ended(cast, item, as_member, refusals):
    told = say(cast, item, "officer", "Seen with a man.")
    path = f"/panels/case/{item.pk}/told/{told.pk}/take-back/"
    as_member("chair").post(f"/panels/case/{item.pk}/uninvite/", {"agency": "police", "reason": "Not their case."})
    officer = as_member("officer")
    assert officer.get(f"/panels/case/{item.pk}/").status_code == 403
    text = text_of(officer.get("/panels/told/"))
    assert "Seen with a man." in text and "Amina" not in text and item.case.reference not in text
    assert "Amina" not in text_of(officer.get(path))
    page = officer.post(path, {"reason": "Another girl."}, follow=True)
    assert "Taken back, because: Another girl." in text_of(page) and Contribution.objects.get().taken_back_at == NOW
    for name in ("outsider", "clinician"):
        assert as_member(name).get(path).status_code == 403
    assert refusals("outside") == 1


def test_a_role_that_sits_on_no_panel_finds_no_list_of_words(cast, item, as_member):
    assert as_member("analyst").get("/panels/told/").status_code == 403
    assert "told no panel anything" in text_of(as_member("outsider").get("/panels/told/"))
