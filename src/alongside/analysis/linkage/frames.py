"""A whole frame in standard form: the functions of the live path, run once for each distinct value."""

from collections.abc import Iterable
from concurrent.futures import Executor
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage import addresses, numbers
from alongside.analysis.linkage.coded import Coded, combined
from alongside.analysis.linkage.dates import read_birth
from alongside.analysis.linkage.names import Family, Given, read_family, read_given
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.standard import (
    COLUMNS,
    birth_fields,
    either_order,
    family_fields,
    given_fields,
    is_whole_name,
    join_given,
    middle_fields,
    read_agency,
    read_names,
    read_sex,
    whole_address,
    whole_name,
)
from alongside.analysis.linkage.text import as_text

if TYPE_CHECKING:
    import pandas as pd

INPUTS = (
    "agency", "upn", "nhs_number", "urn", "first_name", "middle_name", "surname", "dob", "sex", "house", "street",
    "postcode", "phone",
)  # fmt: skip

NAMES = ("first_name", "middle_name", "surname")


def standardise(records: Any, settings: Settings | None = None) -> "pd.DataFrame":
    """Records in standard form: one row for each, in the given order, with `record_id`, `COLUMNS` and `arrival`.

    `records`: a pandas frame, or anything that DuckDB can read (Arrow, Polars, a relation), with the columns
    record_id, agency, upn, nhs_number, urn, first_name, middle_name, surname, dob, sex, house, street, postcode, phone,
    arrival; any may be missing. Without `record_id` the row number stands for it. Missing values are None.
    Raises `ValueError` when an id is missing or there twice, a column is there twice, or none of these columns is.
    """
    import pandas as pd

    frame = as_frame(records)
    columns = standard_columns(frame, settings or Settings())
    standard: dict[str, Any] = {"record_id": record_ids(frame)}
    for column in COLUMNS:
        coded = columns[column.name]
        if column.kind == "bool":
            standard[column.name] = coded.rows().astype(bool)
        else:
            standard[column.name] = Coded(coded.codes, [value or None for value in coded.values]).rows()
    if "arrival" in frame:
        standard["arrival"] = frame["arrival"].to_numpy()
    return pd.DataFrame(standard)


def as_frame(records: Any) -> "pd.DataFrame":
    """The records as a pandas frame, whatever DuckDB can read them from."""
    import pandas as pd

    if isinstance(records, pd.DataFrame):
        return _checked(records if isinstance(records.index, pd.RangeIndex) else records.reset_index(drop=True))
    if isinstance(records, (list, tuple)):
        return _checked(pd.DataFrame(list(records)))
    if is_spark_frame(records):
        raise ValueError("These records are on Spark. Give link its session (spark=), or fetch them with toPandas().")
    import duckdb

    if isinstance(records, duckdb.DuckDBPyRelation):
        return _checked(records.df())
    with duckdb.connect() as connection:
        try:
            connection.register("given_records", records)
            return _checked(connection.execute("SELECT * FROM given_records").df())
        except duckdb.Error:
            raise ValueError(
                f"Records cannot be read from {type(records).__name__}. Give a pandas, Polars or Arrow table, or a list "
                "of dictionaries; read a file first, for instance with pandas.read_csv(…, dtype=str)."
            ) from None


