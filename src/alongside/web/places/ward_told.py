"""A stored ward watch as the pages read it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from alongside.common.periods import parse_month
from alongside.common.text import counted, sentence_list
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.queries import RunDetail

RECORDED = (
    "Counted: crimes that the police recorded and published by month, put into wards by their anonymised map points. "
    "What was never reported is not in it.",
    "The police publish a month and no day. A point is not an address.",
)
PUBLISHED = (
    "Counted: what the publisher counted in each ward and month, by its own ward codes. What was never reported is not "
    "in it, nor what has no usable place.",
)
EITHER = (
    "A count above its range can mean more crime, more reporting, or a change of recording. Ask before you act on it.",
    "The data was made anonymous before it was published, so that small numbers are shown as published.",
)
Cell = str | dict[str, Any]


class Told:
    """A stored answer by name: what the pages and the download read from it."""

    def __init__(self, run: RunDetail) -> None:
        assert run.result is not None
        self.run, self.result = run, run.result
        self.names = {ward["code"]: ward["name"] for ward in self.result["wards"]}
        self.measures: list[Mapping[str, Any]] = self.result["measures"]
        self.newest = self.result["judged"][-1]

    def measure(self, key: str) -> Mapping[str, Any]:
        """The measure of that key, else the one with most counted."""
        return next((one for one in self.measures if one["key"] == key), self.by_size()[0])

    def by_size(self) -> list[Mapping[str, Any]]:
        """The measures, the one with most counted first."""
        return sorted(self.measures, key=lambda one: -sum(sum(filter(None, row)) for row in one["counts"]))

    def title_of(self, key: str) -> str:
        return str(next(one["name"] for one in self.measures if one["key"] == key))

    def warnings(self) -> list[str]:
        gaps = [f"{month_words(month)} is not held. It is a gap and not a zero." for month in self.result["gaps"]]
        breaks = [f"Break in the series. {words}" for words in self.result["breaks"]]
        return [*filter(None, [self.result["partial"]]), *gaps, *breaks]

    @property
    def _vintage(self) -> str:
        vintage = self.result["vintage"]
        return f"boundaries of {vintage}" if vintage else "boundaries as the publisher has them"

    def basis(self) -> list[str]:
        """What was counted, and how far it goes."""
        return [*(RECORDED if self.run.settings["source"] == RECORDED_CRIME else PUBLISHED), *EITHER]

    def facts(self) -> list[tuple[str, str]]:
        held, settings = self.result["held"], self.run.settings
        return [
            ("Measures", "; ".join(one["name"] for one in self.measures)),
            ("Place", f"{counted(len(self.names), 'ward')} of {self.result['place']}, {self._vintage}"),
            ("Months used", f"{month_words(held['first'])} to {month_words(held['last'])}, {held['months']} held"),
            ("Compared with", "What each ward's own past, and that of all wards together, led to expect of the month"),
            ("Correction of the alerts", f"{self.result['correction']}, {self.result['alpha']:.0%}"),
            ("Sources", "\n".join(self.result["sources"])),
            ("Licence", "\n".join(self.run.licences)),
            ("Settings", ", ".join(f"{name} {_setting(value)}" for name, value in settings.items() if value != "")),
            ("Fingerprint of the data (SHA-256)", self.run.data_hash),
            ("Version", f"Alongside {self.run.library_version}; nothing in it is random, so that there is no seed"),
        ]  # fmt: skip


def month_words(label: str) -> str:
    return f"{parse_month(label):%B %Y}"


def _setting(value: Any) -> str:
    return sentence_list([str(each) for each in value], "and") if isinstance(value, list) else str(value)


def alert_row(told: Told, alert: Mapping[str, Any], *, with_ward: bool) -> list[Cell]:
    link = reverse("ward_watch_ward", args=[told.run.summary.id, alert["ward"]])
    which = f"{told.title_of(alert['measure'])}, {month_words(alert['month'])}"
    first: list[Cell] = [{"text": told.names[alert["ward"]], "href": link}, which] if with_ward else [which]
    more = "More than expected" if alert["is_more"] else "Fewer than expected"
    return [*first, f"{alert['count']:,}", f"{alert['mean']:,} ({alert['low']:,} to {alert['high']:,})", more,
            f"{alert['adjusted']:g}"]  # fmt: skip


def stands(seen: int, low: int, high: int) -> str:
    return "Above its range" if seen > high else "Below its range" if seen < low else "Within"
