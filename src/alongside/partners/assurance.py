"""The log as its officer sees it: how far it is sealed, whether it holds, who was refused. No case content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.audit import queries, verification
from alongside.audit.actions import record, record_verification, seal_all
from alongside.audit.entries import SYSTEM, Entry
from alongside.audit.presenters import Words, sentence
from alongside.audit.publishing import Published
from alongside.audit.queries import LogStanding
from alongside.audit.states import Act
from alongside.audit.verification import Verification
from alongside.partners.access import refuse
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose

PAGE = 50


def words() -> Words:
    """Today's labels for what the log keeps as codes."""
    return Words({one.code: one.label for one in Purpose}, {one.code: one.label for one in FieldGroup}, agency_names())


def agency_names() -> Mapping[str, str]:
    return {SYSTEM: "the system itself", **dict(Agency.objects.values_list("code", "name"))}


@dataclass(frozen=True, slots=True)
class AgencyLog:
    """`published`: the number and root of the last seal that stands in the file outside the database."""

    agency: str
    standing: LogStanding
    published: tuple[int, str] | None


def logs(viewer: Viewer, roots: Published) -> list[AgencyLog]:
    """Every agency's log, as far as it says of itself how it is sealed; and how far its roots are published."""
    _require(viewer, Act.VIEW)
    names = agency_names()
    found = [
        AgencyLog(
            names.get(one.agency_code, one.agency_code), one, max(roots.get(one.agency_code, {}).items(), default=None)
        )
        for one in queries.standings()
    ]
    return sorted(found, key=lambda one: one.agency)


def verify_logs(*, by: Viewer, at: datetime, roots: Published, agency_code: str = "") -> list[Verification]:
    """Recompute the chains of one agency or of all, against the published roots, and log what came of it."""
    _require(by, Act.VERIFY)
    codes = [one for one in sorted({*queries.agency_codes(), *roots}) if agency_code in ("", one)]
    results = [verification.verify(code, published=roots.get(code)) for code in codes]
    record_verification(results, by=by.actor, at=at)
    return results


def seal_logs(*, by: Viewer, at: datetime) -> int:
    """Seal what waits in every agency's log, now; gives how many events."""
    _require(by, Act.VERIFY)
    return sum(made.count for made in seal_all(at=at))


@dataclass(frozen=True, slots=True)
class Refusal:
    at: datetime
    who: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Refusals:
    """One page of the refusals, newest first."""

    rows: tuple[Refusal, ...]
    number: int
    size: int
    total: int


def recent_refusals(viewer: Viewer, *, page: int = 1) -> Refusals:
    """Who was refused what, in every agency's log."""
    _require(viewer, Act.VIEW)
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind="refusals"))
    found, labels = queries.recent_refusals(), words()
    start = (max(1, page) - 1) * PAGE
    rows = tuple(Refusal(one.at, one.actor_name, sentence(one, labels)) for one in found[start : start + PAGE])
    return Refusals(rows, max(1, page), PAGE, found.count())


def _require(viewer: Viewer, act: Act) -> None:
    if not viewer.may(Permission.VERIFY_LOG):
        raise refuse(viewer, "log", "", "the role may not verify the log", act=act)
