"""One child, one story: a misspelt child's records found, a twin kept apart, a doubtful pair answered, a wrong link
taken apart and its readers told."""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.people.actions import add_record
from alongside.people.drafts import AddressDraft
from alongside.people.identity.pinned import pinned
from alongside.people.models import IdentityEvent, PairReview, QualitySample, SourceRecord
from alongside.support.actions import raising
from alongside.support.queries import triaging
from tests.cast import Cast, child, details
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.stated import FULL, keep

HOME = (AddressDraft("12 Quayside Mews, Larkmere", "LK1 2AB"),)
AMINA, HASAN, HUSNU = ((("nhs", number),) for number in ("999 123 4578", "999 320 3882", "999 000 0018"))


@dataclass
class Borough:
    """`concern`: about a girl whom four agencies know under four spellings. `wrong`: two boys in one."""

    cast: Cast
    concern: str
    amina: SourceRecord
    twins: tuple[SourceRecord, SourceRecord]
    wrong: list[SourceRecord]
    review: PairReview

    def person(self, record) -> str:
        return str(SourceRecord.objects.get(pk=record.pk).person_id)


@pytest.fixture
def borough(cast, transactional_db, monkeypatch):
    """Which pairs need a second reader is drawn by their numbers; here one answer settles each."""
    monkeypatch.setattr("alongside.people.actions.reviewing.needs_two", lambda review, today: False)
    now = timezone.now()

    def add(agency, given, family, born, numbers, *, days=30, **more):
        return add_record(
            draft=child(given, family, date_of_birth=born, numbers=numbers, **more), holder=cast.agencies[agency],
            source="file", by=cast.members["officer"].actor, at=now - timedelta(days=days), today=now.date(),
        )  # fmt: skip

    born = date(2012, 5, 14)
    for agency, given, family in (
        ("police", "Ameena", "Okafor"), ("provider", "Amina", "Lindqvist"), ("other_school", "Okafor", "Amina"),
    ):  # fmt: skip
        add(agency, given, family, born, AMINA)
    wrong = [add(agency, "Ayaan", "Warfane", date(2010, 2, 3), (("nhs", "999 700 0005"),), sex="male", addresses=HOME)
             for agency in ("school", "police", "council")]  # fmt: skip
    twins = (
        add("school", "Hasan", "Karadeniz", date(2011, 3, 2), HASAN, sex="male", addresses=HOME),
        add("police", "Hüsnü", "Karadeniz", date(2011, 3, 2), HUSNU, sex="male", addresses=HOME),
    )
    doubtful = [add(agency, "Ilse", "Marsh", date(2013, 7, 9), numbers, sex="female", addresses=HOME)
                for agency, numbers in (("police", HASAN), ("provider", AMINA))]  # fmt: skip
    review = PairReview.objects.get(one=doubtful[0], other=doubtful[1])
    told = details(
        child=child("Amena", "Okafor-Lindquist", date_of_birth=born, numbers=AMINA), in_danger_now=True,
        happened_on=now.date() - timedelta(days=1),
    )  # fmt: skip
    begun = perf_counter()
    concern = raising.raise_concern(details=told, by=cast.viewer("dsl", now), at=now)
    say(f"A concern was kept, and its child's records found, in {perf_counter() - begun:.3f} s")
    triaging.triage_page(cast.viewer("colleague", now), concern.reference)
    return Borough(cast, concern.reference, concern.record, twins, wrong, review)


def say(words):
    """A speed is told (`pytest -s`) and not asserted: other work shares the machine."""
    sys.stdout.write(f"\n{words}\n")


def press(page, name):
    page.get_by_role("button", name=name).click()


def notice(page) -> str:
    return page.locator(".govuk-notification-banner__content").inner_text()


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_a_misspelt_child_s_records_stand_together_in_four_agencies(visit, cast, borough, width, javascript):
    page = visit("/triage/", member=cast.members["triage"], width=width, javascript=javascript)
    begun = perf_counter()
    page.get_by_role("link", name="Amena Okafor-Lindquist").click()
    page.get_by_text("Identity: 4 records of 4 agencies").wait_for()
    say(f"The triage worker saw her records in four agencies after {perf_counter() - begun:.3f} s")
    page.get_by_role("link", name="See how they came together").click()
    table = page.locator("section", has=page.locator("#records")).inner_text()
    assert all(name in table for name in ("Ameena Okafor", "Amina Lindqvist", "Okafor Amina", "Amena Okafor-Lindquist"))
    page.get_by_text("By the computer").first.wait_for()


