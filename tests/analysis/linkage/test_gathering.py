"""What agencies know of two groups of records: one child with two names, or two children."""

from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.linkage import Base, Model, Ruling, Settings, default_model, link, standardise
from alongside.analysis.linkage.coverage import Coverage, bits, count_coverage
from alongside.analysis.linkage.frames import standard_columns
from alongside.analysis.linkage.keys import all_keys
from alongside.analysis.linkage.training import _count, settings_for
from alongside.demo.young_people import make_young_people

SHIPPED = default_model()
KNOWN = {"school": Coverage(0.9, 0.15), "health": Coverage(0.85, 0.1), "charity": Coverage(0.06, 0.1),
         "police": Coverage(0.08, 0.3)}  # fmt: skip
MODEL = replace(SHIPPED, coverage=KNOWN)
HOME = {"surname": "Marlowe-Adeyi", "dob": "2012-05-14", "sex": "f", "house": "12", "street": "Quayside Mews",
        "postcode": "ZL1 2AB"}  # fmt: skip


def frame(*rows):
    return pd.DataFrame(
        [{"record_id": at, "agency": agency, "first_name": name, **HOME, **more}
         for at, (agency, name, more) in enumerate(rows)]
    )  # fmt: skip


def persons(records, model=MODEL, **options):
    found = link(records, model=model, **options).clusters.to_frame()
    return {frozenset(group) for group in found.groupby("person_id")["record_id"].agg(list)}


UPN = {"upn": "Q000500131001"}
ANOTHER, TEMPORARY = "E000500131002", "Q00050013100B"
TWO_NAMES = (("school", "Amina", {}), ("health", "Amina", {}), ("charity", "Zahra", {}))


def test_a_child_with_another_name_at_the_club_is_one_child_where_the_club_s_child_has_no_school():
    assert persons(frame(*TWO_NAMES)) == {frozenset({0, 1, 2})}


def test_without_knowing_who_knows_how_many_a_person_is_asked():
    linkage = link(frame(*TWO_NAMES), model=SHIPPED)
    assert persons(frame(*TWO_NAMES), SHIPPED) == {frozenset({0, 1}), frozenset({2})}
    assert set(linkage.review["outcome"]) == {"refused"}


@pytest.mark.parametrize(
    "twins",
    [
        (("school", "Amina", {}), ("health", "Amina", {}), ("school", "Zahra", {})),
        (("school", "Amina", {}), ("health", "Amina", {}), ("school", "Zahra", {}), ("health", "Zahra", {})),
        # Known to two agencies that know few: neither has a school, which says nothing.
        (("police", "Amina", {}), ("charity", "Zahra", {})),
        # Each is called so more than once.
        (("school", "Amina", {}), ("school", "Amina", {}), ("police", "Zahra", {}), ("charity", "Zahra", {})),
        # A twin's number copied onto the other's record.
        (("health", "Amina", {"nhs_number": "9990000018"}), ("health", "Zahra", {"nhs_number": "9990000018"})),
        (("school", "Amina", {"nhs_number": "9990000018"}), ("health", "Zahra", {"nhs_number": "9990000026"})),
        (("school", "Amina", {}), ("health", "Amina", {}), ("charity", "Zahra", {"sex": "m"})),
        (("school", "Amina", UPN), ("school", "Zahra", UPN)),
        (("school", "Amina", UPN), ("health", "Amina", {}), ("school", "Idris", {**UPN, "sex": "m"})),
        # The birth date of the second is not known, and the home is all they share.
        (("school", "Amina", {}), ("health", "Amina", {}), ("charity", "Aniyah", {"dob": None})),
    ],
)  # fmt: skip
def test_twins_are_not_joined_by_what_agencies_know(twins):
    records = frame(*twins)
    for group in persons(records):
        assert len({twins[at][1] for at in group}) == 1


def test_one_pupil_number_under_two_names_is_one_child_where_another_agency_knows_but_the_one():
    moved = (("school", "Amina", UPN), ("health", "Amina", {}), ("school", "Zahra", UPN))
    assert persons(frame(*moved)) == {frozenset({0, 1, 2})}


def test_an_initial_that_fits_two_sisters_joins_neither():
    sisters = (("school", "Amina", {}), ("health", "Amina", {}), ("school", "Aisha", {"dob": "2014-09-02"}),
               ("health", "Aisha", {"dob": "2014-09-02"}))  # fmt: skip
    found = persons(frame(*sisters, ("charity", "A", {"dob": None})))
    assert found == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4})}


