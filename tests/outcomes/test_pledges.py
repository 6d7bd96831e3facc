"""Pledges: added to and never changed, judged by those for whom they were made, answered by a day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.models import Event
from alongside.outcomes.actions.pledges import PledgeDraft, change_pledge, install_pledges
from alongside.outcomes.actions.verdicts import answer_verdict, give_verdict
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import PledgeEntry, PledgeText, PledgeVerdict, VerdictAnswer
from alongside.outcomes.pledge_states import EntryKind, Standing, Word
from alongside.outcomes.queries import pledges as queries
from alongside.partners.errors import Stale
from tests.cast import NOW
from tests.scoreboards import entry, pledge, release

DRAFT = PledgeDraft("Life Skills", "10,000 pupils by 2022.", "The schools", date(2019, 4, 25), "The launch")


def standing(cast):
    return queries.pledge(cast.viewer("lead"), "life-skills").standing


def judged(cast, by="young_advisor", word=Word.PARTLY, reason="Four schools never heard of it."):
    return give_verdict(code="life-skills", release=1, word=word, reason=reason, by=cast.viewer(by), at=NOW)


def test_the_eight_pledges_of_the_launch_come_once_two_in_each_domain(cast):
    lead = cast.viewer("lead").actor
    assert [install_pledges(source="The launch", by=lead, at=NOW) for _ in range(2)] == [8, 0]
    domains = [one.domain.value for one in queries.pledges(cast.viewer("lead"))]
    assert domains == ["curtail"] * 2 + ["treat"] * 2 + ["support"] * 2 + ["strengthen"] * 2


def test_without_evidence_there_is_no_outcome_but_too_early_is_an_honest_one(cast):
    pledge(cast)
    assert standing(cast) is Standing.NOTHING
    entry(cast)
    assert standing(cast) is Standing.NO_EVIDENCE
    with pytest.raises(OutcomesRefused, match="There is no evidence yet"):
        entry(cast, EntryKind.OUTCOME, found="better")
    entry(cast, EntryKind.OUTCOME, found="too_early")
    assert standing(cast) is Standing.NO_EVIDENCE
    entry(cast, EntryKind.EVIDENCE, words="1,890 pupils.")
    entry(cast, EntryKind.OUTCOME, found="better")
    assert standing(cast) is Standing.BETTER


def test_a_corrected_entry_stays_and_counts_no_more(cast):
    pledge(cast)
    entry(cast, EntryKind.EVIDENCE, words="9,000 pupils.")
    wrong = PledgeEntry.objects.get().pk
    entry(cast, words="It was a plan, not a count.", corrects=wrong)
    assert standing(cast) is Standing.NO_EVIDENCE
    assert [one.corrected for one in queries.pledge(cast.viewer("lead"), "life-skills").entries] == [True, False]
    with pytest.raises(OutcomesRefused, match="corrected already"):
        entry(cast, corrects=wrong)


def test_the_text_is_kept_in_versions_and_a_stale_change_shows_both(cast):
    pledge(cast)
    lead = cast.viewer("lead").actor
    assert change_pledge(code="life-skills", draft=DRAFT, reason="The year was missing", was=1, by=lead, at=NOW) == 2
    with pytest.raises(Stale) as stale:
        change_pledge(code="life-skills", draft=DRAFT, reason="Again", was=1, by=lead, at=NOW)
    assert stale.value.theirs == "10,000 pupils by 2022."
    assert PledgeText.objects.count() == 2


def test_what_is_sent_twice_enters_once_and_a_day_to_come_is_refused(cast):
    pledge(cast)
    key = uuid4()
    for _ in range(2):
        entry(cast, sent_key=key)
    assert PledgeEntry.objects.count() == 1
    with pytest.raises(OutcomesRefused, match="still to come"):
        entry(cast, happened_on=NOW.date() + timedelta(days=1))


@pytest.mark.parametrize("change", [{"title": " "}, {"words": ""}, {"owner": "x" * 161}, {"source": "a\x00b"}])
def test_words_that_cannot_stand_change_nothing(cast, change):
    pledge(cast)
    with pytest.raises(OutcomesRefused):
        change_pledge(
            code="life-skills",
            draft=replace(DRAFT, **change),
            reason="Why",
            was=1,
            by=cast.viewer("lead").actor,
            at=NOW,
        )
    assert PledgeText.objects.count() == 1


def test_each_body_gives_one_verdict_a_release_and_is_owed_an_answer_in_four_weeks(cast):
    pledge(cast)
    release(cast)
    first = judged(cast)
    assert judged(cast) == first and judged(cast, by="resident") != first
    with pytest.raises(OutcomesRefused, match="has given its verdict on release 1: partly kept"):
        judged(cast, word=Word.KEPT)
    told = queries.verdict(cast.viewer("lead"), first)
    assert told.body == "Larkmere Young Advisors" and told.answer_due == NOW.date() + timedelta(days=28)
    assert queries.unanswered(cast.viewer("lead")) == 2 and told.is_late(told.answer_due + timedelta(days=1))


def test_an_answer_stands_beside_its_verdict_and_enters_once(cast):
    pledge(cast)
    release(cast)
    key, verdict = uuid4(), judged(cast)
    for _ in range(2):
        answer_verdict(
            verdict_id=verdict, answer="They begin in May.", sent_key=key, by=cast.viewer("lead").actor, at=NOW
        )
    assert VerdictAnswer.objects.count() == 1 and queries.unanswered(cast.viewer("lead")) == 0
    assert queries.verdicts_told()[0]["answers"] == [{"on": "2026-11-17", "words": "They begin in May."}]


def test_a_verdict_needs_a_release_and_the_last_one(cast):
    pledge(cast)
    with pytest.raises(OutcomesRefused, match="on the last release"):
        judged(cast)


def test_what_becomes_public_names_bodies_and_no_member(cast):
    pledge(cast)
    entry(cast)
    release(cast)
    judged(cast)
    public = f"{queries.pledges_told()}{queries.verdicts_told()}"
    assert not [one.name for one in cast.members.values() if one.name in public]


@pytest.mark.parametrize("model", [PledgeText, PledgeEntry, PledgeVerdict])
def test_history_is_never_changed_nor_deleted(cast, model):
    pledge(cast)
    entry(cast)
    release(cast)
    judged(cast)
    for change in (lambda rows: rows.update(by="x"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(model.objects.all())


def test_every_change_is_in_the_log_with_who_did_it(cast):
    pledge(cast)
    entry(cast)
    acts = Event.objects.filter(subject_kind="pledge").order_by("pk").values_list("act", "actor_name")
    assert [(act, name.startswith("Noemi Castellane")) for act, name in acts] == [("create", True)] * 2