def test_a_twin_stands_alone(visit, cast, borough):
    one, other = map(borough.person, borough.twins)
    assert one != other
    page = visit(f"/identity/{one}/", member=cast.members["triage"])
    table = page.locator("section", has=page.locator("#records"))
    assert "Hasan" in table.inner_text() and "Hüsnü" not in table.inner_text()


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, False), (DESK, True)])
def test_a_doubtful_pair_is_answered_before_the_weight_is_shown(visit, cast, borough, width, javascript):
    page = visit("/", member=cast.members["triage"], width=width, javascript=javascript)
    page.locator(".al-card").get_by_role("link", name="Same child?").click()
    page.get_by_role("link", name="Ilse Marsh and Ilse Marsh").click()
    assert page.get_by_text("Bits").count() == 0
    row = page.locator("tr", has=page.get_by_role("rowheader", name="NHS number"))
    assert "Different" in row.inner_text()
    press(page, "Keep my answer")
    page.get_by_role("link", name="Say whether it is the same child").wait_for()
    if javascript:
        page.locator("h1").click()
        page.keyboard.press("2")
        assert page.get_by_label("Why").evaluate("field => field === document.activeElement")
        expect(page.get_by_label("Different children")).to_be_checked()
    else:
        page.get_by_label("Different children").check()
    page.get_by_label("Why").fill("Two numbers, and the schools know both girls.")
    press(page, "Keep my answer")
    assert notice(page).startswith("Your answer is kept. The records stay apart")
    page.get_by_role("heading", name="What the computer made of it").wait_for()
    assert page.get_by_role("row", name="Together").count() == 1


def test_the_keys_can_be_switched_off_and_stay_off(visit, cast, borough):
    page = visit(f"/identity/review/{borough.review.pk}/", member=cast.members["triage"])
    press(page, "Switch the keys off")
    page.reload()
    page.get_by_text("The keys 1, 2 and 3 are off.").wait_for()
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.get_by_label("The same child")).not_to_be_checked()


@pytest.mark.parametrize("way", ["ticks", "drag", "ticks without JavaScript"])
def test_a_wrong_link_is_taken_apart_and_its_readers_told(visit, cast, borough, way):
    path = f"/identity/{borough.person(borough.wrong[0])}/"
    visit(path, member=cast.members["colleague"])
    page = visit(path, member=cast.members["triage"], javascript=not way.endswith("JavaScript"))
    page.get_by_role("button", name="These are two children").click()
    page.get_by_text("1 member of 1 agency opened this child").wait_for()
    card = page.locator(".al-split__card", has_text="Larkmere Police")
    before = card.bounding_box()["x"]
    if way == "drag":
        card.drag_to(page.locator(".al-split__side--goes"))
    else:
        card.get_by_role("checkbox").check()
    expect(card.get_by_role("checkbox")).to_be_checked()
    assert card.bounding_box()["x"] > before
    page.get_by_label("Why they are two children").fill("The police's boy is his cousin of the same name.")
    press(page, "Take them apart")
    assert notice(page) == "The records are two children now. Whoever read them before is told."
    assert borough.person(borough.wrong[1]) != borough.person(borough.wrong[0]) == borough.person(borough.wrong[2])

    reader = visit("/", member=cast.members["colleague"])
    reader.get_by_role("link", name="Records that changed hands").click()
    reader.get_by_text("was found to be of two children").wait_for()
    press(reader, "I have read this")
    reader.get_by_text("Nothing that you have read has changed hands.").wait_for()

    page.get_by_role("link", name="Undo this").first.click()
    page.get_by_label("Why it was wrong").fill("It is he after all.")
    press(page, "Undo it")
    assert notice(page).startswith("It is undone.")
    assert borough.person(borough.wrong[1]) == borough.person(borough.wrong[0])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_child_is_found_by_name_in_any_order_and_no_name_stands_in_the_address(visit, cast, borough, javascript):
    page = visit("/search/", member=cast.members["officer"], javascript=javascript)
    page.get_by_label("First name").fill("okafor")
    press(page, "Find")
    page.get_by_role("link", name="Enter a first and a last name").wait_for()
    page.get_by_label("Last name").fill("ameena")
    press(page, "Find")
    page.get_by_text("Found by: same names in another order").wait_for()
    assert page.url.endswith("/search/")


