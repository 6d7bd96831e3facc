"""One page of details, checked before it is sent; every error has its place, and nothing that was typed is lost."""

from datetime import date

import pytest

from alongside.partners.models import Agreement
from alongside.people.models import RoleInEvent, SourceRecord
from alongside.support.models import Concern, ConcernDraft
from tests.web.concern.conftest import DETAILS
from tests.web.reading import errors_in, text_of


def test_a_concern_goes_from_the_page_to_the_front_door(cast, dsl):
    assert dsl.start().write().headers["Location"] == f"{dsl.url}check"
    assert "She came in with two new phones" in text_of(dsl.client.get(f"{dsl.url}check"))
    sent = dsl.send()
    concern = Concern.objects.get()
    assert sent.headers["Location"] == f"/concerns/{concern.reference}/sent"
    assert concern.status == "received" and concern.happened_on == date(2026, 11, 16)
    assert (concern.holder, concern.raised_by) == (cast.agencies["school"], cast.members["dsl"])
    assert not ConcernDraft.objects.exists()


def test_what_the_system_knows_of_her_is_filled_in(cast, as_member, dsl):
    page = dsl.start().client.get(dsl.url).content.decode()
    assert '<option value="safeguarding_lead" selected>' in page and 'value="01632 960 000"' in page
    assert "Okafor-Lindqvist" in page and "14 May 2012" in page


