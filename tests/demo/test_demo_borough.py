"""The demo borough as it is when it opens: every queue has life in it, and nothing in it is anybody's."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client

from alongside.audit.models import Event, Seal
from alongside.audit.publishing import read
from alongside.audit.verification import verify
from alongside.common.identifiers import nhs_number, unique_pupil_number
from alongside.demo import cast, mark
from alongside.demo.building import Plan, build
from alongside.outcomes.models import NeedsStep
from alongside.outcomes.queries import pledges, releases
from alongside.outcomes.queries.directory import Wanted, counts_by_topic
from alongside.outcomes.queries.directory import services as directory_services
from alongside.outcomes.queries.needs import published_needs, published_page
from alongside.partners.errors import Refused
from alongside.partners.key_reading import keys
from alongside.partners.models import Agency, Agreement, Member, Restriction
from alongside.partners.own_access import visitor
from alongside.partners.queries import agreements, ending_soon
from alongside.partners.standing import Viewer
from alongside.people import queries as people
from alongside.people.models import (
    IdentityEvent,
    PairReview,
    RecordAddress,
    RecordName,
    RecordNote,
    RecordNumber,
    Relationship,
    SourceRecord,
)
from alongside.people.quality import reading
from alongside.places import operating
from alongside.places.operation_states import Rung
from alongside.support.models import (
    Answer,
    Case,
    Concern,
    ConcernDraft,
    ConcernFile,
    Export,
    Feedback,
    Goal,
    Handover,
    HandoverStep,
    InformationRequest,
    OwnCorrection,
    OwnView,
    OwnVoice,
    Placement,
    PlanAction,
    PlanShare,
    Review,
    WaitsStatement,
)
from alongside.support.models import (
    Plan as SupportPlan,
)
from alongside.support.own_links import link_and_code
from alongside.support.queries import asking, contracts, directory, plans, referring, scorecards, triaging
from alongside.support.queries.own_reading import can_open
from alongside.support.queries.session_boards import session_board
from alongside.support.states import ActionState, ConcernStatus, PlanStatus
from docs.pictures import PICTURES

# Built once for the whole file, in a transaction that is undone; each test runs inside it.
pytestmark = pytest.mark.django_db


class Borough:
    def __init__(self, folder, now):
        self.folder, self.now = folder, now

    def viewer(self, username):
        return Viewer.of(Member.objects.get(username=username), at=self.now)


@pytest.fixture(scope="module")
def borough(django_db_setup, django_db_blocker, tmp_path_factory):
    # In working hours: at night no clock of the front door runs, and nothing is due in some minutes.
    folder, now = tmp_path_factory.mktemp("borough"), datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
    with django_db_blocker.unblock(), transaction.atomic():
        built = build(Plan("small", now, folder), lambda words: None)
        assert built.people > 560 and built.records > 1_400 and built.concerns >= 60
        yield Borough(folder, now)
        transaction.set_rollback(True)


def test_a_concern_stands_in_every_state(borough):
    counts = Counter(Concern.objects.values_list("status", flat=True))
    assert set(counts) == set(ConcernStatus.values)
    assert counts[ConcernStatus.HELD] == 2 and counts[ConcernStatus.SECOND_LOOK] == 2
    assert counts[ConcernStatus.IN_TRIAGE] >= 10 and counts[ConcernStatus.CLOSED] >= 25


def test_the_queue_has_danger_breaches_fresh_and_paused_clocks(borough):
    rows = triaging.queue(borough.viewer("tomasz")).rows
    assert [row.in_danger_now for row in rows[:2]] == [True, True]
    whole = [row for number in (1, 2, 3) for row in triaging.queue(borough.viewer("tomasz"), page=number).rows]
    clocks = " ".join(row.clock.sentence for row in whole if row.clock)
    assert "breached" in clocks and "paused" in clocks and ("due today" in clocks or "due tomorrow" in clocks)
    assert any(row.status == "Received" and (borough.now - row.received_at).seconds < 1_200 for row in rows)
    late = triaging.queue(borough.viewer("tomasz"), "awaiting-feedback").rows
    assert sum("breached" in row.clock.sentence for row in late) == 1


def test_a_concern_of_this_morning_shows_triage_the_flag_of_a_conference(borough):
    tomasz = borough.viewer("tomasz")
    rows = [row for number in (1, 2, 3) for row in triaging.queue(tomasz, page=number).rows]
    fresh = [row for row in rows if borough.now - row.received_at < timedelta(hours=1)]
    flags = [flag for row in fresh for flag in triaging.triage_page(tomasz, row.reference).flags]
    assert [(flag.pathway, flag.is_over, bool(flag.reference)) for flag in flags] == [("MARAC", False, True)]


def test_requests_wait_are_answered_and_withheld(borough):
    answers = set(Answer.objects.values_list("kind", flat=True))
    assert answers == {"told", "nothing_held", "withheld"}
    waiting = InformationRequest.objects.filter(answer__isnull=True)
    assert {row.agency.code for row in waiting} >= {cast.CAMHS, cast.POLICE, cast.HOSPITAL, cast.YOUTH_JUSTICE}
    first = asking.requests_to_answer(borough.viewer("ruth")).rows[0].clock.sentence
    assert "minutes left" in first or "due today" in first


def test_plans_have_goals_late_and_ended_actions_reviews_and_shares(borough):
    assert SupportPlan.objects.filter(status=PlanStatus.OPEN).count() >= 6
    assert SupportPlan.objects.filter(status=PlanStatus.CLOSED).count() == 2
    assert Goal.objects.filter(is_childs_words=True).count() >= 8 and PlanShare.objects.exists()
    states = set(PlanAction.objects.values_list("state", flat=True))
    assert states >= {ActionState.TO_DO, ActionState.DONE, ActionState.IMPOSSIBLE, ActionState.NOT_DONE}
    assert PlanAction.objects.filter(state=ActionState.TO_DO, due_on__lt=borough.now.date()).exists()
    assert Review.objects.exclude(child_voice="").count() >= 4
    assert plans.plans(borough.viewer("kez")).total >= 3


def test_the_first_person_to_try_finds_a_draft_and_unread_feedback(borough):
    priya = borough.viewer("priya")
    assert ConcernDraft.objects.filter(member__username="priya").count() == 1
    assert referring.unread_feedback_count(priya) >= 2
    statuses = {row.status for row in referring.own_concerns(priya).rows}
    assert statuses >= {"Received", "Being looked at", "Decided: feedback is on its way", "Feedback given"}
    assert Feedback.objects.filter(read_at__isnull=False).count() > 10


def test_the_held_concern_belongs_to_a_school_that_has_not_signed(borough):
    held = referring.own_concerns(borough.viewer("beatriz")).rows
    assert [row.is_held for row in held] == [True]
    shown = referring.own_concern(borough.viewer("beatriz"), held[0].reference)
    assert "No agreement in force" in shown.held_because


def test_agreements_stand_in_every_way_and_none_names_the_outsider(borough):
    ines = borough.viewer("ines")
    standings = {row.standing for row in agreements(ines)}
    assert standings == {"In force", "Ended", "Ending soon", "Withdrawn", "Waiting for signatures"}
    assert [row.reference for row in ending_soon(ines)] == ["LK-MI"]
    outsider = Agency.objects.get(code=cast.OUTSIDER)
    assert not Agreement.objects.filter(parties__agency=outsider).exists()


def test_the_outsider_was_refused_and_the_log_holds(borough):
    refused = Event.objects.filter(outcome="refused")
    assert refused.filter(agency_code=cast.OUTSIDER).count() >= 5
    assert not Event.objects.filter(agency_code=cast.OUTSIDER, outcome="allowed").exists()
    codes = set(Event.objects.values_list("agency_code", flat=True))
    results = [verify(code, published=read(borough.folder / "seals.jsonl")[code]) for code in codes]
    assert all(result.holds and not result.unsealed for result in results)
    assert Seal.objects.count() > 30


def test_the_log_was_written_in_the_order_of_time(borough):
    agencies = Event.objects.exclude(agency_code="system").order_by("pk").values_list("at", flat=True)
    times = list(agencies)
    out_of_order = sum(later < earlier for earlier, later in pairwise(times))
    # Agreements are each kept, signed and withdrawn before the next is looked at; and each part that is told after
    # the front door’s begins at its own first day. Inside a part time does not go back.
    assert out_of_order <= 15
    assert max(times) <= borough.now


def test_a_needs_assessment_is_signed_another_is_a_draft_and_the_directory_is_full(borough):
    (signed,), drafts = published_needs(), NeedsStep.objects.values("assessment").distinct().count()
    assert published_page(signed.reference).fits and drafts == 2
    assert directory_services(Wanted()).total == 11 and counts_by_topic()[0][1] == 0


def test_the_truth_names_somebody_for_every_record_and_matches_what_is_held(borough):
    truth = json.loads((borough.folder / "demo_truth.json").read_text())
    assert {int(key) for key in truth["records"]} == set(SourceRecord.objects.values_list("pk", flat=True))
    born = dict(SourceRecord.objects.values_list("pk", "date_of_birth"))
    for number, key in truth["records"].items():
        if key in truth["people"] and number not in truth["changes"]:
            assert born[int(number)].isoformat() == truth["people"][key][1]


def test_the_system_hardly_ever_joins_two_people_and_never_the_twins(borough):
    truth = {int(number): key for number, key in json.loads(truth_text(borough))["records"].items()}
    persons: dict[object, set[str]] = {}
    for number, person in SourceRecord.objects.values_list("pk", "person_id"):
        persons.setdefault(person, set()).add(truth[number])
    mixed = [keys for keys in persons.values() if len(keys) > 1]
    assert len(mixed) <= len(persons) / 200  # a mother and a daughter of one name at one address, for example
    names = {key: one[0] for key, one in json.loads(truth_text(borough))["people"].items()}
    assert not any({"Hasan Karadenizli", "Hüsnü Karadenizli"} <= {names.get(key) for key in keys} for keys in mixed)
    bases = Counter(IdentityEvent.objects.values_list("basis", flat=True))
    assert bases["model"] > 300 and bases["number"] > 20 and bases["human"] > 5


def truth_text(borough):
    return (borough.folder / "demo_truth.json").read_text()


def test_the_truth_is_not_in_the_database(borough):
    sent = SourceRecord.objects.values_list("as_sent", flat=True)
    assert not [row for row in sent if re.search(r"\b[ACN]\d{6}\b", json.dumps(row))]


def test_every_number_telephone_and_postcode_is_of_a_range_that_is_nobodys(borough):
    for number in RecordNumber.objects.filter(kind="nhs"):
        assert number.as_sent.startswith("999")
        assert number.value in ("", number.as_sent) and nhs_number(number.as_sent).is_good == bool(number.value)
    upns = RecordNumber.objects.filter(kind="upn").values_list("as_sent", flat=True)
    assert upns and all(unique_pupil_number(upn).is_good and upn[1:4] == "005" for upn in upns)
    phones = {*SourceRecord.objects.values_list("telephone", flat=True), *Agency.objects.values_list("telephone", flat=True),
              *Concern.objects.values_list("call_back", flat=True)} - {""}  # fmt: skip
    assert all(re.fullmatch(r"(07700 900|01632 960 ?)\d{3}", phone) for phone in phones)
    postcodes = set(RecordAddress.objects.values_list("postcode", flat=True))
    assert all(code.startswith("ZL") for code in postcodes)


def test_notes_are_kept_by_field_group_and_addresses_and_persons_are_protected(borough):
    groups = set(RecordNote.objects.values_list("field_group", flat=True))
    assert groups == {"education", "police", "social_care", "health", "housing", "youth_justice", "support"}
    assert RecordAddress.objects.filter(is_protected=True).count() >= 2
    assert RecordName.objects.filter(kind="other_script").count() > 10
    assert set(Relationship.objects.values_list("relation", flat=True)) == {"parent", "sibling"}
    restriction = Restriction.objects.get()
    assert [member.username for member in restriction.cleared.all()] == ["marian"]
    hidden = Concern.objects.get(record__person_id=restriction.person_id)
    assert hidden.reference in {row.reference for row in triaging.queue(borough.viewer("marian")).rows}
    assert hidden.reference not in {row.reference for row in triaging.queue(borough.viewer("tomasz")).rows}


def test_the_file_of_concerns_entered_its_good_rows_and_kept_its_bad_ones(borough):
    sent = ConcernFile.objects.get()
    assert (sent.state, sent.entered, sent.rejected) == ("done", 3, 3)
    assert Concern.objects.filter(holder__code=cast.POLICE, status=ConcernStatus.RECEIVED).count() >= 4


def test_everybody_in_the_cast_is_there_and_can_sign_in_with_the_demo_s_password(borough):
    members = {one.username: one for one in Member.objects.all()}
    assert set(cast.NOTES) <= set(members)
    assert members["priya"].check_password(cast.PASSWORD) and members["corin"].check_password(cast.PASSWORD)
    assert members["priya"].agency.name == "Elmsgate Academy"
    assert not any(one.password_is_temporary for one in members.values())


def test_the_database_is_marked_as_a_demo(borough):
    found = mark.found()
    assert (found.size, found.seed) == ("small", 1)
    assert mark.standing() is mark.Standing.DEMO


def test_the_waits_for_mental_health_support_make_a_curve_with_its_median_and_92nd_percentile(borough):
    body = WaitsStatement.objects.get(pathway__code="camhs").body
    for queue in body["queues"]:
        assert len(queue["curve"]) >= 5 and queue["median"]["weeks"] and queue["p92"]["weeks"], queue["label"]
        assert queue["curve"][-1][1] < 0.3 < 0.5 < queue["curve"][1][1]
    waiting = Case.objects.filter(pathway__code="camhs", stage_kind="waiting").values_list("stage", flat=True)
    assert all(waiting_there >= 5 for waiting_there in Counter(waiting).values()) and len(Counter(waiting)) == 3


def test_who_is_one_child_is_asked_answered_mistaken_put_right_and_measured(borough):
    tomasz, jo, ines = (borough.viewer(name) for name in ("tomasz", "jo", "ines"))
    assert people.review_count(tomasz) >= 1 and PairReview.objects.filter(state="settled").count() > 20
    assert {people.notice_count(one) for one in (tomasz, jo)} == {1}
    assert "was found to be of two children" in people.notices_for(jo)[0].sentence
    assert IdentityEvent.objects.filter(kind="split", basis="human").count() == 1
    body = reading.statement(ines).body
    assert body["overall"]["precision"]["pairs"] > 20 and len(body["by_group"]) >= 4 and body["batch"]


def test_handovers_stand_at_every_step_late_returned_and_over_the_border(borough):
    rows = Handover.objects.all()
    assert set(rows.values_list("state", flat=True)) >= {
        "named",
        "sent",
        "received",
        "accepted",
        "met",
        "done",
        "returned",
    }
    assert rows.filter(due_at__lt=borough.now, ended_at__isnull=True).exists() and rows.exclude(outside="").count() == 2
    assert {one.kind.code for one in rows} >= {"primary-to-secondary", "in-year-change", "turning-18"}
    held = json.loads(truth_text(borough))["records"]
    assert all(str(one.record_id) in held for one in rows)
    assert Event.objects.filter(outcome="refused", subject_kind="handover", agency_code="breakwater").exists()


def test_no_child_of_a_handover_had_moved_before_it_was_sent(borough):
    sent = HandoverStep.objects.filter(move="send").select_related("handover")
    assert len(sent) > 8
    late = [one.handover.reference for one in sent if one.happened_at.date() > one.handover.moves_on]
    assert late == []


def test_five_providers_work_under_contract_with_breaks_returns_refusals_and_a_reply(borough):
    marian, kez, priya = (borough.viewer(name) for name in ("marian", "kez", "priya"))
    assert len({one.provider for one in contracts.contracts(marian)}) == 5
    stages = Counter(Placement.objects.values_list("case__stage", flat=True))
    assert {"place", "paused", "released", "custody", "working", "ended", "referred"} <= set(stages)
    found = directory.directory(priya, age=15, sex="male")
    full = next(one for one in found.others if one.provider == "Tidewater Mentors")
    assert full.is_full and "Every place is taken" in full.reasons[-1] and found.fitting
    copies = [scorecards.copy_page(marian, one.id) for one in scorecards.copies(marian)]
    assert any(one.frozen_at and any(replies for _, replies in one.figures) for one in copies)
    assert len(session_board(kez, mine=False).to_come) == 2


def test_a_casework_system_sends_by_itself_and_a_lost_key_is_refused(borough):
    rows = {one.name: one for closed in (False, True) for one in keys(borough.viewer("petra"), closed=closed).rows}
    assert rows["Housing and benefits casework"].standing == "Expires soon"
    assert rows["Trial with a laptop"].standing == "Revoked"
    assert Concern.objects.get(source__startswith="interface").raised_by.name == "Key “Housing and benefits casework”"
    assert Event.objects.get(subject_kind="key", outcome="refused").reason == "the key was revoked"


def test_a_child_reads_her_own_view_another_link_is_locked_and_a_recalled_copy_is_not_confirmed(borough):
    live = OwnView.objects.get(locked_at__isnull=True)
    assert can_open(visitor(borough.now), link_and_code(live.pk).address)
    assert OwnView.objects.filter(locked_at__isnull=False, wrong_codes=5).count() == 1
    assert OwnCorrection.objects.filter(answer__isnull=True).count() == 1 == OwnVoice.objects.count()
    assert Export.objects.filter(kind="minutes", format="pdf").count() == 2
    assert Export.objects.filter(recalled_at__isnull=False, destroyed_at__isnull=True).count() == 1


def test_every_page_of_which_the_how_tos_show_a_picture_opens_for_its_member(borough, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: borough.now)
    clients: dict[str, Client] = {}

    def read(username, path):
        if username not in clients:
            clients[username] = Client()
            member = Member.objects.get(username=username)
            clients[username].force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        answer = clients[username].get(path)
        assert answer.status_code == 200, (username, path)
        return b"".join(answer).decode()

    for picture in PICTURES:
        assert "<h1" in read(picture.member, picture.address(read)), picture.name


def test_an_operation_is_over_one_is_under_way_with_late_work_and_one_has_just_begun(borough):
    bryn = borough.viewer("bryn")
    teal, curlew, lapwing = operating.operations(bryn)[0]
    assert [one.stage for one in (teal, curlew, lapwing)] == ["scanning", "response", "closed"]
    counts = {one.rung: one.total for one in operating.results_of(bryn, lapwing.reference)}
    assert [counts[rung] for rung in (Rung.ARRESTS, Rung.KNIVES, Rung.AWAITING)] == [70, 15, 17]
    told = operating.operation(bryn, lapwing.reference)
    assert told.first_locked.locked_at < told.stages[2].at and len(told.changes) == 1
    assert [one.standing.look for one in operating.power_queue(bryn)] == ["soon"]
    late = {one.doer_code: one.standing.is_late for one in operating.taskings_of(bryn, curlew.reference)}
    assert late == {"council": False, "housing": True, "stepping-stones": True}


def test_residents_read_what_somebody_signed_off_and_the_police_alone_their_own_part(borough):
    (answer,) = operating.answers_fit_to_publish()
    assert "lamps came late" in answer.we_did
    lapwing = operating.operations(borough.viewer("bryn"))[0][2].reference
    assert len(operating.police_only(borough.viewer("bryn"), lapwing)) == 2
    with pytest.raises(Refused):
        operating.operation(borough.viewer("corin"), lapwing)


def test_a_scoreboard_waits_for_its_second_pair_of_eyes_and_two_are_public(borough):
    noemi = borough.viewer("noemi")
    assert releases.waiting(noemi) == 1 and [one.number for one in releases.releases()] == [2, 1]
    waiting = next(one for one in releases.drafts(noemi)[0] if one.number == 3)
    told = releases.draft(noemi, waiting.id)
    assert told.why_not == "" and {"curtail", "treat", "support"} <= {one["domain"] for one in told.body["measures"]}
    assert len(pledges.pledges(noemi)) == 8 and pledges.unanswered(noemi) == 2
    assert any(one.standing == "no_evidence" for one in pledges.pledges(noemi))
    assert all(one.is_late(noemi.day) for row in pledges.pledges(noemi) for one in row.verdicts if not one.answers)
