"""The page of one operation's evaluations: the way to ask, what was asked, and nothing for whom it is closed."""

import pytest

from alongside.places.models import OperationStage
from tests.cast import NOW
from tests.places.evaluated import worked
from tests.places.test_evaluations_of_operations import operation, world
from tests.web.reading import text_of

__all__ = ["world"]
ASKED = {"question": "cause", "sent_key": "0b9f1e36-3f43-4be6-9a3f-2a53f1c9a002"}


@pytest.mark.usefixtures("world")
def test_an_operation_is_evaluated_by_what_it_locked_and_found_from_its_own_page(cast, as_member):
    page = f"/evaluations/operation/{operation().reference}/"
    analyst = as_member("analyst")
    assert "Nobody has evaluated it yet" in text_of(analyst.get(page))
    assert "as its protocol locked them" in text_of(analyst.get("/evaluations/new/?operation=SA-TST-001"))
    made = analyst.post("/evaluations/new/?operation=SA-TST-001", ASKED)
    worked()
    text = text_of(analyst.get(made.url))
    assert "The design was locked on 17 November 2026. It was kept to." in text and "SA-TST-001 Lapwing" in text
    assert "Answer (e)" in text_of(as_member("lead").get(page))
    assert "/evaluations/operation/SA-TST-001/" in analyst.get("/operations/SA-TST-001/").content.decode()


@pytest.mark.usefixtures("world")
def test_an_operation_that_has_not_begun_is_closed_to_other_agencies(cast, as_member):
    made = operation(stage="analysis", locked=False)
    page = f"/evaluations/operation/{made.reference}/"
    assert "not locked yet" in text_of(as_member("analyst").get(page))
    assert as_member("analyst").get(f"/evaluations/new/?operation={made.reference}").status_code == 404
    assert as_member("sergeant").get(page).status_code == 403
    OperationStage.objects.create(operation=made, stage="response", reason="x", agency_code="council", by="x", at=NOW)
    assert as_member("sergeant").get(page).status_code == 200
    assert as_member("lead").get("/evaluations/operation/SA-NON-ONE/").status_code == 403
