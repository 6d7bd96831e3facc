"""Make the model that is shipped with the package: `make linkage-model`, or this module with RECORDS.

RECORDS is a Parquet or CSV file of invented records with the columns of `standardise`; no real record may ever be
trained on here, since the model's file lists the commoner names. The seed stands in the file.
"""

import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from alongside.analysis.linkage.comparisons import COMMON_COLUMNS, COMPARISONS
from alongside.analysis.linkage.model import Frequencies, Model

SEED = 1
# Many more random pairs than `train` draws, so that rare levels are seen: their rates are where other training starts.
_U_PAIRS = 2e7


def blank_model() -> Model:
    """The declared starting rates, without any frequencies: from it the shipped model is trained."""
    from alongside.analysis.linkage.frequencies import LISTED_COLUMNS

    return Model(
        prior=1e-4,
        m={comparison.name: tuple(level.m for level in comparison.levels) for comparison in COMPARISONS},
        u={comparison.name: tuple(level.u for level in comparison.levels) for comparison in COMPARISONS},
        frequencies={column: Frequencies(1e-4) for column in LISTED_COLUMNS},
        usual={column: frozenset() for column in COMMON_COLUMNS},
        crowded={},
    )


def main(path: str) -> None:
    import pandas as pd

    from alongside.analysis.linkage.frames import standard_columns
    from alongside.analysis.linkage.keys import all_keys
    from alongside.analysis.linkage.settings import Settings
    from alongside.analysis.linkage.training import train_columns

    records = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, dtype=str)
    columns = standard_columns(records, Settings())
    model = train_columns(
        columns, all_keys(columns), seed=SEED, settings=Settings(namesakes=True), start=blank_model(), u_pairs=_U_PAIRS
    )
    # Who knows whom is a matter of place, and of the names of its agencies.
    model = replace(model, coverage={}, version="")
    model = replace(model, version=sha256(model.to_json().encode()).hexdigest()[:12])
    model.save(Path(__file__).with_name("default_model.json"))
    sys.stdout.write(f"default_model.json: version {model.version}, {len(records)} records, seed {SEED}\n")


if __name__ == "__main__":
    main(sys.argv[1])