def test_everything_that_is_missing_is_told_at_once_each_with_its_link(dsl):
    empty = dict.fromkeys(DETAILS, "") | {"others": "0", "then": "check"}
    assert errors_in(dsl.start().write(**empty)) == {
        "id_in_danger": "Say whether the child is in danger right now",
        "id_happened": "Say when it happened",
        "id_fact": "Write what you saw or heard yourself",
        "id_voice": "Say what the child says, or why you do not know it",
        "id_child_role": "Choose what the child is in this event",
        "id_consent": "Say whether the child or a parent agreed",
        "id_referrer_role": "Select your role",
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"happened": "other"}, "id_happened_on-day", "Enter the day on which it happened"),
        ({"happened": "other", "happened_on-day": "16", "happened_on-month": "11", "happened_on-year": "2027"},
         "id_happened", "The day on which it happened is in the future. Check the date."),
        ({"happened": "other", "happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2026"},
         "id_happened_on-day", "Date must be a real date, such as 27 3 2014"),
        ({"told": "on"}, "id_allegation", "Write what you were told, or take the tick away"),
        ({"allegation": "He hit her."}, "id_allegation_by", "Say who told you this"),
        ({"child_voice": ""}, "id_child_voice", "Write what the child says"),
        ({"voice": "other"}, "id_child_voice_missing", "Say why you do not know what the child says"),
        ({"consent_reason": " "}, "id_consent_reason", "Say why you share without consent"),
        ({"others": "1", "other_1_role": "family"}, "id_other_1_name", "Enter the name of person 1, or “not known”"),
        ({"others": "1", "other_1_name": "Jo"}, "id_other_1_role", "Choose what Jo was in the event"),
        ({"others": "1", "other_1_name": "Not known"}, "id_other_1_role", "Choose what person 1 was in the event"),
        ({"others": "1", "other_1_name": "?!", "other_1_role": "family"}, "id_other_1_name",
         "Enter the name of the other person, or “not known”"),
        ({"child_role": "gang"}, "id_child_role", "Choose from the list for “What is the child in this event?”"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_stand_is_told_at_its_field(dsl, changes, field, words):
    assert errors_in(dsl.start().write(**changes)) == {field: words}
    assert not Concern.objects.exists()


def test_the_one_character_that_a_database_refuses_costs_nothing_else(dsl):
    dsl.start().write(fact="two new\x00 phones")
    dsl.send()
    assert Concern.objects.get().fact == "two new phones"


def test_a_megabyte_of_unicode_is_refused_in_words_and_not_lost(dsl):
    long = "ب" * 500_000
    response = dsl.start().write(fact=long, opinion=long)
    found = errors_in(response)
    assert found["id_fact"].endswith("must be 20,000 characters or fewer. It has 500,000: shorten it")
    assert long in response.content.decode() and dsl.draft.answers["fact"] == long


def test_twenty_thousand_typed_lines_and_letters_pass_although_a_browser_sends_two_for_each_break(dsl):
    dsl.start().write(fact=("x" * 99 + "\r\n") * 199 + "x" * 99)
    dsl.send()
    assert len(Concern.objects.get().fact) == 19_999


def test_fact_opinion_and_allegation_stay_apart(dsl):
    dsl.start().write(
        opinion="Somebody older gives them to her.", told="on", allegation="He hit her.", allegation_by="A friend"
    )
    dsl.send()
    concern = Concern.objects.get()
    assert (concern.fact, concern.opinion) == (DETAILS["fact"], "Somebody older gives them to her.")
    assert (concern.allegation, concern.allegation_by) == ("He hit her.", "A friend")


def test_without_javascript_words_count_though_nothing_was_ticked(dsl):
    dsl.start().write(voice="", allegation="He hit her.", allegation_by="A friend")
    dsl.send()
    concern = Concern.objects.get()
    assert concern.allegation == "He hit her." and concern.child_voice == DETAILS["child_voice"]


def test_why_the_childs_voice_is_missing_goes_with_the_concern(dsl):
    dsl.start().write(voice="unsafe", child_voice="")
    dsl.send()
    assert Concern.objects.get().child_voice_missing == "Asking could put the child in danger"


def test_other_people_come_with_their_roles_one_group_of_boxes_at_a_time(dsl):
    added = dsl.start().write(then="add")
    assert added.headers["Location"] == f"{dsl.url}#id_other_1_name"
    assert 'name="other_1_role"' in dsl.client.get(dsl.url).content.decode()
    people = {"other_1_name": "Sam Bell", "other_1_role": "suspected", "other_1_note": "17, drives"}
    dsl.write(**people, others="1")
    dsl.send()
    role = RoleInEvent.objects.get(role="suspected")
    assert str(role.record.names.get()) == "Sam Bell" and role.note == "17, drives"


def test_a_person_is_removed_and_those_after_her_move_up(dsl):
    people = {
        "others": "2",
        "other_1_name": "Sam",
        "other_1_role": "family",
        "other_2_name": "Jo",
        "other_2_role": "witness",
    }
    dsl.start().write(**people, then="remove-1")
    assert dsl.draft.answers["others"] == "1" and dsl.draft.answers["other_1_name"] == "Jo"
    assert dsl.draft.answers["other_1_role"] == "witness"


@pytest.mark.parametrize("then", ["remove-21", "remove-0", "remove-x", "remove-²", "add"])
def test_buttons_that_no_page_has_change_nobody(dsl, then):
    dsl.start().write(others="20", other_1_name="Sam", other_1_role="family", then=then)
    assert dsl.draft.answers["others"] == "20" and dsl.draft.answers["other_1_name"] == "Sam"


def test_what_she_adds_of_a_new_child_is_kept_with_the_record(dsl):
    dsl.start().write(
        sex="female",
        other_name="Ami",
        address="3 Plover Row",
        postcode="ZZ1 1ZZ",
        is_protected="on",
        telephone="01632 960 222",
    )
    assert "Nobody may learn this address" in text_of(dsl.client.get(f"{dsl.url}check"))
    dsl.send()
    record = SourceRecord.objects.get()
    assert [str(name) for name in record.names.all()] == ["Amina Okafor-Lindqvist", "Ami"]
    assert record.addresses.get().is_protected and (record.sex, record.telephone) == ("female", "01632 960 222")


def test_a_child_in_danger_now_is_a_telephone_call_first(dsl):
    assert "Phone 999 first" in text_of(dsl.start().client.get(dsl.url))
    dsl.write(in_danger="yes")
    assert "Phone 999 first" in text_of(dsl.client.get(f"{dsl.url}check"))
    sent = text_of(dsl.client.post(f"{dsl.url}check", {"version": dsl.draft.version}, follow=True))
    assert "If you have not phoned yet, phone 999, then Larkmere Council front door on 01632 960 000" in sent


def test_sending_twice_enters_it_once_and_leads_to_the_same_page(dsl):
    version = dsl.start().draft.version + 1
    dsl.write()
    url = f"{dsl.url}check"
    first, again = dsl.client.post(url, {"version": version}), dsl.client.post(url, {"version": version})
    assert first.headers["Location"] == again.headers["Location"] and Concern.objects.count() == 1


def test_nothing_is_sent_that_does_not_pass(dsl):
    dsl.start().write(fact="", then="later")
    assert dsl.send().headers["Location"] == f"{dsl.url}?errors" and not Concern.objects.exists()
    assert list(errors_in(dsl.client.get(f"{dsl.url}?errors"))) == ["id_fact"]


def test_the_confirmation_says_the_reference_aloud_and_what_happens_by_when(dsl):
    dsl.start().write()
    page = text_of(dsl.client.post(f"{dsl.url}check", {"version": dsl.draft.version}, follow=True))
    assert "Concern sent" in page and "say: Charlie November, " in page
    assert "decides on the next step by 18 November 2026 at 5pm" in page
    assert "within 3 working days of that decision" in page


def test_without_an_agreement_it_is_kept_not_sent_and_she_is_told_to_phone(cast, dsl):
    Agreement.objects.all().delete()
    dsl.start().write()
    page = text_of(dsl.client.post(f"{dsl.url}check", {"version": dsl.draft.version}, follow=True))
    assert "Your concern is kept, but not sent" in page
    assert "Phone Larkmere Council front door now: 01632 960 000" in page
    assert Concern.objects.get().status == "held"
