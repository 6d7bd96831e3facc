"""Providers in the browser: chosen from the directory, sessions in a minute, contracts, scorecards with a reply."""

import re
from uuid import uuid4

import pytest

from alongside.support.contract_terms import Listed
from alongside.support.models import CaseEntry, CaseSession, Contract, NextStep, ScorecardCopy, TieAssertion
from alongside.web.providers.forms import TermsForm, _listed
from tests.handovers import make_handover_world
from tests.providers import contract, make_provider_world, marked, moved, referred, session, supported
from tests.web.reading import errors_in, text_of


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def fields(page, name):
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode())[0]


def hidden_in(page):
    """What the form sends along by itself."""
    return dict(re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.content.decode()))


def test_a_referrer_sees_who_fits_and_why_another_does_not(world, as_member):
    contract(world, "lantern", sex="male")
    text = text_of(as_member("dsl").get("/providers/?age=14&sex=female"))
    assert "Refer to Stepping Stones" in text and "It is for boys and young men." in text
    assert "Refer to The Lantern Yard" not in text


def test_the_directory_for_a_child_at_hand_takes_age_and_sex_from_her_record(world, case, as_member):
    text = text_of(as_member("dsl").get(f"/providers/for/{case.reference}/"))
    assert "For Amina Okafor-Lindqvist" in text and "Stepping Stones" in text


def test_from_a_case_the_child_goes_along_to_the_directory_and_from_there_to_the_form(world, case, as_member):
    client, here = as_member("dsl"), f"/providers/for/{case.reference}/"
    assert f'href="{here}"' in client.get(f"/pathways/?from={case.reference}").content.decode()
    onward = re.search(r'href="(/pathways/leaving-gangs/refer/\?to=[^"]+)"', client.get(here).content.decode()).group(1)
    assert "Amina" in client.get(onward.replace("&amp;", "&")).content.decode()


def test_the_form_of_a_referral_opens_with_the_provider_that_was_chosen(world, as_member):
    page = as_member("dsl").post(
        "/pathways/leaving-gangs/refer/?to=provider", {"given": "Noor", "family": "Haddad", "date_of_birth": "2010-1-1"}
    )
    assert re.search(r'value="provider"[^>]*checked', page.content.decode())


def test_the_form_of_a_referral_says_which_provider_takes_a_child_of_that_age(world, as_member):
    contract(world, "lantern", least_age=17, most_age=24)
    who = {"given": "Noor", "family": "Haddad", "date_of_birth": "2010-01-01"}
    client = as_member("dsl")
    text = text_of(client.post("/pathways/leaving-gangs/refer/", who))
    assert text.index("of 2 free.") < text.index("Does not fit: ")
    assert "Does not fit" not in text_of(client.post("/pathways/leaving-gangs/refer/", {**who, "date_of_birth": ""}))
    assert as_member("governance").post("/pathways/leaving-gangs/refer/", who).status_code == 403


def menu(page):
    return re.findall(r'govuk-service-navigation__link"[^>]*href="([^"]+)"', page.content.decode())


def test_sessions_and_who_waits_stand_in_the_menu_of_whoever_works_under_a_contract(world, as_member):
    worker, clinician = (menu(as_member(who).get("/")) for who in ("youth_worker", "clinician"))
    assert {"/sessions/", "/waits/"} <= set(worker) and worker.index("/sessions/") == 1
    assert "/waits/" in clinician and "/sessions/" not in clinician
    assert not {"/sessions/", "/waits/"} & set(menu(as_member("outsider").get("/")))


def test_a_session_is_written_down_with_two_taps_and_enters_once(world, case, as_member):
    client = as_member("youth_worker")
    url = f"/sessions/{case.reference}/"
    page = client.get(url)
    kept = {name: fields(page, name) for name in ("key", "happened_on-day", "happened_on-month", "happened_on-year")}
    sent = {**kept, "came": "late", "obstacle": "", "strand": "", "note": "", "happened_at": "9:30"}
    for _ in range(2):
        assert "Kept." in text_of(client.post(url, sent, follow=True))
    assert CaseEntry.objects.filter(use="session").count() == 1


