"""Pledges: added to and never changed, judged by those for whom they were made, answered by a day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.outcomes.actions.pledges import PledgeDraft, change_pledge, install_pledges
from alongside.outcomes.actions.verdicts import answer_verdict, give_verdict, read_verdict
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import PledgeEntry, PledgeText, PledgeVerdict, VerdictAnswer, VerdictReading
from alongside.outcomes.pledge_rules import why_not_read
from alongside.outcomes.pledge_states import READ_MOVES, EntryKind, Ground, ReadState, Standing, Word
from alongside.outcomes.queries import pledges as queries
from alongside.outcomes.queries.releases import standing_mark
from alongside.partners.errors import Refused, Stale
from tests.cast import NOW
from tests.scoreboards import entry, pledge, release

DRAFT = PledgeDraft("Life Skills", "10,000 pupils by 2022.", "The schools", date(2019, 4, 25), "The launch")


def standing(cast):
    return queries.pledge(cast.viewer("lead"), "life-skills").standing


def read(cast, verdict, to=ReadState.LET_THROUGH, ground="", by="lead"):
    read_verdict(verdict_id=verdict, to=to, ground=ground, by=cast.viewer(by), at=NOW)


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
    for one in PledgeVerdict.objects.all():
        read(cast, one.pk)
    told = queries.verdict(cast.viewer("lead"), first)
    assert told.body == "Larkmere Young Advisors" and told.answer_due == NOW.date() + timedelta(days=28)
    assert queries.unanswered(cast.viewer("lead")) == 2 and told.is_late(told.answer_due + timedelta(days=1))


def test_an_answer_stands_beside_its_verdict_and_enters_once(cast):
    pledge(cast)
    release(cast)
    key, verdict = uuid4(), judged(cast)
    read(cast, verdict)
    for _ in range(2):
        answer_verdict(
            verdict_id=verdict, answer="They begin in May.", sent_key=key, by=cast.viewer("lead").actor, at=NOW
        )
    assert VerdictAnswer.objects.count() == 1 and queries.unanswered(cast.viewer("lead")) == 0
    assert queries.verdicts_told()[0]["answers"] == [{"on": "2026-11-17", "words": "They begin in May."}]


@pytest.fixture
def verdict(cast):
    pledge(cast)
    release(cast)
    return judged(cast)


def test_a_verdict_is_public_once_it_was_read_and_no_more_when_it_is_taken_down(cast, verdict):
    assert queries.verdicts_told() == [] and queries.unread(cast.viewer("lead")) == 1
    with pytest.raises(OutcomesRefused, match="not public"):
        answer_verdict(verdict_id=verdict, answer="May.", sent_key=uuid4(), by=cast.viewer("lead").actor, at=NOW)
    marks = [standing_mark()]
    for _ in range(2):
        read(cast, verdict)
    marks.append(standing_mark())
    assert len(queries.verdicts_told()) == 1 and VerdictReading.objects.count() == 1
    read(cast, verdict, ReadState.TAKEN_DOWN, Ground.NAMES_PERSON)
    assert queries.verdicts_told() == [] and len({*marks, standing_mark()}) == 3
    assert queries.unanswered(cast.viewer("lead")) == 0


def test_until_then_only_its_body_and_those_who_read_it_see_it(cast, verdict):
    for name, sees in (("lead", True), ("young_advisor", True), ("resident", False), ("analyst", False)):
        viewer = cast.viewer(name)
        assert bool(queries.pledge(viewer, "life-skills").verdicts) is sees, name
        assert (queries.verdict(viewer, verdict) is not None) is sees, name
        assert bool(queries.pledges(viewer)[0].verdicts) is sees, name


@pytest.mark.parametrize("ground", ["", "too harsh", "opinion"])
def test_it_is_not_withheld_for_its_opinion(cast, verdict, ground):
    with pytest.raises(OutcomesRefused, match="Choose the ground"):
        read(cast, verdict, ReadState.REFUSED, ground)
    assert not VerdictReading.objects.exists()


def test_a_body_whose_verdict_was_refused_reads_why_and_says_it_in_other_words(cast, verdict):
    read(cast, verdict, ReadState.REFUSED, Ground.NAMES_PERSON)
    told = queries.verdict(cast.viewer("young_advisor"), verdict)
    assert told.state is ReadState.REFUSED and "names a person" in told.ground
    with pytest.raises(OutcomesRefused, match="refused"):
        read(cast, verdict)
    again = judged(cast, reason="Four schools were left out.")
    assert again != verdict and queries.verdicts_told() == []
    read(cast, again)
    assert [one["reason"] for one in queries.verdicts_told()] == ["Four schools were left out."]


@pytest.mark.parametrize("name", ["outsider", "young_advisor", "resident", "analyst", "teacher"])
def test_nobody_else_reads_it_for_the_public(cast, verdict, name):
    with pytest.raises(Refused):
        read(cast, verdict, by=name)
    assert queries.verdicts_told() == [] and queries.unread(cast.viewer(name)) == 0


@given(st.sampled_from(list(ReadState)), st.sampled_from(list(ReadState)), st.sampled_from(["", "x", *Ground.values]))
def test_what_was_decided_stays_decided(now, to, ground):
    allowed = to in READ_MOVES[now] and (ground in Ground.values) == (to is not ReadState.LET_THROUGH) and ground != "x"
    assert (why_not_read(now, to, ground, is_own=False) is None) == allowed
    assert why_not_read(now, to, ground, is_own=True)


def test_a_verdict_needs_a_release_and_the_last_one(cast):
    pledge(cast)
    with pytest.raises(OutcomesRefused, match="on the last release"):
        judged(cast)


def test_that_a_verdict_waits_is_public_with_the_day_and_nothing_of_what_it_says(cast, verdict):
    [told] = queries.verdicts_not_shown()
    assert told["state"] == "waiting" and told["read_by"] == (NOW + timedelta(days=7)).date().isoformat()
    assert set(told) == {"pledge", "release", "body", "on", "state", "read_by", "ground"}
    read(cast, verdict, ReadState.REFUSED, Ground.NOT_ABOUT)
    assert [one["ground"] for one in queries.verdicts_not_shown()] == [Ground.NOT_ABOUT.label]
    read(cast, judged(cast, reason="Four schools were left out."))
    assert queries.verdicts_not_shown() == []


def test_what_becomes_public_names_bodies_and_no_member(cast):
    pledge(cast)
    entry(cast)
    release(cast)
    read(cast, judged(cast))
    public = f"{queries.pledges_told()}{queries.verdicts_told()}"
    assert not [one.name for one in cast.members.values() if one.name in public]


@pytest.mark.parametrize("model", [PledgeText, PledgeEntry, PledgeVerdict, VerdictReading])
def test_history_is_never_changed_nor_deleted(cast, model):
    pledge(cast)
    entry(cast)
    release(cast)
    read(cast, judged(cast))
    for change in (lambda rows: rows.update(by="x"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(model.objects.all())


def test_every_change_is_in_the_log_with_who_did_it(cast):
    pledge(cast)
    entry(cast)
    acts = Event.objects.filter(subject_kind="pledge").order_by("pk").values_list("act", "actor_name")
    assert [(act, name.startswith("Noemi Castellane")) for act, name in acts] == [("create", True)] * 2
