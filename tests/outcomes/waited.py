"""Facts of cases under a contract, as the directory counts waits."""

from alongside.support.scorecard_figures import Fact


def facts(*, met, waiting):
    """So many met, one a day; so many who still wait, a year by now."""
    return [_fact(True, float(day)) for day in range(met)] + [_fact(False, 365.0) for _ in range(waiting)]


def _fact(met, waited):
    return Fact(
        contract=1, on_time=None, accepted=met, met=met, waited=waited, age=15, sex="", setting="", source="School",
        strands=(), offered=0, came=0, breaks=0, returns=0, ended=False, at_end={},
    )  # fmt: skip