def test_a_missed_session_asks_what_got_in_the_way_and_then_shows_the_next_step(world, case, as_member):
    client, url = as_member("youth_worker"), f"/sessions/{case.reference}/"
    sent = {
        "key": str(uuid4()), "came": "not_brought", "happened_on": "2026-11-17", "happened_at": "9:00", "obstacle": "",
    }  # fmt: skip
    assert "Say what got in the way" in errors_in(client.post(url, sent))["id_obstacle"]
    text = text_of(client.post(url, {**sent, "obstacle": "unsafe"}, follow=True))
    assert "Your next steps" in text and "Reach out another way" in text
    client.post(f"/sessions/next/{NextStep.objects.get().pk}/", {"outcome": "Rang her aunt."})
    assert NextStep.objects.get().outcome == "Rang her aunt."


def test_the_words_of_an_absence_depend_on_age_alone(world, case, as_member):
    text = text_of(as_member("youth_worker").get(f"/sessions/{case.reference}/"))
    assert "Was not brought" in text and "Did not attend" not in text


def test_a_session_is_planned_and_taken_off_again(world, case, as_member):
    client = as_member("youth_worker")
    client.post(
        f"/sessions/{case.reference}/plan/",
        {"key": str(uuid4()), "starts_on": "2026-11-20", "at": "16:00", "place": "Library", "strand": "safety"},
    )
    one = CaseSession.objects.get()
    assert "Library" in text_of(client.get("/sessions/"))
    client.post(f"/sessions/{case.reference}/planned/{one.pk}/drop/")
    assert not CaseSession.objects.exists()


def test_outcomes_are_marked_line_by_line(world, case, as_member):
    client, url = as_member("youth_worker"), f"/support/{case.reference}/outcomes/start/"
    assert "id_state_trusted" in errors_in(client.post(url, {"state_safer": "partly", "note_safer": ""}))
    client.post(url, {"state_safer": "partly", "note_safer": "", "state_trusted": "not", "note_trusted": "Nobody yet"})
    assert "Nobody yet" in text_of(client.get(f"/support/{case.reference}/"))


def test_what_is_said_is_shown_with_source_and_challenge_and_never_as_a_label(world, case, as_member):
    client = as_member("youth_worker")
    client.post(
        f"/support/{case.reference}/said/",
        {"said": "Runs for older boys.", "source": "A neighbour", "grade": "told", "said_on": "2026-11-10",
         "lapses_on": "2027-02-10", "seen_by": "referrer"},
    )  # fmt: skip
    tie = TieAssertion.objects.get()
    school = as_member("dsl")
    text = text_of(school.get(f"/cases/{case.reference}/"))
    assert "Source: A neighbour. Told by somebody else." in text and "gang member" not in text.lower()
    school.post(f"/said/{tie.pk}/challenge/", {"challenger": "child", "text": "That is my cousin."})
    challenge = tie.challenges.get()
    refused = client.post(f"/said/{tie.pk}/answer/{challenge.pk}/", {"end": "stands", "text": "x"})
    assert "You wrote it down yourself" in text_of(refused)
    as_member("second_worker").post(
        f"/said/{tie.pk}/answer/{challenge.pk}/", {"end": "taken_back", "text": "It was her cousin."}
    )
    assert "Runs for older boys" not in text_of(school.get(f"/cases/{case.reference}/"))


def test_a_contract_is_made_changed_and_shows_what_changed(world, as_member):
    client = as_member("manager")
    new = "/contracts/new/?pathway=leaving-gangs"
    page = client.get(new)
    sent = {
        "key": fields(page, "key"), "provider": "lantern", "title": "Gate to home",
        "starts_on": "2026-1-1", "starts_on-day": "1", "starts_on-month": "1", "starts_on-year": "2026",
        "ends_on-day": "31", "ends_on-month": "12", "ends_on-year": "2027", "least_age": "14", "most_age": "25",
        "sex": "male", "areas": "", "capacity": "6", "when_full": "wait", "price": "95.50", "price_unit": "session",
        "strands": ["safety"], "outcomes": "Has a home", "reason": "As tendered.",
    }  # fmt: skip
    for _ in range(2):
        client.post(new, sent)
    made = Contract.objects.exclude(pk=world.contract.pk).get()
    url = f"/contracts/{made.reference}/change/"
    assert "Nothing is different" in text_of(client.post(url, {**sent, "changes": "1"}))
    client.post(url, {**sent, "capacity": "8", "reason": "Two more.", "changes": "1"})
    text = text_of(client.get(f"/contracts/{made.reference}/"))
    assert "Places at once: 6 8" in text and "£95.50 a session held" in text
    stale = client.post(url, {**sent, "capacity": "9", "changes": "1"})
    assert "Somebody has changed this contract" in text_of(stale) and "Places at once: 8" in text_of(stale)


