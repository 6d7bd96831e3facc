"""Programmes in a browser: a lesson written down on a phone without script, figures and classes at both widths."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.areas import actions as areas
from alongside.programmes.actions import programmes as acts
from alongside.programmes.actions.starts import draw_starts
from alongside.programmes.drafts import DrawDraft, TargetDraft
from alongside.programmes.models import Programme
from alongside.programmes.states import Counted, Moment
from tests.areas.invented import keep, school
from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.programmes.test_measured import CODES
from tests.programmes.test_measured import keep as keep_points
from tests.programmes.test_starts import DRAFT, URNS
from tests.programmes.world import enrol, lesson_of, questionnaire, row, world, write


@pytest.fixture
def cast(transactional_db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_cast()


@pytest.fixture
def own(cast):
    return world(cast)


def test_a_lesson_is_written_down_on_a_phone_without_script(visit, picture, cast, own):
    page = visit("/", member=cast.members["teacher"], width=PHONE, javascript=False)
    page.get_by_role("link", name="7 Heron: lesson 3. Choices").click()
    page.get_by_role("heading", name="Lesson 3. Choices").wait_for()
    fits(page)
    picture(page, "programme-lesson")
    page.get_by_label("Yes, all of it").check()
    page.get_by_label("How many pupils were there?").fill("26")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Lesson 3 of 7 Heron is written down. Thank you.").wait_for()
    fits(page)
    picture(page, "programme-board")
    assert lesson_of(own, 3).head_count == 26


def test_a_mistake_is_told_at_its_field_and_a_missed_lesson_caught_up(visit, picture, cast, own):
    page = visit(f"/programmes/lessons/{lesson_of(own, 1).pk}/", member=cast.members["teacher"], width=PHONE)
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Say why").wait_for()
    accessible(page)
    picture(page, "programme-lesson-error")
    page.get_by_label("Why not, or why only in part?").select_option("teacher_away")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is written down").wait_for()
    page.goto(f"/programmes/lessons/{lesson_of(own, 1).pk}/")
    page.get_by_role("link", name="Catch it up on another day").click()
    page.get_by_label("Day", exact=True).fill("20")
    page.get_by_label("Month").fill("11")
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Plan the catch-up").click()
    page.get_by_text("Lesson 1 is caught up on Friday 20 November 2026.").wait_for()
    expect(page.get_by_text("(catch-up)")).to_be_visible()
    accessible(page)
    fits(page)
    picture(page, "programme-class")


def test_codes_are_drawn_and_a_name_among_them_is_refused(visit, picture, cast, own):
    questionnaire(cast)
    page = visit(f"/programmes/classes/{own.pk}/codes/", member=cast.members["teacher"], width=PHONE)
    page.get_by_role("button", name="Draw the codes").click()
    page.get_by_text("shown once and kept nowhere").wait_for()
    accessible(page)
    picture(page, "programme-codes")
    page.goto(f"/programmes/classes/{own.pk}/points/")
    page.get_by_label("Before the first lesson").check()
    page.get_by_label("Codes and points").fill("Amina Okafor 14")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Never write a pupil’s name").wait_for()
    accessible(page)
    fits(page)
    picture(page, "programme-points")


def filled(cast, own):
    """Figures with something in every part of the page."""
    lead = cast.viewer("programme_lead")
    target = TargetDraft(2026, 2026, 400, Counted.FINISHED, "The launch.")
    acts.set_target(code="life-skills", draft=target, by=lead, at=NOW)
    for number in (1, 2, 3):
        write(cast, own, number, heads=28 - number)
    questionnaire(cast)
    for moment, points in ((Moment.BEFORE, 20), (Moment.AFTER, 9)):
        keep_points(cast, own, moment, [(code, points + n % 4) for n, code in enumerate(CODES[:20])])


def drawn(cast):
    keep(areas.load_schools, [school(urn, f"School {urn}") for urn in URNS])
    enrol(cast, *[row(n, school_urn=urn, size=20 + n, offered_on=None) for n, urn in enumerate(URNS, start=2)])
    draw_starts(
        code="life-skills", draft=DrawDraft(2026, DRAFT.starts_on, 28), by=cast.viewer("programme_lead"), at=NOW
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_programme_manager_reads_what_is_missing_and_keeps_the_programme(visit, picture, cast, own, width):
    filled(cast, own)
    drawn(cast)
    page = visit("/", member=cast.members["programme_lead"], width=width)
    page.get_by_role("link", name="Programmes in schools").click()
    page.get_by_role("link", name="Life Skills").click()
    page.get_by_text("What is missing", exact=True).wait_for()
    for path, told in (
        ("", "How far pupils came"), ("change/", "This is not the programme’s effect"), ("starts/", "Sealed until"),
        ("classes/", "All classes"), ("keep/", "Version 1"), ("register/", "The columns"), ("keep/target/", "Who counts?"),
    ):  # fmt: skip
        page.goto(f"/programmes/of/life-skills/{path}")
        page.get_by_text(told).first.wait_for()
        accessible(page)
        fits(page)
        picture(page, f"programme-{path.strip('/').replace('/', '-') or 'reach'}")
    assert Programme.objects.count() == 1
