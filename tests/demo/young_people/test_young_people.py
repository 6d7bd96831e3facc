"""What the invented young people must hold, so that linkage is measured on the difficulties that are real."""

import hashlib
import re

import pytest

from alongside.common.identifiers import nhs_number, unique_pupil_number
from alongside.demo.young_people import GROUPS, MOST_RECORDS, RECORD_COLUMNS, make_young_people
from alongside.demo.young_people.numbers import URN_LETTERS

TEN_THOUSAND = 10_000


@pytest.fixture(scope="module")
def made():
    return make_young_people(TEN_THOUSAND, seed=4)


@pytest.fixture(scope="module")
def both(made):
    return made.records.merge(made.truth, on="record_id")


def _bytes_of(made):
    return made.records.to_csv(index=False).encode() + made.truth.to_csv(index=False).encode()


def test_the_columns_are_those_that_linkage_reads_and_the_truth_stays_apart(made):
    assert tuple(made.records.columns) == RECORD_COLUMNS
    assert list(made.truth.columns) == ["record_id", "child", "name_group", "twin", "done"]
    assert (made.records["record_id"] == made.truth["record_id"]).all()
    assert made.records["record_id"].is_unique and made.records["arrival"].is_monotonic_increasing


@pytest.mark.parametrize("records", [0, 1, 7, 400])
def test_as_many_records_are_made_as_were_asked_for(records):
    made = make_young_people(records, seed=1)
    assert len(made.records) == len(made.truth) == records


def test_a_number_that_cannot_be_made_is_refused_with_the_limits():
    with pytest.raises(ValueError, match="0 to 10,000,000"):
        make_young_people(MOST_RECORDS + 1, seed=1)
    with pytest.raises(ValueError, match="from 0 to 1"):
        make_young_people(10, seed=1, base_share=1.5)


def test_one_seed_gives_the_same_bytes_on_every_machine():
    digest = hashlib.sha256(_bytes_of(make_young_people(2_000, seed=20261122))).hexdigest()
    assert digest == "c2e9da0c7003c3cf65dc6d7aba0702e547b0eadc8346bc508ca378209c566f00"


def test_another_seed_gives_other_people():
    assert _bytes_of(make_young_people(100, seed=1)) != _bytes_of(make_young_people(100, seed=2))


def test_a_larger_set_holds_the_children_of_a_smaller_one_unchanged(both):
    small = make_young_people(1_000, seed=4)
    whole = small.records.merge(small.truth, on="record_id")
    shared = [name for name in both.columns if name != "record_id"]
    assert len(whole[shared].merge(both[shared])) >= len(whole)


def test_the_size_of_a_piece_changes_nothing(monkeypatch, made):
    monkeypatch.setattr("alongside.demo.young_people.making.FAMILIES_AT_ONCE", 333)
    assert _bytes_of(make_young_people(TEN_THOUSAND, seed=4)) == _bytes_of(made)


def test_about_one_child_in_eighteen_is_a_twin_or_triplet(both):
    children = both.drop_duplicates("child")
    assert 0.047 < children["twin"].mean() < 0.067
    assert len(both) / len(children) == pytest.approx(2.7, abs=0.12)


