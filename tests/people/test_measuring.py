"""How well records are matched: a sample drawn and judged blind, counts, a statement with its alarms."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.people import actions
from alongside.people.actions import add_record
from alongside.people.identity.pinned import pinned
from alongside.people.models import MonitoringGroup, PairReview, QualitySample, SampledPair, SourceRecord
from alongside.people.quality import counting, groups, judging, reading, stating
from alongside.people.quality.groups import GroupRow
from alongside.people.states import Verdict
from tests.cast import NOW, child, later

NAMES = (("Amina", "Okafor"), ("Bo", "Marsh"), ("Hasan", "Karadeniz"), ("Ilse", "Brandt"), ("Milena", "Brzozarska"),
         ("Teodor", "Ashgrove"), ("Fadumo", "Warfane"), ("Temitope", "Adeshina"))  # fmt: skip


@pytest.fixture
def add(cast):
    def keep(agency, given, family, born, *, at=NOW, **more):
        return add_record(
            draft=child(given, family, date_of_birth=born, **more), holder=cast.agencies[agency], source="test",
            by=cast.members["dsl"].actor, at=at, today=NOW.date(),
        )  # fmt: skip

    return keep


@pytest.fixture
def borough(add):
    """Eight children, each known to two agencies by the same name and birthday."""
    return [
        add(agency, given, family, date(2008 + place, 3 + place % 8, 4 + place), agency_ref=f"{agency}-{place}")
        for place, (given, family) in enumerate(NAMES)
        for agency in ("school", "police")
    ]


@pytest.fixture
def drawn(cast, borough):
    return judging.draw_quality_sample(size=40, by=cast.viewer("governance").actor, at=NOW)


JOINED, APART = "joined, 20 bits or more", "apart, below -20 bits"


@pytest.fixture
def sample(borough):
    """As one is drawn, by hand: the eight that were joined, and eight of the hundred pairs that were not."""
    strata = [
        {"name": name, "joined": joined, "pairs": pairs, "chain": "", "found": 0, "looked_at": 0}
        for name, joined, pairs in ((JOINED, True, 8.0), (APART, False, 100.0))
    ]
    made = QualitySample.objects.create(
        model_id=pinned(NOW).pk, drawn_at=NOW, by="x", seed=1, records=16, strata=strata
    )
    for place in range(8):
        one = borough[2 * place]
        for stratum, other in ((JOINED, borough[2 * place + 1]), (APART, borough[(2 * place + 3) % 16])):
            low, high = sorted((one.pk, other.pk))
            made.pairs.create(one_id=low, other_id=high, stratum=stratum)
    return made


def judge_all(cast, sample, name="triage"):
    """As the records truly are: those of one child follow each other."""
    first = SourceRecord.objects.order_by("pk").first().pk
    for pair in sample.pairs.filter(verdict=""):
        same = (pair.one_id - first) // 2 == (pair.other_id - first) // 2
        verdict = Verdict.SAME if same else Verdict.DIFFERENT
        judging.judge_pair(pair_id=pair.pk, verdict=verdict, by=cast.viewer(name), at=NOW)


def test_a_sample_holds_joined_pairs_and_says_for_how_many_each_stands(cast, drawn):
    joined = {one["name"] for one in drawn.strata if one["joined"]}
    assert drawn.pairs.filter(stratum__in=joined).count() == 8 and drawn.records == 16
    assert sum(one["pairs"] for one in drawn.strata if one["joined"]) == 8
    judge_all(cast, drawn)
    assert stating.make_statement(by=cast.viewer("governance").actor, at=NOW).body["overall"]["recall"]["pairs"] == 8


def test_the_same_seed_draws_the_same_pairs(cast, borough):
    drawn = [
        judging.draw_quality_sample(size=5, by=cast.viewer("governance").actor, at=NOW, seed=7).pairs.values_list(
            "one_id", "other_id"
        )
        for _ in range(2)
    ]
    assert list(drawn[0]) == list(drawn[1]) and len(drawn[0]) == 5


def test_nobody_restricted_is_in_a_sample(cast, borough):
    restrict(person_id=borough[0].person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    made = judging.draw_quality_sample(size=40, by=cast.viewer("governance").actor, at=NOW)
    hidden = {borough[0].pk, borough[1].pk}
    assert made.set_aside and not hidden & {end for pair in made.pairs.all() for end in (pair.one_id, pair.other_id)}


def test_a_size_that_makes_no_sense_is_refused(cast, borough):
    with pytest.raises(Invalid, match="Draw from 1 to 5,000 pairs"):
        judging.draw_quality_sample(size=0, by=cast.viewer("governance").actor, at=NOW)


def test_where_no_two_records_are_held_nothing_is_drawn(cast):
    with pytest.raises(Invalid, match="Link more of them first"):
        judging.draw_quality_sample(size=40, by=cast.viewer("governance").actor, at=NOW)
    assert not QualitySample.objects.exists()


def test_the_next_pair_is_shown_blind_and_logged(cast, sample):
    shown = reading.next_to_judge(cast.viewer("triage"))
    assert shown.pair is not None and (shown.judged, shown.pairs) == (0, sample.pairs.count())
    assert "joined" not in str(shown.pair) and Event.objects.filter(act="view", subject_kind="sample").count() == 1


def test_a_pair_is_judged_once(cast, sample):
    pair = sample.pairs.first()
    judging.judge_pair(pair_id=pair.pk, verdict="different", by=cast.viewer("triage"), at=NOW)
    with pytest.raises(Stale, match="judged this pair already"):
        judging.judge_pair(pair_id=pair.pk, verdict="same", by=cast.viewer("colleague"), at=NOW)
    assert SampledPair.objects.get(pk=pair.pk).verdict == "different"


@pytest.mark.parametrize("name", ["dsl", "outsider", "governance"])
def test_only_reviewers_judge(cast, sample, name):
    with pytest.raises(Refused):
        judging.judge_pair(pair_id=sample.pairs.first().pk, verdict="same", by=cast.viewer(name), at=NOW)
    with pytest.raises(Refused):
        reading.next_to_judge(cast.viewer(name))


def test_judging_moves_no_record_and_what_stands_otherwise_is_told_to_reviewers(cast, sample):
    before = list(SourceRecord.objects.order_by("pk").values_list("person_id", flat=True))
    pair = sample.pairs.filter(stratum=JOINED).first()
    judging.judge_pair(pair_id=pair.pk, verdict="different", by=cast.viewer("triage"), at=NOW)
    assert list(SourceRecord.objects.order_by("pk").values_list("person_id", flat=True)) == before
    (otherwise,) = reading.judged_otherwise(cast.viewer("triage"))
    assert otherwise.judged == "Different children" and len(otherwise.persons) == 1


def test_two_who_stand_apart_and_are_judged_one_go_to_the_ordinary_queue(cast, sample):
    pair = sample.pairs.filter(stratum=APART).first()
    judging.judge_pair(pair_id=pair.pk, verdict="same", by=cast.viewer("triage"), at=NOW)
    assert PairReview.objects.get(one_id=pair.one_id, other_id=pair.other_id).state == "open"


def test_groups_are_taken_from_the_governance_officer_only_and_by_the_agency_s_own_reference(cast, borough):
    rows = [GroupRow("school", "school-0", "North"), GroupRow("school", "nobody", "South")]
    with pytest.raises(Refused):
        groups.supply_groups(rows=rows, by=cast.viewer("triage"), at=NOW)
    supplied = groups.supply_groups(rows=rows, by=cast.viewer("governance"), at=NOW)
    assert supplied == (1, (rows[1],)) and MonitoringGroup.objects.get().record == borough[0]
    groups.supply_groups(rows=[GroupRow("school", "school-0", "East")], by=cast.viewer("governance"), at=NOW)
    assert MonitoringGroup.objects.get().label == "East"


def test_a_group_without_a_name_keeps_nothing(cast, borough):
    rows = [GroupRow("school", "school-0", "North"), GroupRow("school", "school-1", " ")]
    with pytest.raises(Invalid, match="Name a group for school school-1"):
        groups.supply_groups(rows=rows, by=cast.viewer("governance"), at=NOW)
    assert not MonitoringGroup.objects.exists()


def test_a_statement_holds_the_estimate_with_its_counts_and_intervals(cast, sample):
    judge_all(cast, sample)
    made = stating.make_statement(by=cast.viewer("governance").actor, at=NOW)
    assert made.month == date(2026, 10, 1) and made.body["period"] == ["2026-10-01", "2026-10-31"]
    told = reading.statement(cast.viewer("governance")).body
    recall = told["overall"]["recall"]
    assert recall["pairs"] == 8 and recall["value"] is None, "fewer than ten pairs bear on it"
    assert told["sample"]["judged"] == sample.pairs.count()
    assert any("never been linked beside what lives" in one for one in told["alarms"])


def test_enough_pairs_give_a_figure_with_its_interval(cast, sample, monkeypatch):
    monkeypatch.setattr("alongside.people.quality.stating.FEWEST", 5)
    judge_all(cast, sample)
    supply(cast)
    body = stating.make_statement(by=cast.viewer("governance").actor, at=NOW).body
    precision = body["overall"]["precision"]
    assert precision["low"] <= precision["value"] <= precision["high"] and precision["pairs"] == 8
    recall = body["overall"]["recall"]
    assert recall["low"] < recall["value"] == 1, "of a hundred pairs that stand apart only eight were looked at"
    assert ("Police", "School or college") in {(one["one"], one["other"]) for one in body["by_agencies"]}
    assert {one["group"] for one in body["by_group"]} >= {"North", "South"}


def supply(cast):
    rows = [
        GroupRow(agency, f"{agency}-{place}", "North" if place % 2 else "South")
        for agency in ("school", "police")
        for place in range(8)
    ]
    groups.supply_groups(rows=rows, by=cast.viewer("governance"), at=NOW)


def test_a_difference_from_the_batch_and_a_pair_that_waits_too_long_are_alarms(cast, borough, sample):
    actions.compare_with_batch(by=cast.viewer("governance").actor, at=NOW)
    body = stating.make_statement(by=cast.viewer("governance").actor, at=NOW).body
    assert body["batch"]["differing"] == 0 and not any("batch" in one for one in body["alarms"])
    PairReview.objects.create(one=borough[0], other=borough[3], because="unsure", opened_at=NOW - timedelta(days=29))
    body = stating.make_statement(by=cast.viewer("governance").actor, at=NOW).body
    assert "A pair has waited for longer than 28 days. Look at the queue." in body["alarms"]


def test_waits_count_those_who_still_wait_and_stand_under_their_group(cast, borough):
    supply(cast)
    for place, settled in ((0, NOW - timedelta(days=1)), (2, None)):
        PairReview.objects.create(
            one=borough[place], other=borough[place + 2], because="unsure", opened_at=NOW - timedelta(days=3),
            state="settled" if settled else "open", settled_at=settled, verdict="same" if settled else "",
        )  # fmt: skip
    found = counting.waits(NOW - timedelta(days=30), NOW)
    assert [(one.days, one.ended) for one in found[""]] == [(2.0, True), (3.0, False)]
    assert len(found["North"]) == len(found["South"]) == 2


def test_reviewers_are_measured_by_pairs_that_were_settled_before_and_not_named(cast, borough):
    review = PairReview.objects.create(
        one=borough[0], other=borough[2], because="unsure", opened_at=NOW, state="settled", verdict="different",
        settled_at=NOW, is_known=True,
    )  # fmt: skip
    for name, verdict in (("triage", "different"), ("colleague", "same")):
        review.answers.create(round=1, member=cast.members[name], verdict=verdict, reason="x", at=NOW, is_planted=True)
    found = counting.planted(NOW - timedelta(days=1), later(days=1))
    assert [(one.answers, one.agreed) for one in found] == [(1, 1), (1, 0)] and "Wilk" not in str(found)


def test_a_month_s_changes_are_counted_by_kind(cast, sample):
    at = datetime(2026, 12, 3, 9, tzinfo=UTC)
    told = stating.make_statement(by=cast.viewer("governance").actor, at=at).body["changes"]
    assert (told["records"], told["attach"], told["merge"], told["split"], told["by_people"]) == (16, 8, 0, 0, 0)


@pytest.mark.parametrize("name", ["triage", "dsl", "analyst", "outsider"])
def test_the_statement_and_the_model_s_card_are_for_those_who_answer_for_it(cast, sample, name):
    stating.make_statement(by=cast.viewer("governance").actor, at=NOW)
    for read in (reading.statement, reading.model_card):
        with pytest.raises(Refused):
            read(cast.viewer(name))


def test_without_a_sample_there_is_no_statement(cast):
    with pytest.raises(Invalid, match="No sample has been drawn yet"):
        stating.make_statement(by=cast.viewer("governance").actor, at=NOW)
    assert reading.statement(cast.viewer("governance")) is None


def test_the_model_s_card_holds_what_stands_in_its_file(cast):
    card = reading.model_card(cast.viewer("governance"))
    assert dict(card.numbers)["NHS number"] is True and card.candidates > 5
    assert card.comparisons[0][0] == "name" and len(card.digest) == 64


def test_a_pair_that_no_reviewer_may_compare_is_counted_apart_and_is_an_alarm(cast, add, borough, sample):
    outside = add("outside", "Zed", "Quill", date(2001, 1, 1))
    PairReview.objects.create(one=borough[0], other=outside, because="unsure", opened_at=NOW - timedelta(days=40))
    sample.pairs.create(one=borough[0], other=outside, stratum=APART)
    body = stating.make_statement(by=cast.viewer("governance").actor, at=NOW).body
    assert (body["waits"]["now"], body["waits"]["beyond"], body["sample"]["beyond"]) == (0, 1, 1)
    assert any("1 pair waits that no reviewer may compare" in one for one in body["alarms"])
    assert not any("longer than 28 days" in one for one in body["alarms"])
