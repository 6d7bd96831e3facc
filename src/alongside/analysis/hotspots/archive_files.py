"""Which files an archive of street-level crime is made of, and where their columns stand."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from alongside.analysis.events.unfit import Unfit

# As data.police.uk heads them, and what the statement calls them.
COLUMNS = {
    "Falls within": "force", "Month": "month", "LSOA code": "lsoa", "Longitude": "lon", "Latitude": "lat",
    "Crime type": "kind",
}  # fmt: skip
_CSV, _PARQUET = (".csv", ".csv.gz"), (".parquet",)


@dataclass(frozen=True, slots=True)
class Archive:
    """Files of one layout. `header`: the columns of each file, in order; empty for Parquet, which names its own."""

    files: tuple[str, ...]
    header: tuple[str, ...] = ()

    @property
    def is_csv(self) -> bool:
        return bool(self.header)

    def named(self) -> list[str]:
        """For each column of a CSV file the statement's name, or one of no meaning."""
        return [COLUMNS.get(name, f"other_{place}") for place, name in enumerate(self.header)]


def archive_of(paths: str | Path | Iterable[str | Path]) -> Archive:
    """The street files among `paths`; of a folder, all within. Raises `Unfit`, naming the file at fault."""
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    files = sorted({file for path in given for file in _within(Path(path))})
    if not files:
        raise Unfit("There are no street files there.", "Give folders or files: *-street.csv, .csv.gz or .parquet.")
    kinds = {_kind(file) for file in files}
    if len(kinds) > 1:
        raise Unfit("Some files are CSV and some are Parquet.", "Give files of one kind at a time.")
    texts = tuple(str(file) for file in files)
    return Archive(texts) if kinds == {"parquet"} else Archive(texts, _common_header(files))


def refuse_missing(header: Iterable[str], file: str) -> None:
    missing = [name for name in COLUMNS if name not in set(header)]
    if missing:
        raise Unfit(f"{file} lacks the column {missing[0]}.", f"A street file has: {', '.join(COLUMNS)}.")


def _within(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.exists():
        raise Unfit(f"{path} does not exist.", "Give a folder or a file that does.")
    found = [file for file in path.rglob("*") if file.is_file() and file.name.endswith((*_CSV, *_PARQUET))]
    # A month's folder also holds outcomes and stop and search.
    street = [file for file in found if "-street" in file.name]
    return street or found


def _kind(file: Path) -> str:
    if file.name.endswith(_CSV):
        return "csv"
    if file.name.endswith(_PARQUET):
        return "parquet"
    raise Unfit(f"{file} is neither CSV nor Parquet.", "Give *-street.csv, .csv.gz or .parquet files.")


def _common_header(files: list[Path]) -> tuple[str, ...]:
    first = _header(files[0])
    refuse_missing(first, str(files[0]))
    for file in files[1:]:
        if _header(file) != first:
            raise Unfit(f"{file} has other columns than {files[0]}.", "Give files of one layout at a time.")
    return first


def _header(file: Path) -> tuple[str, ...]:
    with file.open("rb") as raw:
        lines = io.TextIOWrapper(gzip.GzipFile(fileobj=raw) if file.suffix == ".gz" else raw, encoding="utf-8-sig")
        try:
            return tuple(next(csv.reader(lines), ()))
        except (UnicodeDecodeError, csv.Error, EOFError, OSError, zlib.error):
            raise Unfit(f"{file} is no CSV file in UTF-8.", "Give *-street.csv files as they are published.") from None
