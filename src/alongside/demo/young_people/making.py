"""Put together: families, their children, what each agency writes about them, and the truth beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alongside.demo.young_people.contacts import write_contacts
from alongside.demo.young_people.dates import arrivals, write_births, write_sex
from alongside.demo.young_people.draws import Draws, Ints
from alongside.demo.young_people.families import Children, make_children
from alongside.demo.young_people.held_numbers import write_numbers
from alongside.demo.young_people.homes import Homes
from alongside.demo.young_people.known import Known, who_is_known
from alongside.demo.young_people.marks import Marks
from alongside.demo.young_people.name_lists import GROUP_LABELS, NameLists, name_lists
from alongside.demo.young_people.naming import write_names
from alongside.demo.young_people.rates import AGENCIES

RECORD_COLUMNS = (
    "record_id", "agency", "upn", "nhs_number", "urn", "first_name", "middle_name", "surname", "dob", "sex", "house",
    "street", "postcode", "phone", "arrival",
)  # fmt: skip
FAMILIES_AT_ONCE = 40_000
MOST_RECORDS = 10_000_000
BASE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class YoungPeople:
    """Records as five agencies hold them, and the truth that no agency has."""

    records: pd.DataFrame
    truth: pd.DataFrame


def make_young_people(records: int, *, seed: int, base_share: float = BASE_SHARE) -> YoungPeople:
    """So many records of invented young people, in order of arrival.

    The same seed gives the same bytes on any machine, and a larger set holds the children of a smaller one. The
    truth has a row for each record: record_id, child, name_group, twin, done (what was done to the record). About
    `base_share` of the records arrive before 1 July 2025.
    """
    if not 0 <= records <= MOST_RECORDS:
        raise ValueError(f"Ask for 0 to {MOST_RECORDS:,} records.")
    if not 0 <= base_share <= 1:
        raise ValueError("The share of the base is a number from 0 to 1.")
    parts = list(_parts(Draws(seed), name_lists(), records, base_share))
    columns = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    order = np.lexsort((columns.pop("shuffle"), columns["arrival"]))[:records]
    columns = {name: columns.pop(name)[order] for name in list(columns)}
    width = len(str(max(records, 1)))
    identifiers = np.array([f"R{number:0{width}d}" for number in range(1, len(order) + 1)], dtype=object)
    truth = pd.DataFrame(
        {"record_id": identifiers, **{name: columns.pop(name) for name in ("child", "name_group", "twin", "done")}}
    )
    return YoungPeople(pd.DataFrame({"record_id": identifiers, **columns}, columns=list(RECORD_COLUMNS)), truth)


def _parts(draws: Draws, names: NameLists, records: int, base_share: float) -> Iterator[dict[str, np.ndarray]]:
    """The records of some thousand families at a time, until there are enough; the last child's may be cut."""
    first, left = 0, records
    while True:
        families = np.arange(first, first + min(FAMILIES_AT_ONCE, 200 + left // 4), dtype=np.int64)
        part = _part(draws, names, families, base_share, left)
        yield part
        first += len(families)
        left -= len(part["child"])
        if left <= 0:
            return


def _part(draws: Draws, names: NameLists, families: Ints, base_share: float, most: int) -> dict[str, np.ndarray]:
    children = make_children(draws, names, families)
    known = _cut(who_is_known(draws, children, base_share), most)
    marks = Marks(len(known))
    held = write_numbers(draws, children, known, marks)
    written = write_names(draws, names, children, known, marks)
    contact = write_contacts(draws, Homes(draws, families), children, known, marks)
    dob = write_births(draws, children, known, marks)
    sex = write_sex(draws, children, known, marks)
    return {
        "agency": np.array(AGENCIES, dtype=object)[known.agency],
        "upn": held.upn, "nhs_number": held.nhs_number, "urn": held.urn,
        "first_name": written.first, "middle_name": written.middle, "surname": written.surname,
        "dob": dob, "sex": sex,
        "house": contact.house, "street": contact.street, "postcode": contact.postcode, "phone": contact.phone,
        "arrival": arrivals(draws, known),
        **_truth(children, known, marks),
        "shuffle": draws.share("shuffle", known.key),
    }  # fmt: skip


def _cut(known: Known, most: int) -> Known:
    return Known(known.child[:most], known.agency[:most], known.key[:most], known.day[:most])


def _truth(children: Children, known: Known, marks: Marks) -> dict[str, np.ndarray]:
    return {
        "child": children.key[known.child],
        "name_group": GROUP_LABELS[children.group[known.child]],
        "twin": children.twin[known.child],
        "done": marks.texts(),
    }
