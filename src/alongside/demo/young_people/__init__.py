"""Invented young people as five agencies know them, in any number, with the truth kept beside them.

For training, testing and measuring identity across agencies: `make_young_people(32_000, seed=1)`. The rates of
every error, and why each was chosen, are in the table of `rates`; they were set before any linkage was run on these
records. Nobody here exists: names are drawn apart and put together at random; numbers, postcodes and telephone
numbers come from ranges that were never issued.
"""

from alongside.demo.young_people.making import BASE_SHARE, MOST_RECORDS, RECORD_COLUMNS, YoungPeople, make_young_people
from alongside.demo.young_people.name_lists import GROUPS

__all__ = ["BASE_SHARE", "GROUPS", "MOST_RECORDS", "RECORD_COLUMNS", "YoungPeople", "make_young_people"]
