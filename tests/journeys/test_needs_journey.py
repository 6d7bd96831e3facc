"""Somebody finds help without an account; an analyst drafts and writes, the lead signs, everybody reads; the outsider does not."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.outcomes.models import ListedService, NeedsAssessment
from tests.areas.invented import keep, school
from tests.cast import NOW
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.outcomes.assessed import drafted, make_borough, signed, written
from tests.outcomes.listed import list_one

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def listed(cast):
    from alongside.areas.actions import load_schools

    keep(load_schools, [school("100001", "A", postcode="ZL1 9ZZ", easting=537_000.0, northing=189_000.0)])
    officer = cast.viewer("community_officer")
    list_one(officer, name="Clear Water", status="temporarily closed", alert="Closed until the spring. Phone.")
    return list_one(officer)


@pytest.fixture
def borough(cast, tmp_path):
    make_borough(tmp_path)
    return cast


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


@WIDTHS
def test_somebody_finds_help_near_her(listed, visit, picture, width):
    page = visit("/directory/", width=width)
    expect(page.get_by_text("In danger now?")).to_be_visible()
    good(page, picture, "directory-find")
    page.get_by_label("Or the first part of a postcode").fill("zl1")
    page.get_by_label("How old is the person?").fill("14")
    page.get_by_role("button", name="Find help").click()
    page.get_by_role("heading", name="the nearest to ZL1 first").wait_for()
    good(page, picture, "directory-found")
    page.get_by_role("link", name="The Boathouse").click()
    page.get_by_role("heading", name="How to get help").wait_for()
    expect(page.get_by_text("You can ask for help yourself.")).to_be_visible()
    good(page, picture, "directory-service")


def test_help_is_found_without_script_and_nothing_is_kept(listed, visit):
    page = visit("/directory/", width=PHONE, javascript=False)
    page.get_by_label("Or the first part of a postcode").fill("nowhere")
    page.get_by_role("button", name="Find help").click()
    page.get_by_text("We do not know where that is").first.wait_for()
    page.get_by_label("Or the first part of a postcode").fill("ZL1 2AB")
    page.get_by_role("button", name="Find help").click()
    page.get_by_role("heading", name="the nearest to ZL1 first").wait_for()
    page.get_by_role("link", name="The Boathouse").click()
    page.get_by_role("heading", name="How to get help").wait_for()
    assert page.context.cookies() == []


@WIDTHS
def test_a_community_officer_keeps_the_directory(listed, cast, visit, picture, width):
    page = visit("/", member=cast.members["community_officer"], width=width)
    page.get_by_role("link", name="Keep the directory of services").click()
    page.get_by_role("button", name="All is still true for Clear Water").wait_for()
    good(page, picture, "directory-keep")
    page.get_by_role("link", name="The Boathouse").click()
    page.get_by_role("button", name="Save").wait_for()
    good(page, picture, "directory-form")
    page.get_by_label("What does it do?").fill("A warm place after school, with tea.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The service is changed.").wait_for()
    assert ListedService.objects.filter(summary__contains="with tea").count() == 1


@WIDTHS
def test_a_needs_assessment_is_drafted_written_and_signed(borough, visit, picture, width):
    page = visit("/", member=borough.members["analyst"], width=width)
    page.get_by_role("link", name="Needs assessments").last.click()
    page.get_by_role("button", name="Draft one from the data").click()
    page.get_by_role("button", name="Draft it").wait_for()
    good(page, picture, "needs-draft")
    page.get_by_role("button", name="Draft it").click()
    page.get_by_text("is ready. Read each section").wait_for()
    good(page, picture, "needs-one")
    page.get_by_role("link", name="Write this section “Summary and priorities”").click()
    page.get_by_label("The text of this section").fill("It fell by 38%.")
    page.get_by_role("button", name="Keep this text").click()
    page.get_by_text("is typed by hand").first.wait_for()
    good(page, picture, "needs-section")
    page.get_by_label("The text of this section").fill("The walk home from school, [figure 4].")
    page.get_by_role("button", name="Keep this text").click()
    page.get_by_text("is kept.").wait_for()
    written_by_others(borough)
    page = visit(f"/needs/of/{NeedsAssessment.objects.get().reference}/", member=borough.members["lead"], width=width)
    page.get_by_role("button", name="Sign and publish").click()
    page.get_by_text("You sign for the partnership").wait_for()
    good(page, picture, "needs-sign")
    page.get_by_role("button", name="Sign and publish").click()
    page.get_by_text("Signed and published. Nothing of it changes any more.").wait_for()


def written_by_others(cast):
    from alongside.outcomes.actions.needs import save_section

    reference = NeedsAssessment.objects.get().reference
    for section in ("causes", "next"):
        save_section(
            reference=reference, section=section, text="As partners said.", version=1, by=cast.viewer("analyst"), at=NOW
        )


@WIDTHS
def test_anybody_reads_what_was_signed_and_follows_a_number_to_its_source(borough, visit, picture, width):
    reference = written(drafted(), borough.viewer("analyst"))
    signed(reference, borough.viewer("lead"))
    page = visit("/needs/published/", width=width)
    page.get_by_role("link", name="Larkmere").click()
    page.get_by_role("heading", name="Kinds of violence").first.wait_for()
    good(page, picture, "needs-public")
    page.get_by_role("link", name="[4] Violence and sexual offences").click()
    page.get_by_text("recorded-crime").wait_for()
    good(page, picture, "needs-figure")
    page.goto("/needs/answered/")
    page.get_by_text("No whole year has been counted yet").wait_for()
    good(page, picture, "needs-answered")


def test_the_outsider_reads_no_draft(borough, visit):
    reference = drafted()
    for path in (f"/needs/of/{reference}/", f"/needs/published/{reference}/", "/needs/"):
        page = visit(path, member=borough.members["outsider"], width=PHONE)
        assert not [word for word in ("132", "Ward C", "Hal Vey") if word in page.content()]
