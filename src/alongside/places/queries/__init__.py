"""Reads of recorded crime and of stored analyses. There is no person in either: nobody need be known to read them."""

from alongside.places.queries.recorded import (
    CountingSummary,
    FileSummary,
    Page,
    RejectSummary,
    countings,
    file,
    files,
    is_loaded,
    lsoa_names,
    months_held,
    rejected_rows,
    types_held,
)
from alongside.places.queries.runs import RunDetail, RunSummary, run, runs

__all__ = [
    "CountingSummary",
    "FileSummary",
    "Page",
    "RejectSummary",
    "RunDetail",
    "RunSummary",
    "countings",
    "file",
    "files",
    "is_loaded",
    "lsoa_names",
    "months_held",
    "rejected_rows",
    "run",
    "runs",
    "types_held",
]
