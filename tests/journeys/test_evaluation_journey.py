"""Evaluations in a browser: asked without JavaScript on a phone, read at both widths, refused, worked again, claimed."""

import pytest

from tests.cast import make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.evaluated import drawn_study, evaluated, published, worked


@pytest.fixture
def cast(transactional_db):
    published()
    return make_cast()


def test_an_evaluation_is_asked_without_javascript_and_read(visit, picture, cast):
    page = visit("/evaluations/", member=cast.members["analyst"], width=PHONE, javascript=False)
    page.get_by_role("button", name="Ask for an evaluation").click()
    page.get_by_label("Did we cause it?").check()
    page.get_by_role("group", name="Where was something done?").get_by_label("Ward A").check()
    page.get_by_label("First month").select_option("2023-05")
    page.get_by_label("Last month").select_option("2023-10")
    picture(page, "evaluation-new")
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_text("It waits for its turn").wait_for()
    worked()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("heading", name="Did we cause it?").wait_for()
    page.get_by_text("consistent with an effect of the operation").first.wait_for()
    fits(page)


def test_the_answer_is_clean_at_both_widths_and_is_worked_again(visit, picture, cast):
    number = evaluated(cast.viewer("analyst"), picked=True).summary.id
    for width in (PHONE, DESK):
        page = visit(f"/evaluations/{number}/", member=cast.members["analyst"], width=width)
        page.get_by_role("heading", name="How far this goes").wait_for()
        accessible(page)
        fits(page)
        picture(page, "evaluation")
    page.get_by_role("button", name="Work it again").click()
    page.get_by_text("it waits, or is under way").wait_for()
    worked()
    page.reload()
    page.get_by_text("the same to the last digit").wait_for()
    page.get_by_role("button", name="State a claim").click()
    page.get_by_label("Where will it be said?").fill("Report to the partnership, June")
    page.get_by_label("Version of the definition").fill("MPS groups of 2022")
    page.get_by_role("button", name="Keep this claim").click()
    page.get_by_role("heading", name="Claim 1").wait_for()
    accessible(page)
    picture(page, "evaluation-claim")


def test_a_refusal_is_as_clear_as_an_answer(visit, picture, cast):
    number = evaluated(cast.viewer("analyst"), first="2022-12").summary.id
    for width in (PHONE, DESK):
        page = visit(f"/evaluations/{number}/", member=cast.members["lead"], width=width)
        page.get_by_role("heading", name="The counts cannot answer this").wait_for()
        accessible(page)
        fits(page)
        picture(page, "evaluation-refused")
    page = visit("/evaluations/", member=cast.members["lead"])
    page.get_by_text("Because a baseline of 5 months").wait_for()
    accessible(page)
    picture(page, "evaluation-list")


def test_a_drawn_place_has_its_map(visit, picture, transactional_db, tmp_path):
    cast = make_cast()
    number = drawn_study(cast.viewer("analyst"), tmp_path).summary.id
    for width in (PHONE, DESK):
        page = visit(f"/evaluations/{number}/", member=cast.members["analyst"], width=width)
        page.get_by_role("img", name="Where was looked").wait_for()
        accessible(page)
        fits(page)
        picture(page, "evaluation-drawn")
