"""Every result can be repeated from what it carries, and cannot be changed."""

import copy
import json
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from alongside import __version__
from alongside.analysis.events import Unfit
from alongside.analysis.events.corrections import adjusted_p
from alongside.analysis.events.results import hash_of
from alongside.analysis.hotspots import Grid, concentration, counts, gi_star

GRID = Grid.rectangle(0, 0, 6, 5, 100)
EVENTS = (np.array([50, 150, 150, 250, 551]), np.array([50, 50, 60, 150, 420]))


def test_a_result_carries_settings_seed_hash_and_version():
    result = gi_star(counts(EVENTS, GRID), permutations=99, seed=7)
    assert (result.seed, result.version) == (7, __version__)
    assert result.settings["permutations"] == 99
    assert result.settings["cell"] == 100
    assert len(result.data_hash) == 64


def test_a_result_is_frozen_with_its_arrays_and_settings():
    given = np.arange(30.0)
    result = gi_star(given, neighbours=gi_star_neighbours())
    with pytest.raises(FrozenInstanceError):
        result.z = None
    with pytest.raises(ValueError, match="read-only"):
        result.z[0] = 9
    with pytest.raises(TypeError):
        result.settings["alpha"] = 1
    given[0] = 5


def gi_star_neighbours():
    from alongside.analysis.hotspots import Neighbours

    return Neighbours.queen(GRID)


def test_the_hash_follows_the_data_and_nothing_else():
    assert hash_of([[1, 2], [3]]) == hash_of([np.array([1.0, 2.0]), (3,)])
    assert len({hash_of([[1, 2], [3]]), hash_of([[1], [2, 3]]), hash_of([[1, 2, 3]]), hash_of([[1, 2], None])}) == 4


def test_a_result_goes_to_json_whole():
    plain = json.loads(json.dumps(concentration([3, 0, 1, 0], draws=19, seed=1).plain()))
    assert plain["seed"] == 1
    assert plain["share"][0] == 0.75
    tested = json.loads(json.dumps(gi_star(counts(EVENTS, GRID)).plain()))
    assert tested["grid"]["cells"] == 30
    assert len(tested["z"]) == 30


def test_nothing_touches_the_global_random_state():
    before = np.random.get_state()[1].tolist()
    gi_star(counts(EVENTS, GRID), permutations=19, seed=1)
    concentration([3, 0, 1, 0], draws=19, seed=1)
    assert np.random.get_state()[1].tolist() == before


def test_the_false_discovery_rate_is_that_of_the_textbook():
    # Benjamini and Hochberg 1995, section 3.2: fifteen p-values, four rejected at 5%; Bonferroni rejects three.
    p = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.324,
            0.4262,
            0.5719,
            0.6528,
            0.759,
            1,
        ]
    )
    assert (adjusted_p(p, "fdr") <= 0.05).sum() == 4
    assert (adjusted_p(p, "bonferroni") <= 0.05).sum() == 3
    assert (adjusted_p(p, "fdr_dependent") >= adjusted_p(p, "fdr")).all()
    assert adjusted_p(p, "none").tolist() == p.tolist()


def test_an_unknown_correction_is_refused_and_gaps_are_not_counted():
    with pytest.raises(Unfit, match="not known"):
        adjusted_p(np.array([0.1]), "holm")
    assert adjusted_p(np.array([0.01, np.nan]), "bonferroni")[0] == 0.01


@pytest.mark.parametrize("carried", [copy.deepcopy, lambda result: pickle.loads(pickle.dumps(result))])
def test_a_result_travels_between_processes_and_stays_frozen(carried):
    result = gi_star(counts(EVENTS, GRID), permutations=99, seed=7)
    arrived = carried(result)
    assert arrived.plain() == result.plain()
    with pytest.raises(ValueError, match="read-only"):
        arrived.z[0] = 9
    with pytest.raises(TypeError, match="cannot be changed"):
        arrived.settings["alpha"] = 1
