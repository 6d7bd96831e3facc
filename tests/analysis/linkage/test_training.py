"""A model is learnt from records without labels, and the same records and seed make the same model."""

import pytest

from alongside.analysis.linkage import default_model, link, train
from alongside.demo.young_people import make_young_people


@pytest.fixture(scope="module")
def made():
    return make_young_people(2_000, seed=4)


@pytest.fixture(scope="module")
def trained(made):
    return train(made.records, seed=7)


def test_the_same_records_and_seed_make_the_same_model_to_the_letter(made, trained):
    assert train(made.records, seed=7).to_json() == trained.to_json()


def test_what_is_learnt_is_of_these_records_and_fixed_rates_stay(trained):
    shipped = default_model()
    assert (
        trained.version != shipped.version and trained.prior > 3 * shipped.prior
    )  # fewer people, so more pairs of one
    assert trained.m["name"] != shipped.m["name"] and trained.m["nhs"] == shipped.m["nhs"]
    for rates in (*trained.m.values(), *trained.u.values()):
        assert sum(rates) == pytest.approx(1.0, abs=1e-6) and min(rates) >= 0


def test_a_saved_model_links_as_the_one_that_was_trained(made, trained, tmp_path):
    trained.save(tmp_path / "model.json")
    again = type(trained).load(tmp_path / "model.json")
    one, other = (link(made.records, model=model).clusters.to_frame() for model in (again, trained))
    assert one.equals(other)
