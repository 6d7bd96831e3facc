from pathlib import Path
from alongside.analysis.linkage.comparisons import COMPARISONS, FREQUENCY_COLUMNS, COMMON_COLUMNS
from alongside.analysis.linkage.model import Model, Frequencies

FLOORS = {'given': 1e-3, 'family': 1e-3, "name": 1e-4, "root_name": 1e-4, "given_root": 1e-3, "family_root": 1e-3, "address": 1e-4, "phone": 1e-4, "postcode": 5e-4, "urn": 1e-4}

def hand_set() -> Model:
    return Model(
        prior=1 / 12000,
        m={c.name: tuple(l.m for l in c.levels) for c in COMPARISONS},
        u={c.name: tuple(l.u for l in c.levels) for c in COMPARISONS},
        frequencies={c: Frequencies(FLOORS[c]) for c in FLOORS},
        usual={c: frozenset() for c in COMMON_COLUMNS},
        crowded={},
    )

if __name__ == "__main__":
    hand_set().save(Path(__file__).parent / "default_model.json")
