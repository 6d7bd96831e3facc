"""Handing over, page by page."""

import re
from datetime import date

import pytest

from alongside.support.handover_drafts import Destination
from alongside.support.models import Handover, HandoverDocument
from alongside.support.queries.handovers_counts import overview
from tests.cast import NOW
from tests.handovers import UP, accepted, make_handover_world, named, sent, step
from tests.web.reading import text_of

WHO = {"given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth": "2016-01-05"}
LIST = "First name\tLast name\tDate of birth\nAda\tMarsh\t27/3/2016\nBo\tQuill\t1/9/2015\n"
CLASS = {"group_name": "6 Heron", "names": LIST, "moves_on": "2027-09-01", "agency": "other-school"}
ROWS = {"step": "2", "sent_key": "k1", "c0-q_grade": "some", "c0-q_criteria": ["friends", "send"], "c1-q_grade": "most",
        "c1-q_criteria": "worker", "c0-agency": "other-school"}  # fmt: skip


@pytest.fixture
def world(cast):
    return make_handover_world(cast)


def test_a_primary_names_a_class_from_its_list_and_twice_names_once(world, as_member):
    client = as_member("dsl")
    assert "born 1 September 2015" in text_of(client.post(f"/handovers/class/{UP}/", CLASS))
    for _ in range(2):
        answer = client.post(f"/handovers/class/{UP}/", {**CLASS, **ROWS}, follow=True)
    assert "Named: 2 of 6 Heron" in text_of(answer) and Handover.objects.count() == 2
    ada = Handover.objects.get(record__names__given="Ada")
    assert ada.answers == {"grade": "some", "criteria": ["friends", "send"]} and ada.receiver.code == "other-school"
    assert "Bo Quill" in text_of(client.get("/handovers/list/nowhere/"))


@pytest.mark.parametrize(
    ("names", "told"),
    [("Ada Marsh 27/3/2016", "Line 1 is not"), ("Ada,Marsh,31/2/2016", "Line 1 is not"), (" ", "Enter the children")],
)
def test_a_list_that_cannot_be_read_says_which_line_and_is_not_lost(world, as_member, names, told):
    text = text_of(as_member("dsl").post(f"/handovers/class/{UP}/", {**CLASS, "names": names}))
    assert told in text and names.strip() in text and not Handover.objects.exists()


def test_one_child_who_cannot_be_named_names_nobody_and_is_pointed_at(world, as_member):
    named(world, "Ada")
    again = {**CLASS, "names": "Bo,Quill,1/9/2015\nAda,Okafor-Lindqvist,5/1/2016"}
    answer = as_member("dsl").post(f"/handovers/class/{UP}/", {**again, **ROWS})
    assert "Ada Okafor-Lindqvist: Your agency has named this child already" in text_of(answer)
    assert Handover.objects.count() == 1


def test_a_child_is_named_her_page_written_and_sent(world, as_member):
    client = as_member("dsl")
    first = client.post(f"/handovers/begin/{UP}/", WHO)
    assert "The page about her or him" in text_of(first)
    page = {"agency": "other-school", "moves_on": "2027-09-01", "q_grade": "more", "q_criteria": "friends",
            "q_says": "I hope.", "q_strengths": "Maps.", "q_helps": "Quiet.", "q_call": "Priya", "q_file": "no"}  # fmt: skip
    answer = client.post(f"/handovers/begin/{UP}/", {**WHO, "step": "2", "sent_key": "a", **page}, follow=True)
    assert "Nothing is told to anybody yet" in text_of(answer)
    made = Handover.objects.get()
    assert "Sent to Saltmarsh High" in text_of(client.post(f"/handovers/{made.reference}/send/", follow=True))


def test_what_is_missing_stands_on_the_page_before_it_can_be_sent(world, as_member):
    made = named(world, page={"grade": "some"})
    text = text_of(as_member("dsl").get(f"/handovers/{made.reference}/"))
    assert "Before it can be sent" in text and "What helps on a bad day" in text
    text = text_of(as_member("dsl").post(f"/handovers/{made.reference}/send/"))
    assert "It is not complete." in text and Handover.objects.get().state == "named"


def test_a_whole_page_without_a_receiver_is_not_offered_for_sending(world, as_member):
    made = named(world, to=Destination())
    text = text_of(as_member("dsl").get(f"/handovers/{made.reference}/"))
    assert "Nobody is named to receive it. Say where the child goes." in text and "Send it" not in text
    assert "send it to nobody" not in text_of(as_member("dsl").get(f"/handovers/{made.reference}/send/")).lower()
    assert as_member("outsider").get(f"/handovers/{made.reference}/send/").status_code == 403


def test_after_a_step_the_page_says_where_the_handover_stands(world, as_member):
    made = sent(world)
    answer = as_member("other_dsl").post(
        f"/handovers/{made.reference}/do/receive/", {"changes": made.changes}, follow=True
    )
    assert "The handover stands at “Received” now." in text_of(answer)