@pytest.mark.parametrize("javascript", [True, False])
def test_reviewers_judge_pairs_blind_to_measure_the_matching(visit, cast, borough, javascript):
    draw(borough)
    page = visit("/identity/", member=cast.members["triage"], javascript=javascript)
    page.get_by_role("link", name="Judge 2 pairs").click()
    for number, key in (("0 of 2", "1"), ("1 of 2", "2")):
        page.get_by_text(f"{number} pairs of this sample").wait_for()
        if javascript:
            page.locator("h1").click()
            page.keyboard.press(key)
            page.keyboard.press("Enter")
        else:
            page.get_by_label("The same child" if key == "1" else "Different children").check()
            press(page, "Keep it and show the next")
    page.get_by_text("You are through").wait_for()


def draw(borough):
    now = timezone.now()
    sample = QualitySample.objects.create(model_id=pinned(now).pk, drawn_at=now, by="x", seed=1, records=12)
    one, other, _ = borough.wrong
    sample.pairs.create(one=one, other=other, stratum="joined")
    sample.pairs.create(one=borough.twins[0], other=borough.twins[1], stratum="apart")


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, True), (DESK, False)])
def test_the_governance_officer_reads_the_quality_statement(visit, picture, cast, borough, width, javascript):
    keep(FULL, timezone.now())
    page = visit("/", member=cast.members["governance"], width=width, javascript=javascript)
    page.locator(".al-card").get_by_role("link", name="How well records are matched").click()
    page.get_by_text("99.6% (98.1% to 99.96%)").first.wait_for()
    page.get_by_text("stop automatic joining until it is understood").wait_for()
    check(page, picture, "identity-quality") if javascript else fits(page)
    page.get_by_role("link", name="The model’s card").click()
    page.get_by_text("The partnership writes this").first.wait_for()
    check(page, picture, "identity-model") if javascript else fits(page)


def test_the_statement_prints_as_a_document(visit, picture, cast, borough):
    keep(FULL, timezone.now())
    page = visit("/identity/quality/", member=cast.members["governance"])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).not_to_be_visible()
    expect(page.get_by_text("What is missing to 100% are false links")).to_be_visible()
    picture(page, "identity-quality-print")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_accessible_and_fits(visit, picture, cast, borough, width):
    draw(borough)
    amina, wrong = borough.person(borough.amina), borough.person(borough.wrong[0])
    event = IdentityEvent.objects.filter(decisions__record=borough.wrong[2]).get().pk
    worker = visit("/identity/", member=cast.members["triage"], width=width)
    pages = {
        "identity-queue": "/identity/", "identity-pair": f"/identity/review/{borough.review.pk}/",
        "identity-history": f"/identity/{amina}/", "identity-split": f"/identity/{wrong}/split",
        "identity-undo": f"/identity/{wrong}/events/{event}/undo", "identity-search": "/search/",
        "identity-concern": f"/triage/{borough.concern}/", "identity-who-else": f"/triage/{borough.concern}/who-else",
        "identity-measure": "/identity/measure/", "identity-twin": f"/identity/{borough.person(borough.twins[0])}/",
    }  # fmt: skip
    for name, path in pages.items():
        worker.goto(path)
        check(worker, picture, name)
    worker.goto(pages["identity-search"])
    worker.get_by_label("First name").fill("Ayaan")
    worker.get_by_label("Last name").fill("Warfane")
    press(worker, "Find")
    check(worker, picture, "identity-found")
    answered(worker, pages["identity-pair"])
    check(worker, picture, "identity-answered")
    worker.goto(pages["identity-split"])
    worker.get_by_role("checkbox").first.check()
    check(worker, picture, "identity-split-ticked")
    worker.get_by_label("Why they are two children").fill("Two boys.")
    press(worker, "Take them apart")
    worker.goto(f"/identity/{wrong}/")
    check(worker, picture, "identity-split-history")
    colleague = visit("/identity/notices/", member=cast.members["colleague"], width=width)
    check(colleague, picture, "identity-notices")


def answered(page, path):
    page.goto(path)
    page.get_by_label("The same child").check()
    page.get_by_label("Why").fill("The school confirms it.")
    press(page, "Keep my answer")


def check(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)
