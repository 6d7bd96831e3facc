"""The waits in the browser: the queue for whoever works it, figures for whoever answers for them."""

import pytest

from alongside.audit.entries import Actor
from alongside.support.actions.pathway_versions import install
from alongside.support.measures.waits_keeping import keep_due_statements
from alongside.support.models import Case
from alongside.support.shipped import shipped
from tests.cast import NOW
from tests.handovers import make_handover_world
from tests.waits import make_waits, many, moved, referred
from tests.web.reading import text_of


@pytest.fixture
def waits(cast):
    return make_waits(cast)


@pytest.fixture
def stated(waits):
    many(waits, 150)
    keep_due_statements(at=NOW)
    return waits


def test_a_clinician_is_led_to_her_queue_and_sees_who_was_not_spoken_to(waits, as_member):
    case = referred(waits, 40)
    home = text_of(as_member("clinician").get("/"))
    assert "Who waits" in home and "Waiting, and not spoken to in time 1" in home
    page = as_member("clinician").get("/waits/", follow=True)
    text = text_of(page)
    assert "40 days" in text and "None since the referral" in text
    assert "1 child in this queue has not been spoken to in time" in text
    assert f"/cases/{case.reference}/write/welfare/" in page.content.decode()
    elsewhere = text_of(as_member("clinician").get("/waits/camhs/for-treatment/"))
    assert "in other queues: Waiting for triage, 1" in elsewhere and "other queues" not in text


def test_the_queue_of_those_not_spoken_to_can_be_empty(waits, as_member):
    referred(waits, 2)
    assert "has been spoken to in time" in text_of(as_member("clinician").get("/waits/camhs/triage/?overdue"))


def test_a_contact_is_written_down_from_the_queue(waits, as_member):
    case = referred(waits, 40)
    given = {"happened_on": "2026-11-16", "q_how": "phone", "q_words": "Well enough."}
    as_member("clinician").post(f"/cases/{case.reference}/write/welfare/", given)
    text = text_of(as_member("clinician").get("/waits/camhs/"))
    assert "16 Nov 2026" in text and "not been spoken to" not in text


def test_the_outsider_finds_no_queue_and_no_figures(stated, as_member, refusals):
    outsider = as_member("outsider")
    assert outsider.get("/waits/camhs/").status_code == 403 and outsider.get("/waits/figures/camhs/").status_code == 403
    assert "There is no queue here" in text_of(outsider.get("/waits/"))
    assert refusals("outside") == 2


def test_figures_show_each_number_with_period_interval_comparator_and_definition(stated, as_member):
    text = text_of(as_member("manager").get("/waits/figures/", follow=True))
    for words in ("Median: half", "The year before:", "95%", "twelve months to 1 November 2026", "What this counts",
                  "Closed before help", "Ethnic group", "92nd percentile"):  # fmt: skip
        assert words in text, words
    assert "Held back" in text


def test_without_a_statement_the_page_says_when_there_will_be_one(waits, as_member):
    assert "within the hour" in text_of(as_member("analyst").get("/waits/figures/camhs/"))
    assert "on the first of each month" in text_of(as_member("analyst").get("/equality/camhs/"))


def test_figures_cost_no_counting(stated, as_member, queries):
    assert queries(as_member("manager"), "/waits/figures/camhs/") <= 14


@pytest.mark.parametrize("path", ["/equality/camhs/", "/waits/figures/camhs/"])
def test_figures_stand_beside_the_name_of_the_partnership_and_never_of_the_software(stated, as_member, settings, path):
    assert settings.PARTNERSHIP == "This partnership"
    settings.PARTNERSHIP = "Larkmere together"
    page = text_of(as_member("analyst").get(path))
    assert "Larkmere together" in page.split("Sign out")[-1] and "Alongside:" not in page


def test_the_fairness_page_says_what_it_cannot_tell(stated, as_member):
    text = text_of(as_member("governance").get("/equality/", follow=True))
    assert (
        "Who is not referred at all." in text
        and "corrected together" in text
        and "compared with all the others" in text
    )


def test_the_referral_form_asks_for_fairness_apart_and_nobody_sees_it_on_the_case(waits, as_member):
    who = {"given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth": "2012-05-14"}
    form = as_member("dsl").post("/pathways/camhs/refer/", who)
    assert "Used only to check that we are fair" in text_of(form)
    given = {
        **who, "step": "2", "q_worry": "Panic.", "q_child_says": "Sleep.", "q_event": "no", "q_need": "trauma",
        "q_meanwhile": "Tutor", "consent": "given", "ethnic_group": "mixed", "send": "support",
    }  # fmt: skip
    text = text_of(as_member("dsl").post("/pathways/camhs/refer/", given, follow=True))
    assert "has your referral" in text and "Mixed or multiple" not in text
    moved(waits, Case.objects.get(), "accept")
    assert "Mixed or multiple" not in text_of(as_member("clinician").get("/waits/camhs/for-assessment/"))


def test_with_several_pathways_each_says_how_many_wait_and_handovers_are_not_among_them(waits, as_member, queries):
    make_handover_world(waits)
    text = text_of(as_member("clinician").get("/waits/", follow=True))
    assert "Who waits" in text and "Area to area" not in text
    document = next(one for one in shipped() if one["code"] == "hospital-navigator")
    install(document=document, receivers=["health"], change_note="x", by=Actor.system("t"), at=NOW)
    asked = queries(as_member("clinician"), "/waits/")
    for _ in range(2):
        referred(waits, 40)
    text = text_of(as_member("clinician").get("/waits/"))
    assert "2 people" in text and "Nobody" in text and "Not spoken to in time" in text
    assert queries(as_member("clinician"), "/waits/") == asked
    assert as_member("outsider").get("/waits/").status_code == 200
    assert "There is no queue here" in text_of(as_member("outsider").get("/waits/"))
