"""Reads of recorded crime and of stored analyses. There is no person in either: nobody need be known to read them."""

from alongside.places.queries.changes import changes_of_recording
from alongside.places.queries.problems import ProblemTold, problem, problems, problems_of_run
from alongside.places.queries.recorded import (
    CountingSummary,
    FileSummary,
    Page,
    RejectSummary,
    countings,
    districts_with_crime,
    file,
    files,
    is_loaded,
    lsoa_names,
    months_held,
    rejected_rows,
    types_held,
)
from alongside.places.queries.runs import RunDetail, RunSummary, latest_done, run, run_summary, runs
from alongside.places.queries.streets import streets_at, streets_named

__all__ = [
    "CountingSummary",
    "FileSummary",
    "Page",
    "ProblemTold",
    "RejectSummary",
    "RunDetail",
    "RunSummary",
    "changes_of_recording",
    "countings",
    "districts_with_crime",
    "file",
    "files",
    "is_loaded",
    "latest_done",
    "lsoa_names",
    "months_held",
    "problem",
    "problems",
    "problems_of_run",
    "rejected_rows",
    "run",
    "run_summary",
    "runs",
    "streets_at",
    "streets_named",
    "types_held",
]
