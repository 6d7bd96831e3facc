"""Statistical disclosure control: what of a table of counts may be shown, so that nobody can be picked out of it.

release = Release({"sex": ("female", "male"), "need": ("eating", "trauma")}, threshold=5)
table = release.add(Table("by sex and need", ("sex", "need"), counts))
table.at(sex="female", need="trauma")          # a number, or Held with its reason
"""

from alongside.analysis.disclosure.bounds import Bounds
from alongside.analysis.disclosure.curves import CurvePoint, shown_curve
from alongside.analysis.disclosure.linked import may_show_sum
from alongside.analysis.disclosure.releasing import Release, rounded
from alongside.analysis.disclosure.tables import Cell, Held, Reason, Shown, Table, Zeros

__all__ = [
    "Bounds", "Cell", "CurvePoint", "Held", "Reason", "Release", "Shown", "Table", "Zeros", "may_show_sum",
    "rounded", "shown_curve",
]  # fmt: skip