def test_a_contract_begins_with_its_pathway_and_offers_only_what_belongs_to_it(world, as_member):
    make_handover_world(world)
    client = as_member("manager")
    assert "Leaving gangs" in text_of(client.get("/contracts/new/"))
    assert "Primary to secondary" not in text_of(client.get("/contracts/new/"))
    text = text_of(client.get("/contracts/new/?pathway=leaving-gangs"))
    assert "The Lantern Yard" in text and "Saltmarsh High" not in text and "Money and debt" in text
    assert "Police safeguarding officer" in text and "Resident who runs a network" not in text
    assert as_member("dsl").get("/contracts/new/?pathway=leaving-gangs").status_code == 403


def test_a_line_of_outcomes_needs_no_code_and_keeps_the_one_that_it_has(world, as_member):
    form = TermsForm({"outcomes": "safer: Feels safe\nHas a stable home: her own"})
    assert [(one.code, one.label) for one in _listed(form.data["outcomes"])] == [
        ("safer", "Feels safe"), ("has-a-stable-home-her-own", "Has a stable home: her own"),
    ]  # fmt: skip
    assert _listed("بيت") == (Listed("line-1", "بيت"),)


def test_the_form_of_new_terms_shows_those_in_use(world, as_member):
    url = f"/contracts/{world.contract.reference}/change/"
    client = as_member("manager")
    page = client.get(url).content.decode()
    assert "safer: Feels and is safer" in page.replace("&#10;", "\n")


def test_the_provider_replies_before_the_commissioners_copy_is_frozen(world, case, as_member):
    commissioner, provider = as_member("manager"), as_member("youth_worker")
    card = f"/scorecards/{world.contract.reference}/"
    commissioner.post(card, {"first_day": "2026-11-01", "last_day": "2026-11-17"})
    copy = ScorecardCopy.objects.get()
    url = f"/scorecards/copy/{copy.pk}/"
    early = commissioner.post(f"{url}freeze/", follow=True)
    assert "may still reply" in text_of(early)
    provider.post(f"{url}reply/", {"figure": "attendance", "text": "The bus was on strike."})
    provider.post(f"{url}done/")
    commissioner.post(f"{url}freeze/")
    text = text_of(commissioner.get(url))
    assert "The bus was on strike." in text and "Frozen on 17 November 2026" in text
    assert provider.get(f"{url}reply/").status_code == 200
    late = provider.post(f"{url}reply/", {"figure": "", "text": "One more."})
    assert "The time for replies is over" in text_of(late)


def test_a_commissioner_sees_counts_and_no_child(world, case, as_member):
    session(world, case)
    text = text_of(as_member("manager").get(f"/scorecards/{world.contract.reference}/"))
    assert "Amina" not in text and case.reference not in text
    assert as_member("manager").get(f"/support/{case.reference}/").status_code == 403


@pytest.mark.parametrize("name", ["outsider", "mentor", "other_dsl", "analyst"])
def test_who_has_no_part_in_it_is_refused_at_each_step(world, case, as_member, name):
    client = as_member(name)
    paths = (f"sessions/{case.reference}/", f"support/{case.reference}/", f"support/{case.reference}/report/",
             f"contracts/{world.contract.reference}/", f"scorecards/{world.contract.reference}/")  # fmt: skip
    assert {client.get(f"/{path}").status_code for path in paths} == {403}


def test_the_end_report_is_read_and_the_referrer_told(world, case, as_member):
    moved(world, case, "end", {"report": "In college.", "says": "I am out."})
    text = text_of(as_member("youth_worker").get(f"/support/{case.reference}/report/"))
    assert "In college." in text and "I am out." in text and "Tell the referrer" in text


def test_an_ending_that_lacks_its_outcomes_leads_to_them(world, case, as_member):
    marked(world, case)
    here = f"/cases/{case.reference}/do/end/"
    client = as_member("youth_worker")
    typed = {**hidden_in(client.get(here)), "q_report": "In college.", "q_says": "I am out.", "reason": "It is done."}
    refused = client.post(here, typed)
    assert "Missing: Feels and is safer" in text_of(refused), errors_in(refused)
    assert "In college." in refused.content.decode()
    assert f'href="/support/{case.reference}/outcomes/end/"' in refused.content.decode()


def test_the_directory_asks_the_same_for_many_cases_as_for_few(world, as_member, queries):
    referred(world)
    few = queries(as_member("dsl"), "/providers/?age=14")
    for name in ("Noor", "Lena", "Sami"):
        referred(world, name)
    assert queries(as_member("dsl"), "/providers/?age=14") == few
