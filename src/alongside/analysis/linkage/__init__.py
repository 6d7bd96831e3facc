"""Which records are of one person: standard form, candidates, scores, clusters, and a register that grows.

The engine of training and of large batches is Splink 5 on DuckDB. Here is what it lacks: the same score for
one pair without a database, clusters that obey rules and people, a register that takes one record at a time.
Names are loaded when first used, so that scoring one record needs neither pandas nor Splink.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alongside.analysis.linkage.base import Base, Change, candidates
    from alongside.analysis.linkage.blocking import BLOCKING, Blocking
    from alongside.analysis.linkage.clustering import Edge, Ruling, cluster
    from alongside.analysis.linkage.estimating import Quality, Sample, Stratum, quality
    from alongside.analysis.linkage.explaining import Explanation, explain
    from alongside.analysis.linkage.frames import standardise
    from alongside.analysis.linkage.linking import Clusters, Linkage, link
    from alongside.analysis.linkage.model import Model, ModelError, default_model
    from alongside.analysis.linkage.sampling import draw_sample
    from alongside.analysis.linkage.scoring import Outcome, Score, score_pair
    from alongside.analysis.linkage.settings import Settings
    from alongside.analysis.linkage.standard import COLUMNS, STANDARD_VERSION, Column, Standard, standardise_record
    from alongside.analysis.linkage.training import train

_HOME = {
    "Base": "base", "Change": "base", "candidates": "base",
    "BLOCKING": "blocking", "Blocking": "blocking",
    "Edge": "clustering", "Ruling": "clustering", "cluster": "clustering",
    "Quality": "estimating", "Sample": "estimating", "Stratum": "estimating", "quality": "estimating",
    "draw_sample": "sampling",
    "Explanation": "explaining", "explain": "explaining",
    "standardise": "frames",
    "Clusters": "linking", "Linkage": "linking", "link": "linking",
    "Model": "model", "ModelError": "model", "default_model": "model",
    "Outcome": "scoring", "Score": "scoring", "score_pair": "scoring",
    "Settings": "settings",
    "COLUMNS": "standard", "STANDARD_VERSION": "standard", "Column": "standard", "Standard": "standard",
    "standardise_record": "standard",
    "train": "training",
}  # fmt: skip

__all__ = [  # noqa: RUF022 - in the order in which a newcomer meets them
    "standardise", "standardise_record", "Standard", "Column", "COLUMNS", "STANDARD_VERSION",
    "Blocking", "BLOCKING", "candidates",
    "train", "Settings", "Model", "ModelError", "default_model",
    "score_pair", "Score", "Outcome", "explain", "Explanation",
    "cluster", "Edge", "Ruling", "link", "Linkage", "Clusters", "Base", "Change",
    "draw_sample", "Sample", "Stratum", "quality", "Quality",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
