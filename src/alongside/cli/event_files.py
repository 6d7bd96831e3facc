"""Reading a plain file of events and an outline for the library: metres told from degrees, every refusal in words."""

import codecs
import gzip
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alongside.analysis.events import Events, Unfit

_EAST, _NORTH = ("x", "easting", "eastings"), ("y", "northing", "northings")
_LONGITUDE, _LATITUDE = ("longitude", "lon", "lng"), ("latitude", "lat")
_TIME, _KIND = ("t", "date", "datetime", "when", "month"), ("kind", "type", "crime type", "category", "measure")
_WARD, _COUNT = ("ward", "area", "ward_code", "code"), ("count", "counted", "total", "crimes")
NATIONAL_GRID = "EPSG:27700"


@dataclass(frozen=True)
class Place:
    """An outline in metres; `in_degrees` when it was given in longitude and latitude."""

    outline: Any
    in_degrees: bool
    plane: str = NATIONAL_GRID

    @property
    def crs_name(self) -> str:
        return f"urn:ogc:def:crs:{self.plane.replace(':', '::')}"

    def as_given(self, shape: Any) -> Any:
        """A shape of metres in the coordinates in which the outline came."""
        import shapely

        if not self.in_degrees:
            return shape
        return shapely.transform(shape, lambda at: np.column_stack(_grid().to_lonlat_all(at[:, 0], at[:, 1])))


def read_outline(path: Path) -> Place:
    """A GeoJSON geometry, feature or collection, in metres or in longitude and latitude of Great Britain."""
    import shapely
    from shapely.geometry import shape

    try:
        told = json.loads(_text(path))
    except ValueError as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"The outline {path.name} is no GeoJSON ({error}).", "Give a GeoJSON file.") from None
    features = told.get("features", [told]) if isinstance(told, Mapping) else []
    try:
        whole = shapely.union_all([shape(each.get("geometry", each)) for each in features])
    except (AttributeError, KeyError, TypeError, ValueError, shapely.GEOSException):
        raise Unfit(f"The outline {path.name} is no GeoJSON.", "Give a polygon, a feature or a collection.") from None
    if whole.is_empty:
        raise Unfit(f"The outline {path.name} encloses no area.", "Give a polygon.")
    if max(abs(bound) for bound in whole.bounds) > 180:
        return Place(whole, in_degrees=False)
    moved = shapely.transform(whole, lambda at: np.column_stack(_grid().to_grid_all(at[:, 0], at[:, 1])))
    if not np.isfinite(moved.bounds).all():
        raise Unfit(f"Part of {path.name} lies outside Great Britain.", "Give it in metres of its own plane.")
    return Place(moved, in_degrees=True)


def read_events(path: Path, settings: Mapping[str, Any], place: Place) -> Events:
    rows = on_metres(path, settings, place)
    return Events.of(rows.x, rows.y, None)


def on_metres(path: Path, settings: Mapping[str, Any], place: Place | None) -> pd.DataFrame:
    """Columns x, y and t of the rows asked for; those without a place are left out, those outside stay."""
    rows = _chosen(_table(path), settings, path)
    east, north = _column(rows, _EAST), _column(rows, _NORTH)
    if east is not None and north is not None:
        x, y = _numbers(rows, east), _numbers(rows, north)
    else:
        longitude, latitude = _column(rows, _LONGITUDE), _column(rows, _LATITUDE)
        if longitude is None or latitude is None:
            raise Unfit(
                f"{path.name} has no columns for the place.", "Name them x and y (metres), or longitude and latitude."
            )
        x, y = _grid().to_grid_all(_numbers(rows, longitude), _numbers(rows, latitude))
    kept = np.isfinite(x) & np.isfinite(y)
    if not kept.any():
        raise Unfit(f"{path.name} has no event with a place.", "Check its columns and the period asked for.")
    time = _column(rows, _TIME)
    when = rows[time] if time is not None else pd.Series([None] * len(rows))
    return pd.DataFrame({"x": x[kept], "y": y[kept], "t": when.to_numpy()[kept]})


