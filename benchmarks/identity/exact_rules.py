"""Joining by equal values alone: how hard a set is, and what spreadsheets and many systems do."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from anyascii import anyascii
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

NAME = ("first_name", "surname", "dob")
NUMBERS = (("upn",), ("nhs_number",), ("urn",))
RULES: dict[str, tuple[tuple[str, ...], ...]] = {
    "same number": NUMBERS,
    "same first name, surname, birth date": (NAME,),
    "number or name + birth date": (*NUMBERS, NAME),
    "four exact rules": (*NUMBERS, NAME, ("surname", "dob", "postcode"), ("first_name", "surname", "postcode")),
}


def plain(records: pd.DataFrame) -> pd.DataFrame:
    """Small letters without accents, dates in one layout, nothing else mended."""
    wanted = ("upn", "nhs_number", "urn", "first_name", "surname", "postcode")
    made = {name: _each(records[name], lambda text: "".join(anyascii(text).lower().split())) for name in wanted}
    return pd.DataFrame({**made, "dob": _each(records["dob"], _date)})


def _each(values: pd.Series, change: object) -> pd.Series:
    return values.map({text: change(text) for text in values.dropna().unique()})  # type: ignore[operator]


def _date(text: str) -> str | None:
    for layout in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y"):
        found = pd.to_datetime(text, format=layout, errors="coerce")
        if not pd.isna(found):
            return str(found.date())
    return None


def joined_by(fields: pd.DataFrame, rules: Sequence[tuple[str, ...]]) -> np.ndarray:
    """A label for each record: records equal in all columns of some rule are joined, and those joined to them."""
    links = []
    for columns in rules:
        keys = fields[list(columns)].dropna()
        keys = keys[(keys != "").all(axis=1)]
        number = keys.groupby(list(columns), sort=False).ngroup().to_numpy()
        first = pd.Series(keys.index).groupby(number).transform("first").to_numpy()
        links.append(np.stack([keys.index.to_numpy(), first]))
    one, other = np.concatenate(links, axis=1)
    graph = coo_matrix((np.ones(len(one)), (one, other)), shape=(len(fields), len(fields)))
    return connected_components(graph, directed=False)[1]
