"""Do events follow one another, near in space and soon in time? Which ones, and in what chains?"""

from alongside.analysis.near_repeat.chaining import Chains, chains
from alongside.analysis.near_repeat.local import LocalKnox, local_knox
from alongside.analysis.near_repeat.pairs import pairs_by_band, spatial_order
from alongside.analysis.near_repeat.table import KnoxTable, knox

__all__ = ["Chains", "KnoxTable", "LocalKnox", "chains", "knox", "local_knox", "pairs_by_band", "spatial_order"]
