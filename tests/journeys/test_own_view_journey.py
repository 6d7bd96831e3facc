"""A worker gives a child her own view; the child reads, speaks and leaves; copies go out, are recalled and confirmed."""

import pytest
from django.utils import timezone

from alongside.support.models import Export
from alongside.support.own_links import link_and_code
from alongside.web.own.doors import OUT
from tests.cast import NOW, later
from tests.exchange.test_minutes_pdf import meeting  # noqa: F401 - a meeting that is over
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.own_views import let_show, linked, make_plan, wrong_code

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def good(page, picture, name, script=True):
    if script:
        accessible(page)
    fits(page)
    picture(page, name)


def worker_makes_a_link(page, picture, script):
    page.get_by_role("link", name="What the child sees of this plan").click()
    page.get_by_role("button", name="Say what it shows").click()
    page.get_by_label("What you do together").fill("We meet each Tuesday.\nWe get you home safe.")
    page.get_by_label("I want to sleep at home").check()
    page.get_by_label("Meet her at the gate").check()
    page.get_by_label("Elmsgate Academy: ").check()
    page.get_by_role("button", name="Keep it").click()
    good(page, picture, "own-shows", script)
    page.get_by_label("Why something is left out").fill("It names her cousin.")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Make a link").click()
    good(page, picture, "own-make", script)
    page.get_by_label("The child or young person").check()
    page.get_by_role("button", name="Make the link").click()
    good(page, picture, "own-worker", script)
    secrets = page.locator(".own-secret code").all_text_contents()
    return secrets[0], secrets[1]


def child_opens(page, code, picture, script):
    assert page.title() == "Notes"
    good(page, picture, "own-door", script)
    page.get_by_label("Code").fill("000001" if code != "000001" else "000002")
    page.get_by_role("button", name="Open").click()
    page.get_by_role("link", name="That is not the code").wait_for()
    assert page.title() == "Error: Notes"
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("heading", name="My plan").wait_for()
    good(page, picture, "own-plan", script)
    assert "Grace" not in page.content()


def child_speaks(page, picture, script):
    page.get_by_role("link", name="Who knows about me").click()
    page.get_by_role("heading", name="Elmsgate Academy").wait_for()
    good(page, picture, "own-knows", script)
    page.get_by_role("link", name="How is it going?").click()
    page.get_by_label("Up and down").check()
    page.get_by_label("Do you want to say more?").fill("They wait at the bus stop.")
    good(page, picture, "own-goes", script)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.get_by_role("link", name="Something is wrong").click()
    page.get_by_label("Who knows about me").check()
    page.get_by_label("What is wrong?").fill("I am at another school now.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("We are looking at it.").wait_for()
    good(page, picture, "own-wrong", script)


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, True), (PHONE, False)])
def test_a_child_reads_speaks_and_is_answered(cast, visit, picture, width, script):
    plan = make_plan(cast)
    page = visit(f"/plans/{plan.reference}/", member=cast.members["triage"], width=width, javascript=script)
    address, code = worker_makes_a_link(page, picture, script)
    phone = visit(address.split("/", 3)[3].join(("/", "")), width=PHONE, javascript=script)
    child_opens(phone, code, picture, script)
    child_speaks(phone, picture, script)
    page.goto("/own-views/")
    good(page, picture, "own-queue", script)
    page.get_by_role("link", name="Asks for a correction").click()
    page.get_by_role("link", name="Answer it").click()
    page.get_by_label("We changed it").check()
    page.get_by_label("What the child reads").fill("We put in your new school.")
    good(page, picture, "own-answer", script)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("button", name="I have read this").click()
    phone.get_by_role("link", name="Something is wrong").click()
    phone.get_by_text("We put in your new school.").wait_for()
    leaves(phone, script)


def leaves(phone, script):
    """Away by three keys or by the link; then neither the back button nor the address shows anything."""
    went = []

    def away(route):
        answer = route.fetch(max_redirects=0)
        went.append(answer.headers["location"])
        kept = {name: value for name, value in answer.headers.items() if name in ("set-cookie", "clear-site-data")}
        route.fulfill(body="<title>Weather</title>", content_type="text/html", headers=kept)

    phone.route("**/p/out/", away)
    if script:
        for _ in range(3):
            phone.keyboard.press("Escape")
    else:
        phone.get_by_role("link", name="Leave now").click()
    phone.wait_for_url("**/p/out/")
    phone.go_back()
    assert went == [OUT] and "My plan" not in phone.content() and "bus stop" not in phone.content()
    phone.goto("/p/")
    phone.get_by_role("heading", name="This page is closed").wait_for()


def test_wrong_codes_lock_the_link_and_the_outsider_is_refused(cast, visit, picture):
    plan = make_plan(cast)
    let_show(cast, plan)
    link = linked(cast, plan)
    phone = visit(f"/p/{link_and_code(link.pk).address}/", width=PHONE)
    for _ in range(5):
        phone.get_by_label("Code").fill(wrong_code(link))
        phone.get_by_role("button", name="Open").click()
    phone.get_by_role("heading", name="This page is closed").wait_for()
    good(phone, picture, "own-closed")
    page = visit(f"/own-views/{plan.reference}/", member=cast.members["triage"], width=PHONE)
    page.get_by_text("Locked: wrong codes").wait_for()
    good(page, picture, "own-locked")
    other = visit(f"/own-views/{plan.reference}/", member=cast.members["outsider"], width=PHONE)
    assert "Amina" not in other.content() and plan.reference not in other.locator("main").inner_text()


@WIDTHS
def test_a_copy_is_made_recalled_and_confirmed(cast, visit, picture, width):
    plan = make_plan(cast)
    page = visit(f"/copies/plan/{plan.reference}/", member=cast.members["triage"], width=width)
    good(page, picture, "copy-make")
    page.get_by_label("Who gets the copy?").select_option("dsl")
    page.get_by_label("Why is a file needed?").fill("Court on Friday.")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the copy").click()
    copy = Export.objects.get().copy
    assert made.value.suggested_filename == f"copy-{copy}.xlsx"
    keeper = visit("/copies/register/", member=cast.members["governance"], width=width)
    keeper.get_by_role("link", name=copy).click()
    keeper.get_by_role("button", name="Recall this copy").click()
    keeper.get_by_label("Why is it recalled?").fill("Sent too wide.")
    good(keeper, picture, "copy-recall")
    keeper.get_by_role("button", name="Recall this copy").click()
    good(keeper, picture, "copy-one")
    keeper.goto("/copies/register/?standing=recalled")
    good(keeper, picture, "copy-register")
    holder = visit("/copies/", member=cast.members["dsl"], width=width)
    good(holder, picture, "copy-mine")
    holder.get_by_role("link", name=copy).click()
    holder.get_by_role("button", name="Confirm that it is destroyed").click()
    holder.get_by_label("The file, every copy").check()
    good(holder, picture, "copy-destroyed")
    holder.get_by_role("button", name="Confirm that it is destroyed").click()
    holder.get_by_text("It is kept that the copy is destroyed").wait_for()


@WIDTHS
def test_the_chair_takes_the_minutes_as_pdf(cast, meeting, visit, picture, width, monkeypatch):  # noqa: F811
    monkeypatch.setattr(timezone, "now", lambda: later(days=8))
    page = visit(f"/panels/meeting/{meeting.pk}/minutes/", member=cast.members["chair"], width=width)
    good(page, picture, "minutes")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make a PDF copy").click()
    assert made.value.path().read_bytes().startswith(b"%PDF-1.7")
    page.reload()
    page.get_by_text("1 copy made by your agency").wait_for()
