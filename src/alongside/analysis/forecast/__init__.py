"""Where events will fall next: plain counts, what may beat them, and the test of whether it does."""

from alongside.analysis.forecast.accuracy import Pai, WardScore, pai, poisson_deviance, score_wards
from alongside.analysis.forecast.boosting import boosted
from alongside.analysis.forecast.counting import baseline
from alongside.analysis.forecast.history import History
from alongside.analysis.forecast.interface import Fitted, Forecast, Forecaster
from alongside.analysis.forecast.loglinear import blended
from alongside.analysis.forecast.monthly import Monthly
from alongside.analysis.forecast.scoring import Score, rolling, score
from alongside.analysis.forecast.triggering import etas
from alongside.analysis.forecast.ward_means import WardMean, plain_wards
from alongside.analysis.forecast.ward_months import WardForecast, WardModel, wards
from alongside.analysis.forecast.watching import Watch, watch

__all__ = [
    "Fitted", "Forecast", "Forecaster", "History", "Monthly", "Pai", "Score", "WardForecast", "WardMean", "WardModel",
    "WardScore", "Watch", "baseline", "blended", "boosted", "etas", "pai", "plain_wards", "poisson_deviance", "rolling",
    "score", "score_wards", "wards", "watch",
]  # fmt: skip
