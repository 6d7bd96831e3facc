"""Which pairs are put to people, and the strata for which they stand, between the library and the database."""

from collections.abc import Mapping
from typing import Any

from alongside.analysis.linkage.estimating import Sample, Stratum
from alongside.people.identity.bulk import Everything
from alongside.people.identity.components import restricted_now
from alongside.people.models import QualitySample, SampledPair

_FIELDS = ("name", "joined", "pairs", "chain", "found", "looked_at")


def draw(everything: Everything, made: QualitySample, size: int) -> list[SampledPair]:
    """The pairs of a sample that is not kept yet; fills in its strata. Nobody restricted is in it."""
    from alongside.analysis.linkage.sampling import draw_sample

    sample = draw_sample(everything.linkage, size=size, seed=made.seed, records=everything.frame)
    made.strata = [{name: getattr(one, name) for name in _FIELDS} for one in sample.strata]
    hidden = restricted_now(made.drawn_at)
    found = []
    for one, other, stratum in sample.pairs[["one", "other", "stratum"]].itertuples(index=False):
        low, high = sorted((int(one), int(other)))
        if {everything.persons[low], everything.persons[high]} & hidden:
            made.set_aside += 1
        else:
            found.append(SampledPair(sample=made, one_id=low, other_id=high, stratum=stratum))
    return found


def as_sample(made: QualitySample, judged: list[SampledPair]) -> Sample:
    """The judged pairs as the estimator takes them. Those that nobody has judged yet stand for nothing."""
    import pandas as pd

    rows = [(pair.one_id, pair.other_id, pair.stratum) for pair in judged]
    return Sample(pd.DataFrame(rows, columns=["one", "other", "stratum"]), tuple(_stratum(one) for one in made.strata))


def _stratum(kept: Mapping[str, Any]) -> Stratum:
    return Stratum(**{name: kept[name] for name in _FIELDS})
