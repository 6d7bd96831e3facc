"""Powers that an operation may use at a place, each with what the law asks of it: who authorises, and for how long.

England and Wales, as the Acts stood in October 2025 on legislation.gov.uk. No power over one named person is here:
such an order belongs into the police's own records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from alongside.common.periods import add_months
from alongside.common.timelines import local, utc


class Power(TextChoices):
    DISPERSAL = "dispersal", "Dispersal"
    STOP_SEARCH = "stop_search", "Searches without suspicion (section 60)"
    PSPO = "pspo", "Public spaces protection order"
    CLOSURE_NOTICE = "closure_notice", "Closure notice"
    CLOSURE_ORDER = "closure_order", "Closure order"
    PROTECTION_NOTICE = "protection_notice", "Community protection warning or notice"
    LICENCE_REVIEW = "licence_review", "Review of a premises licence"
    TEST_PURCHASE = "test_purchase", "Test purchase with a young volunteer"
    OTHER = "other", "Another power over a place"


class Authority(TextChoices):
    """Who authorises, from the lowest; ranks of police, then the council and the court."""

    SERGEANT = "sergeant", "Sergeant"
    INSPECTOR = "inspector", "Inspector"
    CHIEF_INSPECTOR = "chief_inspector", "Chief inspector"
    SUPERINTENDENT = "superintendent", "Superintendent or above"
    COUNCIL_OFFICER = "council_officer", "Authorised officer of the council"
    CHIEF_EXECUTIVE = "chief_executive", "Chief executive of the council, or whom they name"
    COUNCIL = "council", "The council, by its own decision"
    COURT = "court", "A magistrates’ court"


A = Authority
_INSPECTING = (A.INSPECTOR, A.CHIEF_INSPECTOR, A.SUPERINTENDENT)
_EVERYBODY = tuple(Authority)
_POLICE = (A.SERGEANT, *_INSPECTING)


@dataclass(frozen=True, slots=True)
class Law:
    """What the law asks of a power. `hours` or `months` is the most at a time, `extended` by whom it may go on, and
    for how long in all; None is no limit in the law."""

    basis: str
    by: tuple[Authority, ...]
    hours: int | None = None
    months: int | None = None
    longer: Mapping[Authority, int] | None = None
    """Authorities that may give more hours at once."""
    extended_by: tuple[Authority, ...] = ()
    hours_in_all: int | None = None
    months_in_all: int | None = None
    note: str = ""

    @property
    def has_limit(self) -> bool:
        return self.hours is not None or self.months is not None

    def latest_end(self, starts_at: datetime, authority: Authority) -> datetime | None:
        """The last moment that the law allows, for one authorisation; None where it sets none."""
        if self.hours is not None:
            return utc(starts_at) + timedelta(hours=(self.longer or {}).get(authority, self.hours))
        return months_after(starts_at, self.months) if self.months is not None else None

    def latest_in_all(self, first_start: datetime) -> datetime | None:
        """The last moment with every extension; None where the law sets none."""
        if self.hours_in_all is not None:
            return utc(first_start) + timedelta(hours=self.hours_in_all)
        return months_after(first_start, self.months_in_all) if self.months_in_all is not None else None


_ASB = "Anti-social Behaviour, Crime and Policing Act 2014"
LAWS: dict[Power, Law] = {
    Power.DISPERSAL: Law(
        f"{_ASB}, sections 34 and 35", _INSPECTING, hours=48,
        note="In writing, for a named locality. A direction is given to nobody who looks under 10; a child under 16 "
        "may be taken home or to a place of safety.",
    ),
    Power.STOP_SEARCH: Law(
        "Criminal Justice and Public Order Act 1994, section 60", _INSPECTING, hours=24, extended_by=(A.SUPERINTENDENT,),
        hours_in_all=48, note="In writing, for a named locality. A superintendent may let it go on for 24 hours more.",
    ),
    Power.PSPO: Law(
        f"{_ASB}, sections 59 to 61 and 72", (A.COUNCIL,), months=36, extended_by=(A.COUNCIL,),
        note="The council consults the police and community representatives first. It may be extended before it ends.",
    ),
    Power.CLOSURE_NOTICE: Law(
        f"{_ASB}, sections 76 to 79", (*_INSPECTING, A.COUNCIL_OFFICER, A.CHIEF_EXECUTIVE), hours=24,
        longer={A.SUPERINTENDENT: 48, A.CHIEF_EXECUTIVE: 48}, extended_by=(A.SUPERINTENDENT, A.CHIEF_EXECUTIVE),
        hours_in_all=48, note="Nobody who lives there, and not the owner, may be kept out. A court hears it within 48 "
        "hours.",
    ),
    Power.CLOSURE_ORDER: Law(
        f"{_ASB}, sections 80 to 84", (A.COURT,), months=3, extended_by=(A.COURT,), months_in_all=6,
        note="Whoever lives there may be kept out: ask where the children of the house will sleep.",
    ),
    Power.PROTECTION_NOTICE: Law(
        f"{_ASB}, sections 43 to 53", (*_POLICE, A.COUNCIL_OFFICER),
        note="A written warning comes first. Nobody under 16 is given a notice.",
    ),
    Power.LICENCE_REVIEW: Law(
        "Licensing Act 2003, sections 51 and 53A", (*_POLICE, A.COUNCIL_OFFICER, A.COUNCIL),
        note="An expedited review needs a superintendent’s certificate.",
    ),
    Power.TEST_PURCHASE: Law(
        "Criminal Justice Act 1988, sections 141A and 141B; Offensive Weapons Act 2019", (*_POLICE, A.COUNCIL_OFFICER),
        note="The volunteer is a child. Write no name: only that a parent agreed and who stood by.",
    ),
    Power.OTHER: Law("As written in the grounds", _EVERYBODY),
}  # fmt: skip


def months_after(when: datetime, months: int) -> datetime:
    """The same time by London's clocks, so many months on."""
    here = local(when)
    return utc(here.replace(year=(day := add_months(here.date(), months)).year, month=day.month, day=day.day))
