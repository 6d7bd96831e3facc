"""Dated points and what every answer about them carries: units checked, times made comparable, results stamped."""

from alongside.analysis.events.points import Events, as_events
from alongside.analysis.events.results import Result
from alongside.analysis.events.times import Clock, elapsed_days
from alongside.analysis.events.unfit import Unfit

__all__ = ["Clock", "Events", "Result", "Unfit", "as_events", "elapsed_days"]
