"""What nobody is shown and still might learn: from what is left over, from a difference, from words that only one
reason has, from the log, from what another was sent before."""

import csv
import io
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.exchange.concern_downloads import csv_lines
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import MemberNotice, Restriction
from alongside.partners.own_access import visitor
from alongside.people.actions import add_record
from alongside.people.disclosures import Filters, disclosures
from alongside.support.actions import encompass_answering, own_reading
from alongside.support.actions.affiliation import say_tie
from alongside.support.actions.handovers_documents import document_received, document_sent, list_document
from alongside.support.encompass_rules import told_to_police
from alongside.support.encompass_states import LIKE_RESTRICTED, NEEDS_A_PERSON, QueueReason
from alongside.support.handover_drafts import Destination
from alongside.support.models import ConcernDraft, SchoolNotice
from alongside.support.queries import encompass as notices
from alongside.support.queries.encompass_board import board
from alongside.support.queries.encompass_incidents import incident_page
from alongside.support.queries.handovers_counts import overview
from alongside.support.queries.handovers_page import handover_page
from alongside.support.queries.in_hand import due_in
from alongside.support.queries.origins import origin
from alongside.support.queries.own_reading import own_corrections
from alongside.support.queries.piles import ENCOMPASS_TO_ACKNOWLEDGE
from alongside.support.queries.scorecards import scorecard, scorecard_of
from alongside.support.small_counts import is_small, steps_told
from tests import encompass, handovers, own_views, providers
from tests.cast import NOW, child, later
from tests.encompass import NIGHT, notice_of

TODAY = NOW.date()


# Operation Encompass


@pytest.fixture
def police(cast):
    return encompass.make_encompass(cast)


def restricted_pupil(world):
    hers = add_record(
        draft=child(), holder=world.agencies["school"], source="form", by=world.viewer("dsl", NIGHT).actor, at=NIGHT,
        today=NIGHT.date(),
    )  # fmt: skip
    manager = world.viewer("manager", NIGHT)
    restrict(person_id=hers.person_id, reason="x", cleared=[manager.member_id], by=manager, at=NIGHT)


def words_to_police(world):
    """Everything that the force may read of its only notice, and its log, without what differs in any case."""
    viewer = world.viewer("officer", NIGHT)
    row = board(viewer).rows.rows[0]
    page = incident_page(viewer, row.incident_reference).children[0]
    logged = Event.objects.filter(subject_kind="encompass notice", act="disclose").values_list("reason", flat=True)
    return row.reason, row.standing, row.setting, [(one.what, one.words) for one in page.steps], list(logged)


def test_the_police_cannot_tell_a_restricted_child_from_a_school_without_a_lead(police, cast):
    restricted_pupil(police)
    encompass.take(police)
    assert SchoolNotice.objects.get().reason == QueueReason.RESTRICTED
    hidden = words_to_police(police)
    assert "restricted" not in str(hidden).casefold()
    told = {told_to_police(one) for one in LIKE_RESTRICTED}
    assert told == {NEEDS_A_PERSON} and {hidden[0]} == told and {QueueReason.RESTRICTED} < LIKE_RESTRICTED


def test_a_school_without_a_lead_reads_the_same_to_the_police(police):
    police.members["dsl"].is_active = False
    police.members["dsl"].save()
    encompass.take(police)
    assert SchoolNotice.objects.get().reason == QueueReason.NO_LEAD
    assert words_to_police(police)[0] == NEEDS_A_PERSON and words_to_police(police)[4] == [NEEDS_A_PERSON]
    assert "safeguarding lead" not in str(words_to_police(police))


def test_the_officer_still_reads_why_a_notice_waits(police):
    police.members["dsl"].is_active = False
    police.members["dsl"].save()
    encompass.take(police)
    assert notices.queue(police.viewer("triage", NIGHT)).rows[0].reason == QueueReason.NO_LEAD.label


@pytest.mark.parametrize("told", ["Zoe cried", "Zoë’s bed", "ZOE O'NEILL", "Zoé-Oneill", "‘Zoë’", "zoe o’neill's room"])
def test_a_siblings_name_is_taken_out_however_it_is_spelt(police, told):
    sibling = encompass.told("Zoë", "O’Neill", date(2014, 1, 1), school_name="Saltmarsh High")
    encompass.take(police, encompass.told(), sibling, circumstances=f"Amina hid. {told} and a door broke.")
    text = notices.notice_page(police.viewer("dsl", NIGHT), notice_of().reference).circumstances
    assert "Amina hid. " in text and "and a door broke." in text
    assert not any(one in text.casefold() for one in ("zo", "neill")) and "[another child]" in text


def test_a_name_in_another_script_is_taken_out_whole(police):
    sibling = encompass.told("নাদিয়া", "দাস", date(2014, 1, 1), school_name="Saltmarsh High")
    encompass.take(police, encompass.told(), sibling, circumstances="Amina and নাদিয়া দাস were upstairs.")
    text = notices.notice_page(police.viewer("dsl", NIGHT), notice_of().reference).circumstances
    assert text == "Amina and [another child] were upstairs."


