"""Search before create: only what she may see, and nothing tells of the rest."""

import re

import pytest

from alongside.audit.models import Event
from alongside.partners.models import Restriction
from alongside.people.actions import add_record
from alongside.people.models import SourceRecord
from alongside.support.models import ConcernDraft
from tests.cast import NOW, child
from tests.web.concern.conftest import CHILD
from tests.web.reading import plain, text_of


def known_to(cast, agency: str, **changes) -> SourceRecord:
    return add_record(
        draft=child(**changes), holder=cast.agencies[agency], source="form", by=cast.members["dsl"].actor, at=NOW,
        today=NOW.date(),
    )  # fmt: skip


def search(client, **changes):
    return client.post("/concern/", {**CHILD, **changes}, follow=True)


def test_a_child_of_her_own_agency_is_offered_and_so_is_a_new_one(cast, as_member):
    record = known_to(cast, "school", agency_ref="P-0042")
    response = search(as_member("dsl"))
    text = text_of(response)
    assert "Is it one of these children?" in text and "Born 14 May 2012, your own record, number P-0042" in text
    assert "None of these: a new child" in text
    assert "You looked for Amina Okafor-Lindqvist , born 14 May 2012." in text
    assert Event.objects.get(act="search").persons.get().person_id == record.person_id


def test_a_child_whom_she_may_not_see_answers_byte_for_byte_like_no_child(cast, as_member):
    client = as_member("dsl")
    none = without_key(search(client))
    known_to(cast, "police")
    assert without_key(search(client)) == none
    own = known_to(cast, "school")
    Restriction.objects.create(person_id=own.person_id, reason="Safety", placed_by="I. Pell", placed_at=NOW)
    assert without_key(search(client)) == none


def without_key(response) -> bytes:
    """The answer without the draft's own key, which is new in every draft."""
    key = re.search(rb"/concern/([0-9a-f-]{36})/autosave", response.content)[1]
    return plain(response).replace(key, b"KEY")


def test_without_a_match_she_goes_on_with_a_new_child_at_once(dsl):
    response = search(dsl.client)
    assert response.redirect_chain[-1][0] == dsl.url and "Amina Okafor-Lindqvist" in text_of(response)


def test_the_child_that_she_chooses_becomes_the_child_of_the_concern(cast, dsl):
    record = known_to(cast, "school")
    dsl.start().client.post(f"{dsl.url}match", {"child": str(record.pk)})
    assert "Your own" in text_of(dsl.client.get(dsl.url))
    assert "Another name or spelling" not in text_of(dsl.client.get(dsl.url)), "her own record has all that"


def test_a_record_that_was_not_offered_cannot_be_chosen(cast, dsl):
    known_to(cast, "school")
    hidden = known_to(cast, "police")
    dsl.start()
    response = dsl.client.post(f"{dsl.url}match", {"child": str(hidden.pk)})
    assert "Choose from the list" in text_of(response) and "record" not in dsl.draft.answers


def test_choosing_nothing_is_an_error_with_a_link(cast, dsl):
    known_to(cast, "school")
    dsl.start()
    response = dsl.client.post(f"{dsl.url}match", {})
    assert 'href="#id_child">Choose the child, or “None of these”' in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"given": "", "family": ""}, "Enter a first name or a last name: one letter or more"),
        ({"family": "", "date_of_birth-year": "", "date_of_birth-day": "", "date_of_birth-month": ""},
         "Enter a first and a last name, or a name with the date of birth"),
        ({"date_of_birth-year": "2031"}, "The date of birth is in the future. Check the year."),
        ({"date_of_birth-year": "1999"}, "This person is 18 or older."),
        ({"date_of_birth-day": "31", "date_of_birth-month": "2"}, "must be a real date"),
        ({"given": "A" * 200}, "First name must be 120 characters or fewer. It has 200: shorten it"),
        ({"given": "A\x00b"}, "Null characters are not allowed"),
        ({"given": "'-", "family": ""}, "one letter or more"),
    ],
)  # fmt: skip
def test_a_search_that_cannot_stand_says_what_to_do_and_keeps_what_was_typed(dsl, changes, words):
    response = dsl.client.post("/concern/", {**CHILD, **changes})
    assert words in text_of(response) and 'href="#id_' in response.content.decode()
    assert f'value="{changes.get("date_of_birth-month", "5")}"' in response.content.decode()
    assert not ConcernDraft.objects.exists()


@pytest.mark.parametrize(("given", "family"), [("أمينة", "عكفور"), ("D'Arcy", "O’Neill"), ("X", "Y")])
def test_names_in_any_script_with_apostrophes_or_of_one_letter_are_searched_for(cast, dsl, given, family):
    record = known_to(cast, "school", given=given, family=family)
    response = search(dsl.client, given=given, family=family.replace("’", "'"))
    assert f'value="{record.pk}"' in response.content.decode()


def test_who_knows_one_name_only_goes_on_without_a_search(dsl):
    no_birth = {f"date_of_birth-{part}": "" for part in ("day", "month", "year")}
    response = search(dsl.client, family="", then="unsearched", **no_birth)
    assert response.redirect_chain[-1][0] == dsl.url
    assert not Event.objects.filter(act="search").exists()


def test_the_child_can_be_changed_and_the_rest_stays(cast, dsl):
    record = known_to(cast, "school", given="Ayesha")
    dsl.start().write(then="later")
    changed = dsl.client.post(f"{dsl.url}child", {**CHILD, "given": "Ayesha"}, follow=True)
    assert f'value="{record.pk}"' in changed.content.decode()
    assert dsl.draft.answers["fact"].startswith("She came in")
    assert 'value="Ayesha"' in dsl.client.get(f"{dsl.url}child").content.decode()