def test_families_hold_siblings_half_siblings_and_twins_with_names_alike(both):
    plain = both[both["done"] == ""].drop_duplicates("child")
    pairs = plain.merge(plain, on=plain["child"] // 8)
    pairs = pairs[pairs["child_x"] < pairs["child_y"]]
    assert 0.05 < (pairs["surname_x"].str.lower() != pairs["surname_y"].str.lower()).mean() < 0.25
    twins = pairs[pairs["twin_x"] & pairs["twin_y"]]
    alike = (twins["first_name_x"].str[:1].str.lower() == twins["first_name_y"].str[:1].str.lower()).mean()
    others = pairs[~pairs["twin_x"]]
    assert alike > 2 * (others["first_name_x"].str[:1].str.lower() == others["first_name_y"].str[:1].str.lower()).mean()


def test_each_agency_holds_the_fields_it_would(made):
    held = made.records.notna().groupby(made.records["agency"]).mean()
    assert held.loc["school", "upn"] > 0.95 and held.loc["police", "upn"] == 0
    assert held.loc["health", "nhs_number"] > 0.9 and held.loc["police", "nhs_number"] < 0.05
    assert held.loc["police", "urn"] > 0.5 and held.loc["school", "urn"] == 0
    assert held.loc["charity", "dob"] < 0.75 and held.loc["charity", "postcode"] < 0.8
    assert held.loc["school", ["first_name", "surname", "dob"]].min() > 0.999
    assert (made.records.groupby("agency").size() > 500).all()


def test_numbers_pass_their_check_unless_somebody_mistyped_them(both):
    for column, mark, is_good in (("upn", "upn", unique_pupil_number), ("nhs_number", "nhs", nhs_number)):
        held = both.dropna(subset=[column])
        mistyped = held["done"].str.contains(f"{mark}_typed_wrong")
        good = held[column].map(lambda text: is_good(text).is_good)  # noqa: B023
        assert good[~mistyped].all()
        assert good[mistyped].mean() < 0.35 and 0.015 < mistyped.mean() < 0.035
    urn = both.loc[~both["done"].str.contains("urn_typed_wrong"), "urn"].dropna()
    assert all(URN_LETTERS[int(text[:9]) % 23] == text[9] for text in urn)


def test_a_number_belongs_to_one_child_but_some_records_bear_a_siblings(both):
    for column, mark in (("upn", "upn"), ("nhs_number", "nhs"), ("urn", "urn")):
        held = both.dropna(subset=[column]).assign(number=lambda rows: rows[column].str.replace(" ", ""))  # noqa: B023
        right = held[~held["done"].str.contains(f"{mark}_of_sibling|{mark}_typed_wrong")]
        assert right.groupby("number")["child"].nunique().max() == 1
    copied = both["done"].str.count("_of_sibling").sum() / both[["upn", "nhs_number", "urn"]].notna().sum().sum()
    assert 0.003 < copied < 0.009
    two = both[both["done"].str.contains("nhs_second")].merge(both, on="child")
    assert len(two) > 10


def test_nobody_can_be_found_under_a_number_or_postcode_of_a_record(made):
    phones = made.records["phone"].dropna().str.replace(" ", "").str.replace("+44", "0", regex=False)
    assert phones.str.match("06").all()
    assert made.records["nhs_number"].dropna().str.startswith("9").all()
    assert made.records["upn"].dropna().str.match("[A-Z]005").all()
    assert made.records["postcode"].dropna().str.upper().str.match("Z[A-DF-Z]").all()


def test_names_of_every_group_are_written_in_the_ways_that_are_theirs(both):
    assert set(both["name_group"]) == {label for _, label, _ in GROUPS}
    changed = both["done"].str.contains("otherwise").groupby(both["name_group"]).mean()
    assert changed["Somali/Arab"] > 2 * changed["White British"]
    for mark in ("fathers_name", "order_swapped", "half_of_double", "preferred_used", "short_used", "middle_as_first",
                 "changed_surname", "womans_form_lost", "surname_initial"):  # fmt: skip
        assert both["done"].str.contains(mark).sum() > 10, mark


def test_birth_dates_come_in_every_layout_and_with_every_slip(both):
    layouts = (r"\d{4}-\d\d-\d\d", r"\d\d/\d\d/\d{4}", r"\d\d\.\d\d\.\d{4}", r"\d\d [A-Z][a-z]{2} \d{4}", r"\d{4}")
    texts = both["dob"].dropna()
    assert all(sum(bool(re.fullmatch(layout, text)) for layout in layouts) == 1 for text in texts.unique())
    for mark in ("dob_swapped", "dob_first_january", "dob_year_only", "dob_slip"):
        assert both["done"].str.contains(mark).sum() > 10, mark
    january = both["done"].str.contains("dob_first_january").groupby(both["name_group"]).mean()
    assert january["Somali/Arab"] > january["White British"]


def test_families_move_and_agencies_know_different_addresses(both):
    places = both.assign(postcode=both["postcode"].str.upper().str.replace(" ", "")).dropna(subset=["postcode"])
    per_child = places.groupby("child")["postcode"].agg(["nunique", "size"])
    assert 0.2 < (per_child.loc[per_child["size"] > 2, "nunique"] > 1).mean() < 0.9
    shared = both[both["house"].isin(["Harbour House", "Anchor Hostel"])]
    assert shared.groupby(["house", "street"])["child"].nunique().max() > 3


def test_four_fifths_of_the_records_are_the_base_and_the_rest_arrive_later(made):
    assert (made.records["arrival"] < "2025-07-01").mean() == pytest.approx(0.8, abs=0.03)
    assert (make_young_people(500, seed=1, base_share=0.0).records["arrival"] >= "2025-07-01").all()