def test_neither_school_learns_of_the_sibling_elsewhere_nor_acts_for_the_other(police):
    sibling = encompass.told("Bo", "Marsh", date(2014, 1, 1), school_name="Saltmarsh High")
    encompass.take(police, encompass.told(), sibling)
    dsl, theirs = police.viewer("dsl", NIGHT), notice_of("Bo").reference
    assert notices.received(dsl).total == due_in(dsl, [ENCOMPASS_TO_ACKNOWLEDGE])[0].total == 1
    for act in (encompass_answering.acknowledge, encompass_answering.open_notice, encompass_answering.draft_concern):
        with pytest.raises(Refused):
            act(reference=theirs, by=dsl, at=NIGHT)
    assert Event.objects.filter(subject_id=theirs, outcome="refused", agency_code="school").count() == 3
    assert notice_of("Bo").status == "sent" and notice_of("Bo").opened_at is None


def test_an_agreement_that_ends_in_the_middle_closes_page_list_count_and_acts(police):
    encompass.take(police)
    reference, after = notice_of().reference, NIGHT + timedelta(days=500)
    dsl = police.viewer("dsl", after)
    assert notices.received(dsl).total == due_in(dsl, [ENCOMPASS_TO_ACKNOWLEDGE])[0].total == 0
    with pytest.raises(Refused):
        notices.notice_page(dsl, reference)
    with pytest.raises(Refused):
        encompass_answering.acknowledge(reference=reference, by=dsl, at=after)


def test_a_concern_begun_twice_from_a_notice_is_one_draft(police):
    encompass.take(police)
    dsl = police.viewer("dsl", NIGHT)
    keys = {encompass_answering.draft_concern(reference=notice_of().reference, by=dsl, at=NIGHT) for _ in range(2)}
    assert len(keys) == ConcernDraft.objects.count() == 1


# Handovers


@pytest.fixture
def schools(cast):
    return handovers.make_handover_world(cast)


def test_the_numbers_do_not_tell_the_few_who_are_left_over(schools):
    for name in ("Ada", "Bo", "Cy", "Di", "Ed"):
        handovers.sent(schools, name)
    handovers.named(schools, "Flo")
    shown = {one.label: one.number for one in overview(schools.viewer("manager"), handovers.UP).counts}
    assert (shown["Named"], shown["Sent"]) == (6, None)


@given(st.lists(st.integers(0, 40), max_size=6).map(lambda found: sorted(found, reverse=True)))
def test_no_two_counts_that_are_shown_differ_by_a_few(counts):
    shown = [one for one in steps_told(counts) if one is not None]
    assert not any(is_small(abs(one - other)) for one, other in product([0, *shown], repeat=2))
    assert all(told in (None, count) for told, count in zip(steps_told(counts), counts, strict=True))


def test_the_case_a_handover_goes_on_from_is_in_the_log_shown_or_refused(cast):
    world = handovers.make_handover_world(providers.make_provider_world(cast))
    case = providers.supported(world)
    before = Event.objects.count()
    assert origin(world.viewer("youth_worker"), case.reference).given == "Amina"
    assert Event.objects.latest("pk").subject_id == case.reference and Event.objects.count() == before + 1
    for matter in (case.reference, "CS-2222-2222"):
        assert origin(world.viewer("outsider"), matter) is None
    refused = Event.objects.filter(outcome="refused", agency_code="outside")
    assert refused.count() == 2 and len(set(refused.values_list("reason", flat=True))) == 1


@pytest.fixture
def moved_on(schools):
    """With a document that went to the first receiver, who signed for it; then the child went elsewhere."""
    made = handovers.sent(schools)
    dsl, other = schools.viewer("dsl"), schools.viewer("other_dsl")
    paper = list_document(reference=made.reference, name="The file", is_protection_file=True, by=dsl, at=NOW)
    on = {"reference": made.reference, "document": paper.pk, "at": NOW}
    document_sent(how="By hand to Owen Trellick", sent_at=NOW, by=dsl, **on)
    document_received(who="Owen Trellick", received_at=NOW, by=other, **on)
    handovers.redirected(schools, made, Destination("provider"), at=later(hours=1))
    return made, paper


def test_a_later_receiver_does_not_read_who_had_a_document_before(schools, moved_on):
    made, paper = moved_on
    at = later(hours=2)
    shown = handover_page(schools.viewer("youth_worker", at), made.reference).documents[0]
    assert (shown.name, shown.sent_how, shown.received_by, shown.sent_at) == ("The file", "", "", None)
    worker = schools.viewer("youth_worker", at)
    with pytest.raises(Invalid, match="not down as sent yet"):
        document_received(
            reference=made.reference, document=paper.pk, who="Kez", received_at=at, by=worker, at=at
        )  # fmt: skip


