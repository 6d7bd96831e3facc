"""A referrer chooses a provider, a youth worker keeps sessions on her phone, commissioner and provider read a scorecard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.support.actions.scorecards import draw_up_scorecard
from alongside.support.actions.sessions import plan_session
from alongside.support.models import CaseEntry
from tests.cast import NOW, later
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.providers import contract, make_provider_world, marked, referred, session, supported

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def world(cast):
    made = make_provider_world(cast, capacity=12)
    contract(made, "lantern", sex="male", title="Boys who run")
    return made


def good(page, picture, name, script=True):
    if script:
        accessible(page)
    fits(page)
    picture(page, name)


@WIDTHS
def test_a_referrer_chooses_from_the_directory(world, visit, picture, width):
    page = visit("/pathways/", member=world.members["dsl"], width=width)
    page.get_by_role("link", name="Which provider fits?").click()
    page.get_by_text("Say who it is for").click()
    page.get_by_label("Age", exact=True).fill("14")
    page.get_by_label("Sex", exact=True).select_option("female")
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("It is for boys and young men.").wait_for()
    good(page, picture, "provider-directory")
    page.get_by_role("link", name="Refer to Stepping Stones").click()
    page.get_by_label("First name").fill("Amina")
    page.get_by_label("Last name").fill("Okafor-Lindqvist")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Stepping Stones")).to_be_checked()
    fits(page)


@pytest.mark.parametrize(
    ("width", "script"), [(PHONE, True), (PHONE, False), (DESK, True)], ids=["phone", "phone without script", "desk"]
)
def test_a_youth_worker_keeps_sessions_on_a_phone(world, visit, picture, width, script):
    case = supported(world)
    marked(world, case)
    plan_session(
        reference=case.reference, key="6f3c1f5e-7a55-4f0e-9df0-3b4d1f6f2a11", starts_at=later(minutes=0), strand="safety",
        place="The library", by=world.viewer("youth_worker"), at=NOW,
    )  # fmt: skip
    page = visit("/sessions/", member=world.members["youth_worker"], width=width, javascript=script)
    good(page, picture, "session-board", script)
    page.get_by_role("button", name="Say who came").or_(page.get_by_role("link", name="Say who came")).first.click()
    page.get_by_label("Was not brought").check()
    page.get_by_label("If not: what got in the way?").select_option("unsafe")
    good(page, picture, "session-write", script)
    page.get_by_role("button", name="Keep it", exact=True).click()
    page.get_by_role("heading", name="Your next steps").wait_for()
    assert CaseEntry.objects.filter(use="session").count() == 1
    page.get_by_role("link", name="Say what you did").click()
    page.get_by_label("What did you do").fill("Rang her aunt; Thursday at school.")
    page.get_by_role("button", name="It is done").click()
    page.get_by_role("link", name="Amina Okafor-Lindqvist", exact=True).last.click()
    good(page, picture, "support", script)
    page.get_by_role("link", name="Outcomes at the end").click()
    good(page, picture, "support-outcomes", script)


@WIDTHS
def test_a_commissioner_draws_a_scorecard_up_and_the_provider_replies(world, visit, picture, width):
    for place in range(7):
        case = supported(world, f"Amina{place}")
        session(world, case, "came" if place else "not_brought", obstacle="" if place else "travel", at=NOW)
    card = f"/scorecards/{world.contract.reference}/?first_day=2026-11-01&last_day=2026-11-17"
    page = visit(card, member=world.members["manager"], width=width)
    assert "Amina" not in page.content()
    good(page, picture, "scorecard")
    page.get_by_role("button", name="Draw it up").click()
    page.get_by_text("The provider may reply until").first.wait_for()
    provider = visit("/scorecards/", member=world.members["youth_worker"], width=width)
    good(provider, picture, "scorecard-list")
    provider.get_by_role("table").get_by_role("link", name="Stepping Stones").click()
    provider.get_by_role("link", name="Reply to: Referrals").click()
    provider.get_by_label("Your reply").fill("Two came by word of mouth.")
    good(provider, picture, "scorecard-reply")
    provider.get_by_role("button", name="Keep the reply").click()
    provider.get_by_text("Two came by word of mouth.").wait_for()
    provider.get_by_role("button", name="We have no more to say").click()
    page.reload()
    page.get_by_role("button", name="Freeze our copy").click()
    page.get_by_text("Frozen on 17 November 2026").wait_for()
    good(page, picture, "scorecard-frozen")


@WIDTHS
def test_a_contract_is_read_and_changed(world, visit, picture, width):
    page = visit("/contracts/", member=world.members["manager"], width=width)
    good(page, picture, "contract-list")
    page.get_by_role("link", name="Stepping Stones").click()
    page.get_by_role("link", name="Agree new terms").click()
    page.get_by_label("Places: how many people at once").fill("15")
    page.get_by_label("Why").fill("Three more places.")
    good(page, picture, "contract-change")
    page.get_by_role("button", name="Keep the terms").click()
    page.get_by_text("Three more places.").wait_for()
    good(page, picture, "contract")


@WIDTHS
def test_the_outsider_is_refused_at_each_step(world, visit, width):
    case = referred(world)
    copy = draw_up_scorecard(
        reference=world.contract.reference,
        first_day=NOW.date().replace(day=1),
        last_day=NOW.date(),
        by=world.viewer("manager"),
        at=NOW,
    )
    page = visit("/", member=world.members["outsider"], width=width)
    for path in (
        f"providers/for/{case.reference}/", f"sessions/{case.reference}/", f"support/{case.reference}/", "sessions/",
        f"contracts/{world.contract.reference}/", f"scorecards/{world.contract.reference}/", f"scorecards/copy/{copy.pk}/",
    ):  # fmt: skip
        assert page.goto(f"/{path}").status == 403 and "Amina" not in page.content()
