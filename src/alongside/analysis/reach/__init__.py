"""Whom a programme reaches, from head counts of classes alone: no list of people is needed, and none is taken."""

from alongside.analysis.reach.attending import Between, attending
from alongside.analysis.reach.pooled import PooledShare, pooled_share
from alongside.analysis.reach.target import ClassAhead, ClassPast, TargetForecast, forecast_target

__all__ = [
    "Between", "ClassAhead", "ClassPast", "PooledShare", "TargetForecast", "attending", "forecast_target",
    "pooled_share",
]  # fmt: skip