def test_two_who_write_one_page_both_see_both_texts(world, as_member):
    made = named(world)
    one, other = as_member("dsl"), as_member("dsl")
    data = {
        "changes": made.changes,
        "q_grade": "more",
        "q_criteria": "friends",
        "q_says": "Mine.",
        "agency": "other-school",
    }
    one.post(f"/handovers/{made.reference}/page/", data)
    text = text_of(other.post(f"/handovers/{made.reference}/page/", {**data, "q_says": "Yours."}))
    assert "Mine." in text and "Yours." in text and "Somebody else saved this first" in text
    assert Handover.objects.get().answers["says"] == "Mine."


def test_a_protection_file_goes_with_a_receipt_by_name_and_stops_its_clock(world, as_member):
    made = sent(world)
    sender, receiver = as_member("dsl"), as_member("other_dsl")
    base = f"/handovers/{made.reference}/documents/"
    sender.post(base, {"name": "Two parts", "is_protection_file": "on"})
    assert "Child-protection file, with its receipt" in text_of(sender.get(f"/handovers/{made.reference}/"))
    one = HandoverDocument.objects.get()
    on = {"happened_on": "2026-11-17"}
    assert "not down as sent" in text_of(receiver.post(f"{base}{one.pk}/receipt/", {"who": "O. Trellick", **on}))
    sender.post(f"{base}{one.pk}/sent/", {"how": "By hand, to O. Trellick", **on})
    receiver.post(f"{base}{one.pk}/receipt/", {"who": "O. Trellick", **on})
    one.refresh_from_db()
    assert one.received_by == "O. Trellick"
    assert "(Elmsgate Academy) Running" not in text_of(sender.get(f"/handovers/{made.reference}/"))


def test_a_receiver_that_returns_is_back_in_its_queue_and_sees_the_child_no_more(world, as_member):
    made = sent(world)
    client = as_member("other_dsl")
    answer = client.post(f"/handovers/{made.reference}/do/return/", {"reason": "Not ours."}, follow=True)
    assert answer.status_code == 200 and "Amina" not in text_of(answer)
    assert client.get(f"/handovers/{made.reference}/").status_code == 403
    assert "Not ours." in text_of(as_member("dsl").get(f"/handovers/{made.reference}/"))


def test_the_sender_enters_by_hand_what_an_agency_outside_did(world, as_member):
    made = sent(world, to=Destination(outside="Fernley High"))
    answer = as_member("dsl").post(
        f"/handovers/{made.reference}/do/accept/",
        {"who_did": "M. Osei", "happened_on": "2026-11-17", "q_who": "M. Osei, on the first day"}, follow=True,
    )  # fmt: skip
    assert "M. Osei, Fernley High (entered by Priya Nandakumar" in text_of(answer)


def test_a_step_that_is_not_open_any_more_says_how_it_stands(world, as_member):
    made = accepted(world)
    text = text_of(as_member("other_dsl").get(f"/handovers/{made.reference}/do/accept/", follow=True))
    assert "Here is how it stands now" in text


def test_the_councils_managers_see_counts_with_definitions_and_no_small_ones(world, as_member):
    for name in ("Ada", "Bo", "Cy", "Di", "Ed"):
        sent(world, name)
    step(world, Handover.objects.first(), "return", reason="x")
    text = text_of(as_member("manager").get("/handovers/numbers/"))
    assert "Named 5" in text and "With the sender again Held back" in text and "Ada" not in text
    assert as_member("dsl").get("/handovers/numbers/").status_code == 403


def test_a_child_named_in_spring_counts_in_the_school_year_in_which_she_moves(world, as_member):
    in_may = NOW.replace(year=2026, month=5)
    for name in ("Ada", "Bo", "Cy", "Di", "Ed"):
        made = named(world, name, at=in_may)
        Handover.objects.filter(pk=made.pk).update(moves_on=date(2026, 9, 3))
    shown = overview(world.viewer("lead"), UP)
    assert (shown.year, shown.counts[0].number, shown.earlier[0].number) == ("2026/2027", 5, 0)
    assert overview(world.viewer("lead", in_may), UP).year == "2026/2027"
    client = as_member("manager")
    assert "Children 2027/2028 2026/2027" in text_of(client.get("/handovers/numbers/?year=2027"))
    assert "Children 2026/2027 2025/2026" in text_of(client.get("/handovers/numbers/?year=none"))


def test_a_child_who_goes_elsewhere_is_not_offered_where_she_was_sent(world, as_member):
    made = sent(world)
    offered = re.findall(
        r'<option value="([^"]+)"', as_member("dsl").get(f"/handovers/{made.reference}/elsewhere/").text
    )
    assert offered and made.receiver.code not in offered
    assert as_member("outsider").get(f"/handovers/{made.reference}/elsewhere/").status_code == 403


@pytest.mark.parametrize("who", ["outsider", "clinician"])
def test_an_outsider_is_refused_at_each_step(world, as_member, who):
    made = sent(world)
    client = as_member(who)
    for path in ("", "print/", "page/", "send/", "elsewhere/", "whose/", "do/accept/", "documents/"):
        for call in (client.get, client.post):
            answer = call(f"/handovers/{made.reference}/{path}")
            assert answer.status_code in (403, 405) and "Amina" not in text_of(answer)
