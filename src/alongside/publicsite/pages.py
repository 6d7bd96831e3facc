"""Every page of the site, made at once from the release files: a page that is asked for is there already."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alongside.publicsite import measures, wording
from alongside.publicsite.releases import Json, Published

HERE = Path(__file__).resolve().parent
DOMAINS = (
    ("curtail", "Curtail", "Stop violent acts at source"),
    ("treat", "Treat", "Help those who were exposed to violence"),
    ("support", "Support", "Help those who could be drawn in, early"),
    ("strengthen", "Strengthen", "Make communities stronger"),
)
Links = Sequence[tuple[str, str]]
HTML, CSS = "text/html; charset=utf-8", "text/css; charset=utf-8"
TYPES = {".json": "application/json; charset=utf-8", ".csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: `tag` changes with the content, `packed` is the same compressed."""

    kind: str
    body: bytes
    packed: bytes
    tag: str
    download: str = ""

    @classmethod
    def of(cls, kind: str, body: bytes, download: str = "") -> "Answer":
        return cls(kind, body, gzip.compress(body, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:20]}"', download)


def pages(published: Published, *, base: str = "/", elsewhere: Links = ()) -> dict[str, Answer]:
    """Every address below `base` with what it answers. The empty path is the start page. `elsewhere`: words and
    addresses of other pages for residents beside the site, where there are any."""
    environment = _environment(base, elsewhere)
    made = {path: Answer.of(HTML, _drawn(environment, name, more)) for path, name, more in _wanted(published)}
    made["site.css"] = Answer.of(CSS, (HERE / "site.css").read_bytes())
    for name, content in published.files.items():
        made[f"data/{name}"] = Answer.of(TYPES[Path(name).suffix], content, name)
    return made


def not_found(published: Published, *, base: str = "/", elsewhere: Links = ()) -> Answer:
    context = {"published": published, "release": published.last, "title": "Page not found"}
    return Answer.of(HTML, _drawn(_environment(base, elsewhere), "missing.html", context))


def _drawn(environment: Environment, name: str, context: Mapping[str, Any]) -> bytes:
    return environment.get_template(name).render(context).encode()


def _environment(base: str, elsewhere: Links) -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        base=base, elsewhere=elsewhere, domains=DOMAINS, headline=measures.headline, named=measures.named
    )
    made.filters.update(day=wording.day, period=lambda one: wording.period(one["first"], one["until"]))
    return made


def _wanted(published: Published) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, template and what the template needs."""
    last = published.last
    plain = {"published": published, "release": last}
    yield "", "home.html", {**plain, "title": "Is it getting better?"}
    yield "releases/", "releases.html", {**plain, "title": "Releases"}
    yield "data/", "data.html", {**plain, "title": "Data"}
    yield "method/", "method.html", {**plain, "title": "How the numbers are made"}
    yield "accessibility/", "accessibility.html", {**plain, "title": "Accessibility"}
    if last:
        yield "scoreboard/", "scoreboard.html", {**plain, "title": "Scoreboard", "under": "scoreboard/"}
        yield from _measures(published, last, "scoreboard/")
        yield from _pledges(published, last)
    for release in published.releases:
        under = f"releases/{release['number']}/"
        context = {"published": published, "release": release, "title": release["title"], "under": under}
        yield under, "release.html", {**context, "entry": published.entries[release["number"]]}
        yield from _measures(published, release, under)


def _measures(published: Published, release: Json, under: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for one in release["measures"]:
        context = {"published": published, "release": release, "title": one["title"], "under": under}
        yield f"{under}{one['code']}/", "measure.html", {**context, "one": measures.shown(one)}


def _pledges(published: Published, last: Json) -> Iterator[tuple[str, str, dict[str, Any]]]:
    by_pledge: dict[str, list[Json]] = {}
    for verdict in reversed(published.verdicts):
        by_pledge.setdefault(verdict["pledge"], []).append(verdict)
    hidden: dict[str, list[Json]] = {}
    for one in reversed(published.not_shown):
        hidden.setdefault(one["pledge"], []).append(one)
    context = {"published": published, "release": last, "verdicts": by_pledge, "hidden": hidden}
    yield "pledges/", "pledges.html", {**context, "title": "What was promised"}
    titles = {one["code"]: one["title"] for one in last["measures"]}
    for one in last["pledges"]:
        yield f"pledges/{one['code']}/", "pledge.html", {**context, "title": one["title"], "one": one, "titles": titles}
