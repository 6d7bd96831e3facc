"""Where events gather: grids, counts, local statistics, surfaces, areas, classes, concentration, scans."""

from alongside.analysis.hotspots.archive import National, national
from alongside.analysis.hotspots.areas import Areas
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.classing import Classes, classes
from alongside.analysis.hotspots.clustering import Clusters, clusters
from alongside.analysis.hotspots.concentrating import Concentration, concentration
from alongside.analysis.hotspots.counting import Counts, counts
from alongside.analysis.hotspots.getis import GiStar, gi_star
from alongside.analysis.hotspots.grid import Grid
from alongside.analysis.hotspots.moran import Lisa, lisa
from alongside.analysis.hotspots.neighbours import Neighbours
from alongside.analysis.hotspots.relative import RelativeRisk, relative_risk
from alongside.analysis.hotspots.scan import ScanCluster, ScanResult, space_time_scan
from alongside.analysis.hotspots.surface import Surface, kernel_at, kernel_surface

__all__ = [
    "Areas", "Cells", "Classes", "Clusters", "Concentration", "Counts", "GiStar", "Grid", "Lisa", "National", "Neighbours",
    "RelativeRisk", "ScanCluster", "ScanResult", "Surface", "classes", "clusters", "concentration", "counts", "gi_star",
    "kernel_at", "kernel_surface", "lisa", "national", "relative_risk", "space_time_scan",
]  # fmt: skip
