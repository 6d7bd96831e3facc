"""What must hold of linkage, whatever the records: order, numbers, people's rulings, and Splink's own score."""

from itertools import product
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.analysis.linkage import (
    Base,
    Edge,
    Outcome,
    Ruling,
    Standard,
    cluster,
    default_model,
    link,
    processes,
    score_pair,
    standardise,
    standardise_record,
)
from alongside.analysis.linkage.conditions import Common, Equal, Missing
from alongside.analysis.linkage.logic import Every, Not, Shared, Some
from alongside.demo.young_people import make_young_people

MODEL = default_model()
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def made():
    return make_young_people(1_500, seed=41)


@pytest.fixture(scope="module")
def linkage(made):
    return link(made.records, model=MODEL)


def as_sets(clusters):
    return {frozenset(members) for members in clusters}


def persons(linkage):
    return as_sets(linkage.clusters.to_frame().groupby("person_id")["record_id"].agg(list))


def test_one_at_a_time_in_any_order_gives_what_the_batch_gives(made, linkage):
    rows = made.records.where(made.records.notna(), None).to_dict("records")
    Random(7).shuffle(rows)
    base = Base(MODEL)
    for row in rows:
        base.add(row)
    assert as_sets(base.clusters) == persons(linkage)


def test_more_processes_change_nothing_but_who_does_the_work(made, linkage, monkeypatch):
    monkeypatch.setattr(processes, "WORTH_IT", 1_000)
    twins = [Ruling(one, other, same=False) for one, other in linkage.review[["one", "other"]].head(5).to_numpy()]
    alone, together = (link(made.records, seed=3, rulings=twins, processes=number) for number in (1, 2))
    assert persons(alone) == persons(together) and alone.edges.equals(together.edges)
    assert alone.model.version == together.model.version
    for number in (0, -1, 1.5, True, "two"):
        with pytest.raises(ValueError, match="processes must be a count"):
            link(made.records, processes=number)


def test_the_score_of_a_pair_is_splinks_own(made, linkage):
    rows = made.records.where(made.records.notna(), None).set_index("record_id", drop=False).to_dict("index")
    standard = {key: standardise_record(row, MODEL.settings) for key, row in rows.items()}
    checked = linkage.edges.sample(min(400, len(linkage.edges)), random_state=1)
    for edge in checked.itertuples():
        score = score_pair(standard[edge.one], standard[edge.other], MODEL)
        assert score.weight == pytest.approx(edge.weight, abs=1e-9)
        assert str(score.outcome) == str(edge.outcome)


def test_what_was_worked_out_for_one_pair_is_told_of_no_other(made):
    people = [standardise_record(row) for row in made.records.head(9).astype(object).to_dict("records")]
    plain = Some(Every(Equal("family_root"), Not(Missing("birth_year"))), Common("given"))
    shared = Shared(plain)
    for one, other, usual in product(people, people, (lambda *_: True, lambda *_: False)):
        assert shared.holds(one, other, usual) is shared.holds(one, other, usual) is plain.holds(one, other, usual)


def test_a_frame_is_standardised_as_one_record_is(made):
    frame = standardise(made.records)
    rows = made.records.where(made.records.notna(), None).to_dict("records")
    for row, found in zip(rows[:200], frame.head(200).to_dict("records"), strict=True):
        one = standardise_record(row)
        for name in ("given_root", "family_sound", "birth_key", "postcode", "phone", "nhs"):
            assert (found[name] or "") == getattr(one, name) or pd.isna(found[name]), name


def test_no_person_holds_two_valid_numbers(made, linkage):
    frame = standardise(made.records).assign(person=linkage.clusters.to_frame()["person_id"].to_numpy())
    permanent = frame["upn"].where(frame["upn"].str[-1:].str.isdigit().eq(True))
    for number in (frame["nhs"], permanent):
        assert (number.groupby(frame["person"]).nunique() <= 1).all()


IDS = st.integers(0, 7)
PAIRS = st.tuples(IDS, IDS).filter(lambda pair: pair[0] != pair[1])
NUMBERS = st.lists(st.sampled_from(["", "9990000018", "9990000026"]), min_size=8, max_size=8)
EDGES = st.lists(st.tuples(PAIRS, st.floats(4, 30)), max_size=20)


def grouped(numbers, edges, rulings, order=lambda items: items):
    records = {number: Standard(nhs=nhs) for number, nhs in enumerate(numbers)}
    heaviest = {tuple(sorted(pair)): weight for pair, weight in edges}
    made = [Edge(one, other, weight, Outcome.AUTOMATIC) for (one, other), weight in heaviest.items()]
    ruled = {tuple(sorted(pair)): same for pair, same in rulings}
    said = [Ruling(one, other, same) for (one, other), same in ruled.items()]
    return cluster(records, order(made), order(said)), ruled


@FEW
@given(NUMBERS, EDGES, st.lists(st.tuples(PAIRS, st.booleans()), max_size=5))
def test_a_human_different_always_holds_whatever_the_edges(numbers, edges, rulings):
    groups, ruled = grouped(numbers, edges, rulings)
    for (one, other), same in ruled.items():
        if not same:
            assert not any({one, other} <= group for group in groups)


@FEW
@given(NUMBERS, EDGES)
def test_no_cluster_holds_two_valid_numbers_without_a_human_decision(numbers, edges):
    groups, _ = grouped(numbers, edges, [])
    for group in groups:
        assert len({numbers[one] for one in group} - {""}) <= 1


@FEW
@given(NUMBERS, EDGES, st.lists(st.tuples(PAIRS, st.booleans()), max_size=4))
def test_the_order_of_edges_and_rulings_does_not_matter(numbers, edges, rulings):
    forward, _ = grouped(numbers, edges, rulings)
    backward, _ = grouped(numbers, edges, rulings, order=lambda items: items[::-1])
    assert as_sets(forward) == as_sets(backward)


@FEW
@given(NUMBERS, EDGES)
def test_every_record_is_in_one_cluster(numbers, edges):
    groups, _ = grouped(numbers, edges, [])
    assert sorted(one for group in groups for one in group) == list(range(8))


def test_a_split_and_the_split_undone_give_what_was_before(made, linkage):
    largest = max(persons(linkage), key=len)
    rows = made.records.where(made.records.notna(), None).set_index("record_id", drop=False).to_dict("index")
    base = Base(MODEL)
    for key in sorted(largest):
        base.add(rows[key])
    before = as_sets(base.clusters)
    one, other = sorted(largest)[:2]
    base.rule(one, other, same=False)
    assert not any({one, other} <= group for group in as_sets(base.clusters))
    base.rule(one, other, same=None)
    assert as_sets(base.clusters) == before


def test_no_records_are_no_persons():
    empty = pd.DataFrame(columns=["record_id", "agency", "first_name", "surname", "dob"])
    assert len(link(empty, model=MODEL).clusters) == 0
