"""pseudopeople: a census against wage forms, real households, no birth date on one side."""

import logging
import time

import pandas as pd

from alongside.analysis.linkage import link
from benchmarks.identity.fetching import NotToBeHad, environment, run_apart
from benchmarks.identity.pairs_between import between, by_clusters, pairs_by_label
from benchmarks.identity.printing import row, skipped, title

SEED = "7"


def run() -> None:
    title("pseudopeople, census x wage forms (anchor: Splink's best record per form .908; ours at least .93)")
    try:
        folder = run_apart(environment("pseudopeople", "pseudopeople==1.3.1"), "apart_pseudopeople.py", SEED)
    except NotToBeHad as reason:
        return skipped(f"pseudopeople 1.3.1 cannot be had: {reason}")
    census = _census(pd.read_csv(folder / "census.csv", dtype=str))
    wages = _wages(pd.read_csv(folder / "wages.csv", dtype=str))
    real = pairs_by_label(*(file.set_index("record_id")["simulant_id"] for file in (census, wages)))
    started = time.perf_counter()
    both = pd.concat([census, wages], ignore_index=True).drop(columns="simulant_id")
    person = link(both).clusters.to_frame().set_index("record_id")["person_id"]
    found = by_clusters(person, pd.Index(census["record_id"]))
    row("alongside, trained here", between(found, real), time.perf_counter() - started)
    started = time.perf_counter()
    scored = _splink(census, wages)
    took = time.perf_counter() - started
    row("Splink 5, 0.5", between(_pairs(scored), real), took)
    best = scored.sort_values("weight", ascending=False).drop_duplicates("other")
    row("Splink 5, best census record for each form", between(_pairs(best), real), took)
    names = ["first_name", "surname", "house", "street"]
    exact = census.dropna(subset=names).merge(wages.dropna(subset=names), on=names)
    row("equal name and address", between(set(zip(exact["record_id_x"], exact["record_id_y"], strict=True)), real), 0)
    return None


def _census(file: pd.DataFrame) -> pd.DataFrame:
    month, day, year = (file["date_of_birth"].str.split("/").str[at] for at in range(3))
    return pd.DataFrame(
        {
            "record_id": [f"c{at}" for at in range(len(file))], "simulant_id": file["simulant_id"], "agency": "census",
            "first_name": file["first_name"], "middle_name": file["middle_initial"], "surname": file["last_name"],
            "dob": year + "-" + month + "-" + day, "sex": file["sex"], "house": file["street_number"],
            "street": _joined(file["street_name"], file["unit_number"]), "postcode": file["zipcode"],
        }
    )  # fmt: skip


def _wages(file: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "record_id": [f"w{at}" for at in range(len(file))], "simulant_id": file["simulant_id"], "agency": "wages",
            "first_name": file["first_name"], "middle_name": file["middle_initial"], "surname": file["last_name"],
            "house": file["mailing_address_street_number"],
            "street": _joined(file["mailing_address_street_name"], file["mailing_address_unit_number"]),
            "postcode": file["mailing_address_zipcode"],
        }
    )  # fmt: skip


def _joined(street: pd.Series, unit: pd.Series) -> pd.Series:
    return street.where(unit.isna(), street + " " + unit.fillna(""))


def _pairs(scored: pd.DataFrame) -> set[tuple[object, object]]:
    return set(zip(scored["one"], scored["other"], strict=True))


COMPARED = ["record_id", "first_name", "middle_name", "surname", "house", "street"]
BLOCKING = (("first_name", "surname"), ("house", "street"), ("surname", "house"), ("first_name", "house"),
            ("first_name", "street"), ("surname", "middle_name"))  # fmt: skip


def _splink(census: pd.DataFrame, wages: pd.DataFrame) -> pd.DataFrame:
    """Names, middle initial and address; scored pairs from a probability of 0.5."""
    from splink import DuckDBAPI, Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    linker = Linker([database.register(file[COMPARED]) for file in (census, wages)], _settings())
    learn = linker.training
    certain = [block_on("first_name", "surname", "house"), block_on("first_name", "surname", "street")]
    learn.estimate_probability_two_random_records_match(certain, recall=0.8)
    learn.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for names in (("first_name", "surname"), ("house", "street")):
        learn.estimate_parameters_using_expectation_maximisation(
            block_on(*names), estimate_without_term_frequencies=True
        )
    pairs = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    swapped = pairs["record_id_l"].str.startswith("w")
    return pd.DataFrame(
        {
            "one": pairs["record_id_l"].where(~swapped, pairs["record_id_r"]),
            "other": pairs["record_id_r"].where(~swapped, pairs["record_id_l"]),
            "weight": pairs["match_weight"],
        }
    )


def _settings() -> object:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    address = cl.CustomComparison(
        [
            cll.Or(cll.NullLevel("house"), cll.NullLevel("street")),
            cll.And(cll.ExactMatchLevel("house"), cll.ExactMatchLevel("street")),
            cll.And(cll.ExactMatchLevel("house"), cll.JaroWinklerLevel("street", 0.9)),
            cll.ExactMatchLevel("street"),
            cll.ElseLevel(),
        ],
        output_column_name="address",
    )
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="record_id",
        blocking_rules_to_generate_predictions=[block_on(*names) for names in BLOCKING],
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.ExactMatch("middle_name"),
            address,
        ],
        retain_matching_columns=False,
    )
