"""The peer: Splink 5 with a model put together as its documentation shows, on the records of five agencies."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.identity.exact_rules import plain

SEED = 1
PAIRS_TO_LEARN = 2e6
SEXES = {"M": "m", "F": "f", "1": "m", "2": "f", "Male": "m", "Female": "f", "male": "m", "female": "f"}
BLOCKING: tuple[tuple[str, ...], ...] = (
    ("nhs_number",), ("upn",), ("urn",),
    ("dob", "first_name"), ("dob", "surname"), ("dob", "postcode"), ("dob", "sex"),
    ("first_name", "surname"), ("house", "postcode", "first_name"),
    ("substr(dob, 1, 7)", "substr(first_name, 1, 3)", "substr(surname, 1, 3)"),
    ("postcode", "substr(surname, 1, 3)", "substr(first_name, 1, 1)"),
    ("phone", "first_name"),
)  # fmt: skip


def prepared(records: pd.DataFrame) -> pd.DataFrame:
    """Cleaned as its guide says: small letters, no accents, one layout for dates, no spaces in codes."""
    fields = plain(records)
    digits = records["phone"].str.replace(r"^\+44", "0", regex=True).str.replace(r"\D", "", regex=True)
    return fields.assign(
        unique_id=np.arange(len(records)),
        full_name=fields["first_name"] + " " + fields["surname"],
        middle_name=_letters(records["middle_name"]),
        sex=records["sex"].map(SEXES),
        house=records["house"].str.lower().str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip(),
        street=_letters(records["street"]),
        phone=digits,
    )


def _letters(texts: pd.Series) -> pd.Series:
    return texts.str.lower().str.replace(r"[^a-z]+", " ", regex=True).str.strip()


def clusters(fields: pd.DataFrame, *, threshold: float = 0.9) -> np.ndarray:
    """The cluster of each record, in the order of the frame."""
    linker = trained(fields, name=name(), numbers=_numbers())
    pairs = linker.inference.predict(threshold_match_probability=threshold)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    frame = found.as_pandas_dataframe().set_index("unique_id")
    return frame["cluster_id"].loc[fields["unique_id"]].to_numpy()


def trained(fields: pd.DataFrame, *, name: object, numbers: list[object]) -> Any:
    """Splink's linker, trained as its documentation shows, with these comparisons of names and numbers."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    database = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[name, _birth(), same("sex"), _address(), _middle(), same("phone"), *numbers],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKING],
        retain_matching_columns=False,
    )
    linker = Linker(database.register(fields, dataset_display_name="records"), settings)
    learn = linker.training
    certain = [block_on("nhs_number"), block_on("upn"), block_on("first_name", "surname", "dob")]
    learn.estimate_probability_two_random_records_match(certain, recall=0.7)
    learn.estimate_u_using_random_sampling(max_pairs=PAIRS_TO_LEARN, seed=SEED)
    for columns in (("dob", "sex"), ("first_name", "surname"), ("house", "postcode")):
        learn.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    return linker


def name(*, between: Sequence[object] = ()) -> object:
    """Equal, changed over, near in both, `between`, one of the two equal, near as a whole."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    def near(column: str, least: float) -> object:
        return cll.JaroWinklerLevel(column, least)

    return cl.CustomComparison(
        [
            cll.Or(cll.NullLevel("first_name"), cll.NullLevel("surname")).configure(is_null_level=True),
            cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
            cll.ColumnsReversedLevel("first_name", "surname", symmetrical=True),
            cll.And(near("first_name", 0.92), near("surname", 0.92)),
            cll.And(near("first_name", 0.8), near("surname", 0.8)),
            *between,
            cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
            cll.ExactMatchLevel("first_name", term_frequency_adjustments=True),
            near("full_name", 0.8),
            cll.ElseLevel(),
        ],
        output_column_name="name",
    )


def _birth() -> object:
    import splink.comparison_library as cl

    return cl.DateOfBirthComparison("dob", input_is_string=True)


def same(column: str) -> object:
    import splink.comparison_library as cl

    return cl.ExactMatch(column)


def _address() -> object:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    return cl.CustomComparison(
        [
            cll.NullLevel("postcode"),
            cll.And(cll.ExactMatchLevel("house"), cll.ExactMatchLevel("postcode")),
            cll.ExactMatchLevel("postcode", term_frequency_adjustments=True),
            cll.LevenshteinLevel("postcode", 1),
            cll.ExactMatchLevel("street"),
            cll.ElseLevel(),
        ],
        output_column_name="address",
    )


def _middle() -> object:
    import splink.comparison_library as cl

    return cl.JaroWinklerAtThresholds("middle_name", 0.88)


def _numbers() -> list[object]:
    import splink.comparison_library as cl

    return [cl.LevenshteinAtThresholds("upn", 1), cl.LevenshteinAtThresholds("nhs_number", 1), cl.ExactMatch("urn")]