def _checked(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Refuse a frame in which a column would be read twice, or nothing would be read."""
    twice = sorted({str(name) for name in frame.columns[frame.columns.duplicated()]} & {"record_id", *INPUTS})
    if twice:
        raise ValueError(f"The column {', '.join(twice)} is there twice. Keep one of each name.")
    if len(frame) and not set(INPUTS) & set(frame.columns):
        raise ValueError(f"None of the columns is known here. Name them {', '.join(INPUTS)}; any may be missing.")
    return frame


def is_spark_frame(records: object) -> bool:
    """Whether these records live on Spark, told without importing it."""
    return any(kind.__module__.startswith("pyspark.sql") for kind in type(records).__mro__)


def record_ids(frame: "pd.DataFrame") -> "pd.Series[Any]":
    import pandas as pd

    ids = frame["record_id"] if "record_id" in frame else pd.Series(np.arange(len(frame)), name="record_id")
    if ids.isna().any() or ids.duplicated().any():
        raise ValueError("Every record needs a record_id of its own. Give each row one id, and none twice.")
    return ids


def standard_columns(frame: "pd.DataFrame", settings: Settings, pool: Executor | None = None) -> dict[str, Coded]:
    """The columns of `COLUMNS`, coded; "" and None are missing. Names, half of the work, are read in `pool`, if any."""
    size = len(frame)
    if not size:
        return {column.name: Coded.nothing(0) for column in COLUMNS}

    def read_in(names: Iterable[str]) -> dict[str, Coded]:
        return {name: Coded.of(frame[name]) if name in frame else Coded.nothing(size) for name in names}

    names = read_in(NAMES)
    elsewhere = pool.submit(_names, **names) if pool else None
    read = read_in(name for name in INPUTS if name not in NAMES)
    columns = {
        "agency": read["agency"].map(read_agency),
        "nhs": read["nhs_number"].map(numbers.nhs_number),
        "upn": _pupil_numbers(read["upn"], read["agency"], settings),
        "urn": read["urn"].map(numbers.reference),
        "sex": read["sex"].map(read_sex),
        "phone": read["phone"].map(numbers.telephone),
    }
    columns |= read["dob"].fields(lambda value: birth_fields(read_birth(value)))
    columns |= _addresses(read["house"], read["street"], read["postcode"])
    columns |= elsewhere.result() if elsewhere else _names(**names)
    return {column.name: columns[column.name] for column in COLUMNS}


def _pupil_numbers(upn: Coded, agency: Coded, settings: Settings) -> Coded:
    valid = upn.map(numbers.pupil_number)
    education = agency.map(lambda value: numbers.is_education(read_agency(value), settings.education))
    return combined([valid, education]).map(lambda row: row[0] if row[1] else "")


def _names(first_name: Coded, middle_name: Coded, surname: Coded) -> dict[str, Coded]:
    """`read_names` and `name_fields` by parts: what depends on two columns is done once per pair of values."""
    given = first_name.map(lambda value: read_given(as_text(value)))
    family = surname.map(lambda value: read_family(as_text(value)))
    whole = _whole_names(given, family)
    second = middle_name.map(lambda value: read_given(as_text(value)))
    pair = combined([given, second]).map(lambda row: join_given(*row))
    given, middle = pair.map(itemgetter(0)), pair.map(itemgetter(1))
    if whole.any():
        rows = np.flatnonzero(whole)
        raw = combined([column.only(rows) for column in (first_name, middle_name, surname)])
        split = raw.map(lambda row: read_names(*map(as_text, row)))
        given, middle, family = (
            column.mended(rows, split.map(itemgetter(place))) for place, column in enumerate((given, middle, family))
        )
    columns = given.fields(given_fields) | middle.fields(middle_fields) | family.fields(family_fields)
    sounds = combined([columns["given_sound"], columns["family_sound"]])
    columns["sound_name"] = sounds.map(lambda row: either_order(*row))
    columns["name"] = combined([columns["given"], columns["family"]]).map(lambda row: whole_name(*row))
    columns["root_name"] = combined([columns["given_root"], columns["family_root"]]).map(lambda row: whole_name(*row))
    return columns


def _whole_names(given: Coded, family: Coded) -> NDArray[np.bool_]:
    """For each row `is_whole_name`, which asks only whether there are names, and how many: a dozen kinds of rows."""
    firsts = given.map(lambda name: Given("a" * bool(name.first), ("a",) * bool(name.others)))
    lasts = family.map(lambda name: Family("a" * bool(name.whole), ("a",) * min(len(name.parts), 2)))
    return combined([firsts, lasts]).map(lambda row: is_whole_name(*row)).rows().astype(bool)


def _addresses(house: Coded, street: Coded, postcode: Coded) -> dict[str, Coded]:
    home, road = house.map(addresses.house), street.map(addresses.street)
    code = postcode.map(addresses.postcode)
    return {
        "house": home,
        "street": road,
        "postcode": code,
        "sector": code.map(addresses.sector),
        "address": combined([home, road, code]).map(lambda row: whole_address(*row)),
    }
