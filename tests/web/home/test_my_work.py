"""“My work”: what is due, late and waiting in sections; below them a card for each place that the role may go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.asking import Asked
from alongside.partners.models import MemberNotice
from alongside.partners.posting import Notice, tell_members
from alongside.partners.roles import Permission
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support.actions import asking, exporting, planning, raising, triage
from alongside.support.actions.cases import take_case
from alongside.support.actions.encompass_answering import acknowledge
from alongside.support.actions.sessions import plan_session
from alongside.support.models import AgendaItem, Concern
from alongside.support.queries import in_hand
from alongside.support.queries.in_hand import Due
from alongside.web.home import cards, sections
from alongside.web.home.cards import card, cards_for
from alongside.web.home.cards.card import Card, to
from alongside.web.home.sections import sections_for, standing
from tests.cast import NOW, Cast, child, details, later
from tests.encompass import make_encompass, notice_of, take, told
from tests.own_views import make_plan
from tests.panels import invited, make_panel_world, on_panel, planned, proposed
from tests.programmes.world import world as programme_world
from tests.providers import make_provider_world, supported
from tests.residents import network, patrol, shown_post, wish
from tests.support.test_exports import give


def test_a_card_leads_only_to_what_the_role_may_open(cast: Cast, monkeypatch):
    provider = to("mfa_index", Permission.TRIAGE, "Concerns", "The queue.")
    monkeypatch.setattr(cards, "PROVIDERS", (provider, lambda viewer: None))
    assert cards_for(cast.viewer("triage")) == [Card("Concerns", "The queue.", "/account")]
    assert cards_for(cast.viewer("dsl")) == []


def test_a_card_shows_once_its_page_exists(cast: Cast):
    assert to("no-such-page", Permission.TRIAGE, "x", "y")(cast.viewer("triage")) is None


def test_the_start_page_shows_the_cards_with_their_counts(client, cast: Cast, monkeypatch):
    monkeypatch.setattr(cards, "PROVIDERS", (lambda viewer: Card("Concerns", "The queue.", "/account", "3 late"),))
    client.force_login(cast.members["triage"], backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/").content.decode()
    assert "3 late" in text and 'href="/account"' in text and "Larkmere Council front door" in text


def test_a_role_without_work_here_is_told_so(client, cast: Cast, monkeypatch):
    monkeypatch.setattr(cards, "PROVIDERS", ())
    client.force_login(cast.members["triage"], backend="django.contrib.auth.backends.ModelBackend")
    assert "There is nothing here for your role yet." in client.get("/").content.decode()


def section(cast, name, title, at=NOW):
    return next((one for one in sections_for(cast.viewer(name, at)) if one.title == title), None)


def titles(one):
    return [line.task.title for line in one.lines]


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


def test_the_duty_worker_sees_what_waits_by_clock_and_what_is_late(cast, concern):
    danger = details(child=child("Noor"), in_danger_now=True)
    second = raising.raise_concern(details=danger, by=cast.viewer("other_dsl"), at=later(hours=1))
    queue = section(cast, "triage", "Concerns to decide", later(hours=2))
    assert (queue.due.total, queue.due.late) == (2, 0)
    assert titles(queue) == ["Noor Okafor-Lindqvist", "Amina Okafor-Lindqvist"]
    assert queue.lines[0].url == f"/triage/{second.reference}/" and queue.lines[0].task.clock.sentence
    assert section(cast, "triage", "Concerns to decide", later(days=9)).due.late == 2


def test_danger_comes_first_however_much_was_due_before_it(cast, concern, monkeypatch):
    danger = details(child=child("Noor"), in_danger_now=True)
    raising.raise_concern(details=danger, by=cast.viewer("dsl"), at=later(days=7))
    monkeypatch.setattr(in_hand, "MOST_COUNTED", 1)
    monkeypatch.setattr(in_hand, "COUNTED", Asked(in_hand._first))
    assert titles(section(cast, "triage", "Concerns to decide", later(days=7))) == ["Noor Okafor-Lindqvist"]


def test_what_waits_for_a_second_look_is_the_managers_and_not_the_workers(cast, concern):
    by = cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="acute", reason="As told.", by=by, at=NOW)
    version = Concern.objects.get(pk=concern.pk).version
    triage.decide_concern(
        reference=concern.reference, kind="no_action", rationale="As told.", version=version, by=by, at=NOW
    )
    assert section(cast, "triage", "Concerns to decide").due.total == 0
    assert section(cast, "triage", "For your second look") is None
    assert section(cast, "manager", "For your second look").due.total == 1


def test_the_referrer_sees_what_she_has_heard_nothing_of(cast, concern):
    waits = section(cast, "dsl", "Concerns without feedback")
    assert (waits.due.total, titles(waits)) == (1, ["Amina Okafor-Lindqvist"])
    assert section(cast, "other_dsl", "Concerns without feedback").due.total == 0


def test_requests_and_plans_are_with_the_agency_that_owes_them(cast, concern):
    by = cast.viewer("triage")
    asking.ask(
        reference=concern.reference, agency_code="police", groups=[FieldGroup.CONCERN], question="Known?", by=by, at=NOW
    )
    assert section(cast, "officer", "Requests for information").due.total == 1
    triage.rate(reference=concern.reference, level_code="complex", reason="As told.", by=by, at=NOW)
    version = Concern.objects.get(pk=concern.pk).version
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="As told.", version=version, by=by, at=NOW
    )
    day = NOW.date()
    plan = planning.start_plan(
        concern_reference=concern.reference, lead_username="triage", reason="Safe.", by=by, at=NOW,
        first_review_on=day.replace(month=12),
    )  # fmt: skip
    planning.add_action(
        reference=plan.reference, what="A bus pass.", owner_agency="council", owner="Jo", due_on=day, by=by, at=NOW
    )
    assert section(cast, "triage", "Actions of plans").due == Due(1, 0, 1)
    assert section(cast, "triage", "Actions of plans", later(days=1)).due == Due(1, 1, 0)
    assert section(cast, "officer", "Actions of plans").due.total == 0


def test_a_case_is_nobodys_until_somebody_takes_it(cast):
    world = make_panel_world(cast)
    case = on_panel(world)
    assert section(world, "triage", "Cases that nobody has taken").due.total == 1
    take_case(reference=case.reference, worker="triage", by=world.viewer("triage"), at=NOW)
    assert section(world, "triage", "Cases that nobody has taken").due.total == 0
    mine = section(world, "triage", "Cases with you")
    assert (titles(mine), mine.lines[0].url) == (["Amina Okafor-Lindqvist"], f"/cases/{case.reference}/")
    assert section(world, "colleague", "Cases with you").due.total == 0
    assert section(world, "dsl", "Referrals without feedback").due == Due(1, 0, 0)


def test_whoever_sits_on_a_panel_sees_its_next_meeting(cast):
    world = make_panel_world(cast)
    meeting = planned(world)
    invited(world, proposed(world, meeting, on_panel(world)), "police")
    shown = section(world, "officer", "Meetings of your panels")
    assert (shown.due.total, shown.lines[0].url) == (1, f"/panels/meeting/{meeting.pk}/")
    assert AgendaItem.objects.get().case.record.names.first().given not in str(shown)


def test_the_outsider_has_nothing_to_do_and_is_told_so_kindly(cast, concern, as_member):
    assert all(one.due.total == 0 for one in sections_for(cast.viewer("outsider")))
    text = as_member("outsider").get("/").content.decode()
    assert "Nothing waits for you" in text and "Okafor" not in text


def test_a_restricted_child_is_in_no_section_and_no_count(cast, concern):
    restrict(person_id=concern.record.person_id, reason="Safety", cleared=[], by=cast.viewer("governance"), at=NOW)
    assert section(cast, "triage", "Concerns to decide").due.total == 0
    assert section(cast, "dsl", "Concerns without feedback").due.total == 0
    assert standing(cast.viewer("triage", later(days=30))).late == 0


def test_whoever_is_named_is_in_the_log_first_and_the_counts_log_nothing(cast, concern):
    before = Event.objects.count()
    standing(cast.viewer("triage"))
    assert Event.objects.count() == before
    section(cast, "triage", "Concerns to decide")
    event = Event.objects.latest("pk")
    assert (event.act, event.reason) == ("list", "my work: concerns to decide")
    assert [row.person_id for row in event.persons.all()] == [concern.record.person_id]


def test_the_summary_counts_what_the_page_shows(cast, concern):
    at = later(days=9)
    shown = sections_for(cast.viewer("triage", at))
    own = [one for one in shown if "without feedback" not in one.title]
    assert standing(cast.viewer("triage", at)).late == sum(one.due.late for one in own) == 1


def test_the_page_asks_no_more_questions_the_more_there_is_to_do(cast, concern, as_member):
    client = as_member("triage")

    def asked():
        client.get("/")
        with CaptureQueriesContext(connection) as questions:
            assert client.get("/").status_code == 200
        return len(questions)

    few = asked()
    for name in ("Noor", "Ines", "Sam", "Lou", "Max", "Kai"):
        raising.raise_concern(details=details(child=child(name)), by=cast.viewer("other_dsl"), at=NOW)
    assert asked() == few


def test_a_part_of_the_system_adds_a_section_with_one_line(cast, monkeypatch, as_member):
    made = sections.Section("Handovers", Due(2, 1), (), "/plans/", "All handovers", "None.")
    monkeypatch.setattr(sections, "SECTIONS", (lambda viewer: made, lambda viewer: None))
    text = as_member("dsl").get("/").content.decode()
    assert "Handovers" in text and "1 late" in text and "All handovers" in text


def test_the_frame_counts_what_is_not_read(cast, as_member):
    notice = Notice(NoticeKind.FEEDBACK, "CN-234-567", "/concerns/")
    tell_members(member_ids=[cast.members["dsl"].pk], notice=notice, at=NOW)
    client = as_member("dsl")
    assert '1<span class="govuk-visually-hidden"> not read' in client.get("/account").content.decode()
    assert client.get(f"/notices/{MemberNotice.objects.get().pk}/").headers["Location"] == "/concerns/"
    assert "not read" not in client.get("/account").content.decode()


def test_a_school_sees_what_it_has_to_acknowledge_and_by_when(cast):
    make_encompass(cast)
    take(cast, told(), told("Lou"))
    acknowledge(reference=notice_of("Lou").reference, by=cast.viewer("dsl"), at=NOW)
    one = notice_of()
    shown = section(cast, "dsl", "Domestic abuse notices to acknowledge")
    assert (shown.due.total, titles(shown)) == (1, ["Amina Okafor-Lindqvist"])
    assert shown.lines[0].url == f"/encompass/notices/{one.reference}/"
    assert Event.objects.latest("pk").purpose == "domestic_abuse_notice"
    late = one.due_at + timedelta(minutes=1)
    assert section(cast, "dsl", "Domestic abuse notices to acknowledge", late).due.late == 1
    assert standing(cast.viewer("dsl", late)).late == 1
    assert section(cast, "other_dsl", "Domestic abuse notices to acknowledge").due.total == 0
    assert section(cast, "outsider", "Domestic abuse notices to acknowledge") is None


def test_the_council_sees_its_queue_and_children_who_learn_at_home(cast):
    make_encompass(cast)
    take(cast, told(school_name=""), told("Lou", school_name="", home_educated=True))
    queue = section(cast, "triage", "Domestic abuse notices without a setting")
    assert (titles(queue), queue.lines[0].url) == (
        ["Amina Okafor-Lindqvist"], f"/encompass/queue/{notice_of().reference}/",
    )  # fmt: skip
    assert titles(section(cast, "triage", "Domestic abuse notices: children who learn at home")) == [
        "Lou Okafor-Lindqvist"
    ]
    assert section(cast, "dsl", "Domestic abuse notices without a setting") is None


def test_copies_to_destroy_stand_with_whoever_holds_them_and_name_nobody(cast):
    handed = give(cast, make_plan(cast))
    assert section(cast, "dsl", "Copies to destroy") is None
    exporting.recall(copy=handed.copy, reason="Wrong school.", by=cast.viewer("triage"), at=NOW)
    shown = section(cast, "dsl", "Copies to destroy")
    assert (shown.due.total, shown.lines[0].url) == (1, f"/copies/{handed.copy}/") and "Amina" not in str(shown)
    at = later(days=100)
    assert section(cast, "dsl", "Copies to destroy", at).due.late == 1
    own = [one for one in sections_for(cast.viewer("dsl", at)) if "without feedback" not in one.title]
    assert standing(cast.viewer("dsl", at)).late == sum(one.due.late for one in own)
    assert section(cast, "other_dsl", "Copies to destroy") is None


def test_a_session_is_to_be_written_down_on_its_day_and_late_from_the_next(cast, as_member, now):
    world = make_provider_world(cast)
    case = supported(world, at=later(days=-1))
    by = world.viewer("youth_worker", later(days=-1))
    key = uuid4()
    plan_session(
        reference=case.reference, key=key, starts_at=later(hours=-1), strand="safety", place="x", by=by, at=by.at
    )
    shown = section(world, "youth_worker", "Sessions to write down")
    assert (shown.due, titles(shown)) == (Due(1, 0, 1), ["Amina Okafor-Lindqvist"])
    assert shown.lines[0].url == f"/sessions/{case.reference}/planned/{key}/"
    assert as_member("youth_worker").get(shown.lines[0].url).status_code == 200
    assert section(world, "youth_worker", "Sessions to write down", later(days=1)).due == Due(1, 1, 0)
    assert standing(world.viewer("youth_worker", later(days=1))).late >= 1
    assert section(world, "mentor", "Sessions to write down") is None
    restrict(person_id=case.record.person_id, reason="x", cleared=[], by=world.viewer("manager"), at=NOW)
    assert section(world, "youth_worker", "Sessions to write down") is None


def test_residents_and_young_advisors_see_what_waits_for_them_and_nobody_else_does(cast):
    title, rota = "Somebody would like to join a network of yours", "Patrols of which nobody said how they went"
    wish(network(cast))
    patrol(cast, at=NOW - timedelta(days=1)), patrol(cast, at=NOW + timedelta(days=1))
    assert section(cast, "resident", title).due == Due(1) and section(cast, "young_advisor", title) is None
    assert section(cast, "young_advisor", rota).due == Due(1) and section(cast, "outsider", rota) is None


def test_a_public_question_without_an_answer_waits_for_whoever_answers_residents_and_then_is_late(cast):
    shown_post(cast)
    title = "Public questions to answer"
    assert section(cast, "community_officer", title).due == Due(1)
    assert section(cast, "community_officer", title, NOW + timedelta(days=60)).due == Due(1, 1)
    assert section(cast, "resident", title) is None


def test_whoever_runs_a_programme_sees_where_lessons_are_not_written_down_and_nobody_else_does(cast):
    programme_world(cast)
    at, title = NOW + timedelta(days=60), "Lessons that nobody wrote down"
    assert section(cast, "programme_lead", title, NOW - timedelta(days=60)) is None
    found = section(cast, "programme_lead", title, at)
    assert found.due.total > 0 and " of 1 class" in found.lines[0].task.title
    assert found.lines[0].url == "/programmes/of/life-skills/classes/?show=silent"
    assert section(cast, "teacher", title, at) is None and section(cast, "outsider", title, at) is None


def test_what_a_section_counts_no_card_counts_again(cast):
    make_encompass(cast)
    take(cast, told(), told("Lou", school_name=""))
    exporting.recall(copy=give(cast, make_plan(cast)).copy, reason="x", by=cast.viewer("triage"), at=NOW)
    counted = {card.title: card.count for name in ("dsl", "triage") for card in cards_for(cast.viewer(name))}
    for title in ("Domestic abuse notices", "Encompass: the officer’s queue", "Your copies"):
        assert counted[title] == ""


def test_what_is_urgent_stands_first_then_what_is_late_then_what_is_for_today(cast, monkeypatch):
    calm, today, late = (sections.Section(name, due, (), "/", "All", "") for name, due in (
        ("Calm", Due(9)), ("Today", Due(2, 0, 1)), ("Late", Due(1, 1)),
    ))  # fmt: skip
    urgent = sections.Counted("Urgent", lambda viewer: 1, "home", "All", is_urgent=True)
    nothing = sections.Counted("Nothing", lambda viewer: 0, "home", "All", is_urgent=True)
    made = [lambda viewer, one=one: one for one in (calm, today, late)]
    monkeypatch.setattr(sections, "SECTIONS", (*made, nothing, urgent))
    assert [one.title for one in sections_for(cast.viewer("dsl"))] == ["Urgent", "Late", "Today", "Calm"]


def test_a_card_on_which_something_waits_comes_first_and_an_empty_group_is_not_named(cast, monkeypatch):
    plain, waiting = Card("Plans", "", "/"), Card("Copies", "", "/", "1 to confirm")
    order = Card("Keys", "", "/", group=card.ORDER)
    monkeypatch.setattr(cards, "PROVIDERS", tuple(lambda viewer, one=one: one for one in (order, plain, waiting)))
    shown = cards.grouped(cards_for(cast.viewer("dsl")))
    assert shown == [(card.PEOPLE, [waiting, plain]), (card.ORDER, [order])]
