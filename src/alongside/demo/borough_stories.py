"""The boroughs around Larkmere: who lives there, and what an invented police force counts of violence in each."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

from alongside.common.periods import add_months
from alongside.demo.geography import BOROUGH_CODE, BOROUGH_NAME, VINTAGE
from alongside.demo.geography_files import AGE_BANDS, LICENCE
from alongside.demo.places import BUILDER
from alongside.exchange.official_intake import take_in_population
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountRow, CountSourceDraft

PUBLISHER = "Estuary Police (invented)"
MONTHS = 27
# Name, residents, and how its violence compares with Larkmere's.
NEIGHBOURS = (
    ("Ashby Marsh", 241_000, 0.9), ("Brackwater", 188_000, 1.2), ("Fenwick Hythe", 305_000, 0.8),
    ("Gullmouth", 167_000, 1.4), ("Oxley Green", 214_000, 0.6), ("Tarn Heath", 276_000, 1.0),
)  # fmt: skip
OFFENCES = CountSourceDraft(
    "estuary:offences", "Recorded violence by borough, Estuary Police", PUBLISHER, LICENCE, "borough", "offences"
)
VICTIMS = CountSourceDraft(
    "estuary:victims",
    "Young people hurt by knives, by borough, Estuary Police",
    PUBLISHER,
    LICENCE,
    "borough",
    "victims",
)
# A month in Larkmere.
RATES = {
    OFFENCES.key: {"Violence with injury": 118.0, "Robbery of a person": 31.0},
    VICTIMS.key: {"Hurt by a knife, aged 10 to 14": 2.1, "Hurt by a knife, aged 15 to 17": 4.3,
                  "Hurt by a knife, aged 18 to 24": 7.4},
}  # fmt: skip


def borough_stories(*, folder: Path, at: datetime) -> None:
    """Through the doors of real files: people of each borough, then counts of each."""
    folder.mkdir(parents=True, exist_ok=True)
    take_in_population(_people(folder / "boroughs.csv"), by=BUILDER, at=at, vintage=VINTAGE, licence=LICENCE)
    last = add_months(at.date().replace(day=1), -1)
    for draft in (OFFENCES, VICTIMS):
        rows = list(_counts(draft, last))
        mark = hashlib.sha256(repr(rows).encode()).hexdigest()
        batch = CountBatch(draft, f"{draft.key.replace(':', '-')}.csv", mark, len(rows), "invented", iter(rows))
        batch.months = {row.month for row in rows}
        load_counts(batch=batch, by=BUILDER, at=at)


def _people(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow((f"LAD{VINTAGE % 100}CD", "year", "sex", "age", "count"))
        for number, (_, residents, _) in enumerate(NEIGHBOURS):
            for first, last, share in AGE_BANDS:
                ages = f"{first}-{last}" if last is not None else f"{first}+"
                for sex in ("female", "male"):
                    out.writerow((_code(number), VINTAGE - 1, sex, ages, round(residents * share / 2)))
    return path


def _code(number: int) -> str:
    return f"E{int(BOROUGH_CODE[1:]) + number + 1:08d}"


def _counts(draft: CountSourceDraft, last: date) -> Iterator[CountRow]:
    rng = Random(f"larkmere {draft.key}")  # noqa: S311
    places = [(BOROUGH_CODE, BOROUGH_NAME, 1.0)]
    places += [(_code(number), name, level) for number, (name, _, level) in enumerate(NEIGHBOURS)]
    for code, name, level in places:
        for kind, mean in RATES[draft.key].items():
            for back in range(MONTHS):
                month = add_months(last, -back)
                yield CountRow(0, code, name, "", kind, "", "Offences", month, _drawn(rng, mean * level))


def _drawn(rng: Random, mean: float) -> int:
    """About as many as this in a month, by chance more or fewer."""
    return max(0, round(rng.gauss(mean, mean**0.5)))