@pytest.mark.parametrize(("other", "together"), [(TEMPORARY, True), (ANOTHER, False)])
def test_a_temporary_pupil_number_beside_the_permanent_one_is_no_second_child(other, together):
    records = frame(("school", "Amina", UPN), ("school", "Amina", {"upn": other}))
    assert (frozenset({0, 1}) in persons(records)) is together


def test_a_number_never_joins_another_first_name_with_another_birth_date():
    number = {"nhs_number": "9990000018"}
    sisters = (("school", "Amina", number), ("health", "Zahra", {**number, "dob": "2014-09-02"}))
    assert persons(frame(*sisters)) == {frozenset({0}), frozenset({1})}


def test_a_name_that_fits_either_twin_joins_neither():
    both = (("school", "Amina", {}), ("health", "Amina", {}), ("school", "Jude", {}), ("health", "Jude", {}))
    assert persons(frame(*both, ("charity", "Zahra", {}))) == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4})}


def test_what_a_person_ruled_stands_before_what_agencies_know():
    assert len(persons(frame(*TWO_NAMES), rulings=[Ruling(0, 2, same=False)])) == 2


def test_a_twin_who_is_called_as_the_other_s_second_name_stays_a_twin():
    sure = (("school", "Isla", {"middle_name": "Ellie"}), ("health", "Isla", {"middle_name": "Ellie"}),
            ("school", "Eleanor", {}), ("health", "Eleanor", {}))  # fmt: skip
    assert persons(frame(*sure)) == {frozenset({0, 1}), frozenset({2, 3})}


@pytest.fixture(scope="module")
def made():
    return make_young_people(2_500, seed=43)


@pytest.fixture(scope="module")
def trained(made):
    """The shipped model, with what training counts of these records before it learns anything."""
    columns = standard_columns(made.records, Settings())
    return _count(columns, all_keys(columns), len(made.records), SHIPPED)[0]


def test_training_counts_who_knows_how_many(trained):
    coverage = trained.coverage
    assert coverage["school"].known > coverage["council"].known > coverage["charity"].known
    assert bits({"school", "health"}, {"charity"}, coverage) > 0 > bits({"school"}, {"school"}, coverage)
    assert bits({"police"}, {"police"}, {}) == bits({""}, {"nobody"}, coverage) == 0


def test_without_agencies_nothing_is_counted(made):
    columns = standard_columns(made.records.drop(columns="agency"), Settings())
    assert not count_coverage(columns["agency"], np.arange(len(made.records)) // 3)


def test_a_model_s_file_keeps_who_knows_how_many_and_the_shipped_one_has_none(trained):
    assert Model.from_json(trained.to_json()) == trained
    assert not SHIPPED.coverage and '"coverage"' not in SHIPPED.to_json()


def test_one_at_a_time_in_any_order_gives_what_the_batch_gives_with_agencies_in_it(made, trained):
    rows = made.records.where(made.records.notna(), None).to_dict("records")
    batch = persons(made.records, trained)
    assert batch != persons(made.records, replace(trained, coverage={}))
    for seed in (3, 4):
        Random(seed).shuffle(rows)
        base = Base(trained)
        for row in rows:
            base.add(row)
        assert set(base.clusters) == batch


def test_no_person_holds_two_valid_numbers_with_agencies_in_it(made, trained):
    person = link(made.records, model=trained).clusters.to_frame()["person_id"].to_numpy()
    held = standardise(made.records).assign(person=person)
    permanent = held["upn"].where(held["upn"].str[-1:].str.isdigit().eq(True))
    for number in (held["nhs"], permanent):
        assert (number.groupby(held["person"]).nunique() <= 1).all()


def test_whether_families_are_among_the_people_is_found_out_from_homes(made):
    assert settings_for(standard_columns(made.records, Settings())).families
    few = made.records.head(60)
    assert settings_for(standard_columns(few, Settings())).families, "too few pairs to tell: the cautious side"


def test_a_register_of_people_who_share_no_homes_has_no_families():
    people = [
        {"first_name": f"{first}{at % 7}", "surname": f"Quayle{at}", "dob": f"19{50 + at % 40}-03-{1 + at % 28:02}",
         "house": str(at), "street": "Quay Road", "postcode": "ZL1 2AB"}
        for at in range(600) for first in ("Amina", "Amyna")
    ]  # fmt: skip
    assert not settings_for(standard_columns(pd.DataFrame(people), Settings())).families
