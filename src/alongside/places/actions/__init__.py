"""Writes of recorded crime and of analyses."""

from alongside.places.actions.loading import count_by_boundaries, load_street_file
from alongside.places.actions.runs import ask_for_run, is_run_waiting, stop_run, work_next_run

__all__ = ["ask_for_run", "count_by_boundaries", "is_run_waiting", "load_street_file", "stop_run", "work_next_run"]
