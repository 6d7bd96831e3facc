"""Writes of recorded crime, incidents and counts by area, and of analyses."""

from alongside.places.actions.area_counts import load_counts
from alongside.places.actions.exporting import note_export
from alongside.places.actions.incident_files import (
    choose_columns,
    enter_incidents,
    fingerprint,
    receive_incident_file,
    resume_incident_file,
    stop_incident_file,
    take_out_file,
)
from alongside.places.actions.incident_sets import amend_set, make_set, set_outline
from alongside.places.actions.loading import count_by_boundaries, load_street_file
from alongside.places.actions.outcome_loading import load_outcome_file
from alongside.places.actions.problems import ProblemDraft, move_problem, raise_problem
from alongside.places.actions.runs import ask_for_run, is_run_waiting, stop_run, work_next_run
from alongside.places.actions.watching import keep_ward_watches

__all__ = [
    "ProblemDraft",
    "amend_set",
    "ask_for_run",
    "choose_columns",
    "count_by_boundaries",
    "enter_incidents",
    "fingerprint",
    "is_run_waiting",
    "keep_ward_watches",
    "load_counts",
    "load_outcome_file",
    "load_street_file",
    "make_set",
    "move_problem",
    "note_export",
    "raise_problem",
    "receive_incident_file",
    "resume_incident_file",
    "set_outline",
    "stop_incident_file",
    "stop_run",
    "take_out_file",
    "work_next_run",
]