def read_ward_months(path: Path, settings: Mapping[str, Any]) -> pd.DataFrame:
    """Months by wards, from one row for each ward and month with its count; a month without any row is a gap."""
    rows = _chosen(_table(path), settings, path)
    names = [_column(rows, known) for known in (_TIME, _WARD, _COUNT)]
    if None in names:
        raise Unfit(f"{path.name} is no table of ward months.", "Give the columns month, ward and count.")
    month, ward, count = (str(name) for name in names)
    rows = rows.assign(**{month: rows[month].str.slice(0, 7), count: _numbers(rows, count)})
    if rows[count].isna().any():
        line = int(np.flatnonzero(rows[count].isna())[0]) + 2
        raise Unfit(f"Line {line} of {path.name} has no count.", "Give 0 where nothing was recorded.")
    return rows.pivot_table(index=month, columns=ward, values=count, aggfunc="sum", fill_value=0)


def _table(path: Path) -> pd.DataFrame:
    text = _text(path)
    # Excel writes semicolons where the comma is a decimal sign, and tabs as "Unicode text".
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    except pd.errors.EmptyDataError:
        raise Unfit(f"{path.name} is empty.", "Give a CSV file with a header.") from None
    except pd.errors.ParserError as error:
        raise Unfit(f"{path.name} is no table ({str(error).strip()}).", "Give a CSV file with a header.") from None
    if not len(rows):
        raise Unfit(f"{path.name} has no rows.", "Give a file with events.")
    return rows


def _text(path: Path) -> str:
    """What stands in a file, in UTF-8, UTF-16 or, where it is neither, as Windows writes it."""
    content = _bytes(path)
    marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unfit(f"{path.name} is no text.", "Give a CSV file with a header; save a workbook as CSV first.")


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == ".gz" else content
    except FileNotFoundError:
        raise Unfit(f"There is no file {path}.", "Look at its name and folder.") from None
    except IsADirectoryError:
        raise Unfit(f"{path} is a folder.", "Give one file in it.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise Unfit(f"{path.name} cannot be opened ({error}).", "Look whether it is whole, and may be read.") from None


def _chosen(rows: pd.DataFrame, settings: Mapping[str, Any], path: Path) -> pd.DataFrame:
    """The rows of the kinds and the period asked for."""
    if wanted := settings.get("kinds"):
        kind = _column(rows, _KIND)
        if kind is None:
            raise Unfit(f"{path.name} has no column for the kind of event.", "Name it kind, or leave --kinds out.")
        rows = rows[rows[kind].str.casefold().isin([each.casefold() for each in wanted])]
    if "first" in settings or "last" in settings:
        time = _column(rows, _TIME)
        if time is None:
            raise Unfit(f"{path.name} has no column for the time.", "Name it date, or leave --from and --to out.")
        # Dates as 2026-01-31 and months as 2026-01 sort as they follow one another.
        when = rows[time].str.slice(0, 10)
        rows = rows[
            (when >= settings.get("first", "")[: when.str.len().max()]) & (when <= settings.get("last", "9999"))
        ]
    if not len(rows):
        raise Unfit(f"Nothing in {path.name} is of these kinds and this period.", "Choose others.")
    return rows


def _column(rows: pd.DataFrame, known: tuple[str, ...]) -> str | None:
    return next((str(name) for word in known for name in rows.columns if str(name).strip().casefold() == word), None)


def _numbers(rows: pd.DataFrame, name: str) -> Any:
    """The column as numbers, an empty cell as not-a-number; a word is refused with its line."""
    values = pd.to_numeric(rows[name], errors="coerce").to_numpy(dtype=np.float64)
    wrong = np.flatnonzero(np.isnan(values) & (rows[name].str.strip() != "").to_numpy())
    if len(wrong):
        line = int(rows.index[wrong[0]]) + 2
        raise Unfit(f"Line {line}, column {name}: “{rows[name].iloc[wrong[0]]}” is no number.", "Mend or remove it.")
    return values


def _grid() -> Any:
    """Between degrees and the National Grid; asked for only where degrees are given."""
    try:
        from alongside.areas import grid
    except ImportError:
        raise Unfit(
            "Longitude and latitude need the package convertbng.",
            "Install alongside[platform], or give eastings and northings.",
        ) from None
    return grid
