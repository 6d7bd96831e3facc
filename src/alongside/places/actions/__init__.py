"""Writes of recorded crime, incidents and counts by area, of analyses, and of operations."""

from alongside.places.actions.area_counts import load_counts
from alongside.places.actions.exporting import note_export, note_operations_export
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
from alongside.places.actions.operation_activity import keep_police_note, record_result, write_activity
from alongside.places.actions.operation_powers import end_power, use_power
from alongside.places.actions.operation_protocols import lock_protocol, write_protocol
from alongside.places.actions.operation_taskings import answer_tasking, task
from alongside.places.actions.operations import add_agency, move_stage, note_finding, set_tactic, start_operation
from alongside.places.actions.outcome_loading import load_outcome_file
from alongside.places.actions.patrol_trials import begin_patrol_days, judge_patrol_days, write_patrol
from alongside.places.actions.problems import ProblemDraft, move_problem, raise_problem
from alongside.places.actions.runs import ask_for_run, is_run_waiting, stop_run, work_next_run
from alongside.places.actions.tasking_meetings import decide_item, hold_meeting, put_item, sign_answer, write_answer
from alongside.places.actions.watching import keep_ward_watches

__all__ = [
    "ProblemDraft",
    "add_agency",
    "amend_set",
    "answer_tasking",
    "ask_for_run",
    "begin_patrol_days",
    "choose_columns",
    "count_by_boundaries",
    "decide_item",
    "end_power",
    "enter_incidents",
    "fingerprint",
    "hold_meeting",
    "is_run_waiting",
    "judge_patrol_days",
    "keep_police_note",
    "keep_ward_watches",
    "load_counts",
    "load_outcome_file",
    "load_street_file",
    "lock_protocol",
    "make_set",
    "move_problem",
    "move_stage",
    "note_export",
    "note_finding",
    "note_operations_export",
    "put_item",
    "raise_problem",
    "receive_incident_file",
    "record_result",
    "resume_incident_file",
    "set_outline",
    "set_tactic",
    "sign_answer",
    "start_operation",
    "stop_incident_file",
    "stop_run",
    "take_out_file",
    "task",
    "use_power",
    "work_next_run",
    "write_activity",
    "write_answer",
    "write_patrol",
    "write_protocol",
]