def test_a_document_goes_once_more_to_the_later_receiver(schools, moved_on):
    made, paper = moved_on
    at = later(hours=2)
    on = {"reference": made.reference, "document": paper.pk, "at": at}
    document_sent(how="By courier", sent_at=at, by=schools.viewer("dsl", at), **on)
    found = document_received(who="Kez Marlow", received_at=at, by=schools.viewer("youth_worker", at), **on)
    assert (found.sent_how, found.received_by) == ("By courier", "Kez Marlow")
    assert Event.objects.filter(reason__contains="Owen Trellick", subject_id=made.reference).exists()


def test_who_was_never_told_is_not_told_that_it_was_taken_back(schools):
    made = handovers.named(schools)
    handovers.step(schools, made, "withdraw", by="dsl", reason="Named by mistake.")
    assert not MemberNotice.objects.filter(member=schools.members["other_dsl"]).exists()


# Providers


def test_what_is_written_of_ties_leaves_no_word_in_the_log_that_others_read(cast):
    world = providers.make_provider_world(cast)
    case = providers.supported(world)
    say_tie(
        reference=case.reference, said="Runs for older boys.", source="A neighbour", grade="told", said_on=TODAY,
        lapses_on=TODAY + timedelta(days=30), seen_by="agency", by=world.viewer("youth_worker"), at=NOW,
    )  # fmt: skip
    providers.marked(world, case)
    shown = disclosures(world.viewer("governance", later(days=60)), case.record.person_id, Filters())
    lines = [one.sentence for one in shown.rows if "wrote in the case" in one.sentence]
    assert len(lines) == 2 and len(set(lines)) == 1
    assert not any(word in str(shown.rows).casefold() for word in (" ties", "older boys", "neighbour", "gang member"))


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 2), TODAY), (date(2026, 10, 1), date(2026, 10, 30)), (TODAY, TODAY)]
)
def test_a_scorecard_is_of_whole_months_so_that_no_day_can_be_subtracted(cast, first, last):
    world = providers.make_provider_world(cast)
    with pytest.raises(Invalid, match="whole months"):
        scorecard_of(world.viewer("manager"), world.contract.reference, first_day=first, last_day=last)


def test_another_provider_reads_neither_case_nor_card(cast):
    world = providers.make_provider_world(cast)
    case = providers.supported(world)
    with pytest.raises(Refused):
        scorecard(world.viewer("mentor"), world.contract.reference)
    with pytest.raises(Refused):
        providers.session(world, case, by="mentor")


# The child's own view


@pytest.fixture
def young(cast):
    """Thirteen on the day after tomorrow."""
    plan = own_views.make_plan(cast, child=child("Bo", "Marsh", date_of_birth=date(2013, 11, 19)))
    own_views.let_show(cast, plan)
    return plan


def test_a_parents_link_closes_when_the_view_becomes_the_childs_own(cast, young):
    link = own_views.linked(cast, young, reader="parent", because="His mother, met at school")
    before, birthday = later(days=1), later(days=2)
    secret = own_views.open_with(link, at=before).secret
    assert secret and own_reading.enter(secret=secret, by=visitor(before), at=before)
    assert own_views.open_with(link, at=birthday) == own_reading.CLOSED
    late = own_views.open_with(link, at=birthday - timedelta(hours=10, minutes=5)).secret
    assert own_reading.enter(secret=late, by=visitor(birthday), at=birthday - timedelta(hours=9, minutes=59)) is None


def test_one_parent_does_not_read_what_the_other_asked(cast, young):
    mother = own_views.reading(own_views.linked(cast, young, reader="parent", because="His mother"))
    own_reading.ask_correction(
        reader=mother, about="plan", words="His father must not know where we are.", sent_key="a", by=mother.viewer,
        at=NOW,
    )  # fmt: skip
    assert len(own_corrections(mother.viewer, mother.link)) == 1
    father = own_views.reading(own_views.linked(cast, young, reader="parent", because="His father", key="k2"))
    assert own_corrections(father.viewer, father.link) == ()


# Restrictions, exports, the interface


def test_a_restriction_that_is_sent_twice_is_placed_once(cast):
    made = add_record(
        draft=child(), holder=cast.agencies["school"], source="form", by=cast.viewer("dsl").actor, at=NOW, today=TODAY
    )
    manager = cast.viewer("manager")
    for cleared in ([], [], [manager.member_id]):
        restrict(person_id=made.person_id, reason="Refuge", cleared=cleared, by=manager, at=NOW)
    assert Restriction.objects.count() == 2


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_of_a_copy_runs_as_a_formula(cell):
    assert next(csv.reader(io.StringIO("".join(csv_lines([[cell]])), newline=""))) == [f"'{cell}"]


@pytest.mark.parametrize("length", ["many", "-1", "²", "9" * 5000])
def test_a_length_that_is_no_number_gets_an_answer_and_no_failure(db, length):
    answer = Client().get("/api/v1/pathways", CONTENT_LENGTH=length)
    assert answer.status_code in (400, 413) and answer["Content-Type"] == "application/problem+json"
