"""The invented borough in the official layouts, so that it goes in through the same door as a real one."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely import Polygon

from alongside.areas.grid import to_lonlat_all
from alongside.demo.geography import VINTAGE, Borough
from alongside.demo.schools import DemoSchool, register_row

LICENCE = "Invented for the demo: nobody's data"
LSOA_VINTAGE = 2021
# Ages, both included (None: and over), with their share of residents: a young, outer-London make-up.
AGE_BANDS: tuple[tuple[int, int | None, float], ...] = (
    (0, 4, 0.069), (5, 9, 0.067), (10, 14, 0.063), (15, 17, 0.036), (18, 24, 0.083), (25, 44, 0.335), (45, 64, 0.235),
    (65, None, 0.112),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GeographyFiles:
    """Where the files lie; each is loaded by `alongside load`."""

    borough: Path
    wards: Path
    lsoas: Path
    population: Path
    deprivation: Path
    schools: Path

    @property
    def boundaries(self) -> tuple[Path, Path, Path]:
        return self.borough, self.wards, self.lsoas


def write_geography(borough: Borough, schools: Sequence[DemoSchool], folder: Path) -> GeographyFiles:
    """Write boundaries (GeoJSON), population (CSV by LSOA, sex and age) and the register of schools (CSV)."""
    folder.mkdir(parents=True, exist_ok=True)
    district = {f"LAD{VINTAGE % 100}CD": borough.code, f"LAD{VINTAGE % 100}NM": borough.name}
    files = GeographyFiles(
        borough=folder / "borough.geojson",
        wards=folder / "wards.geojson",
        lsoas=folder / "lsoas.geojson",
        population=folder / f"population-mid{VINTAGE - 1}.csv",
        deprivation=folder / f"ranks-and-deciles-imd{VINTAGE}.csv",
        schools=folder / "schools.csv",
    )
    year = VINTAGE % 100
    _write_geojson(files.borough, [(district, borough.outline)])
    wards = (({f"WD{year}CD": ward.code, f"WD{year}NM": ward.name, **district}, ward.outline) for ward in borough.wards)
    _write_geojson(files.wards, wards)
    lsoas = (({"LSOA21CD": lsoa.code, "LSOA21NM": lsoa.name, **district}, lsoa.outline) for lsoa in borough.lsoas)
    _write_geojson(files.lsoas, lsoas)
    _write_csv(files.population, list(_people(borough)), "utf-8")
    _write_csv(files.deprivation, list(_deprivation(borough)), "utf-8")
    # The real register comes in Windows-1252.
    _write_csv(files.schools, [register_row(school) for school in schools], "cp1252")
    return files


def _write_geojson(path: Path, features: Iterable[tuple[Mapping[str, str], Polygon]]) -> None:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": _in_degrees(outline)}
            for properties, outline in features
        ],
    }
    path.write_text(json.dumps(collection), encoding="utf-8")


def _in_degrees(outline: Polygon) -> dict[str, Any]:
    corners = shapely.get_coordinates(outline.exterior)
    longitudes, latitudes = to_lonlat_all(corners[:, 0], corners[:, 1])
    return {"type": "Polygon", "coordinates": [np.round(np.column_stack([longitudes, latitudes]), 6).tolist()]}


def _people(borough: Borough) -> Iterator[dict[str, str]]:
    """Residents of each LSOA by sex and age; the bands add up to the LSOA's own number."""
    rng = Random("larkmere people")  # noqa: S311
    for lsoa in borough.lsoas:
        shares = [share * rng.uniform(0.8, 1.2) for *_, share in AGE_BANDS]
        counts = [int(lsoa.residents * share / sum(shares)) for share in shares]
        counts[5] += lsoa.residents - sum(counts)
        for (first, last, _), count in zip(AGE_BANDS, counts, strict=True):
            girls = round(count * rng.uniform(0.48, 0.52))
            for sex, number in (("female", girls), ("male", count - girls)):
                yield {
                    "LSOA21CD": lsoa.code,
                    "year": str(VINTAGE - 1),
                    "sex": sex,
                    "age": f"{first}-{last}" if last is not None else f"{first}+",
                    "count": str(number),
                }


def _deprivation(borough: Borough) -> Iterator[dict[str, str]]:
    """Ranks and deciles as if the borough lay in a country of 33,000 small areas: poorer than most, and mixed. What is
    recorded in a small area has no part in it."""
    rng, places = Random("larkmere deprivation"), 33_000  # noqa: S311
    ranks = sorted(rng.sample(range(1, places + 1), 3 * len(borough.lsoas)))[: 2 * len(borough.lsoas)]
    rng.shuffle(ranks)
    for lsoa, rank in zip(borough.lsoas, ranks, strict=False):
        yield {
            "LSOA code (2021)": lsoa.code,
            "LSOA name (2021)": lsoa.name,
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)": str(rank),
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)": str(
                -(-10 * rank // places)
            ),
        }


def _write_csv(path: Path, rows: Sequence[Mapping[str, str]], encoding: str) -> None:
    with path.open("w", newline="", encoding=encoding) as stream:
        out = csv.DictWriter(stream, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
