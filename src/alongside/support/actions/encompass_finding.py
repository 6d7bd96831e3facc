"""Whom to tell of a child: found for many children at once, with everything that decides read once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from alongside.areas.queries import SchoolSummary, schools_named, schools_now, terms_of
from alongside.common.calendars import SchoolTerms
from alongside.common.text import fold_name, sentence_list
from alongside.partners.models import Agency, Member
from alongside.partners.roles import FITTING, Permission, roles_with
from alongside.partners.standing import Term, Viewer, terms_from
from alongside.partners.states import AgencyKind
from alongside.people.models import SourceRecord
from alongside.people.queries import beside_restricted
from alongside.support.encompass_clocks import next_start
from alongside.support.encompass_rules import below_school_age
from alongside.support.encompass_states import CARRIED, NEEDED, PURPOSE, NoticeStatus, QueueReason, SettingKind
from alongside.support.models import EncompassOfficer, IncidentChild
from alongside.support.queries.front_door import front_door_pathway

HOME = "Home-education officer"
QUEUE = "Council officer"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a child's notice goes, and why there."""

    kind: SettingKind
    status: NoticeStatus
    receiver_id: int | None
    setting: str
    due_at: datetime
    counted_in: str
    school_urn: str = ""
    reason: str = ""
    beside: UUID | None = None
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    """A setting before it is known whether it may be told."""

    name: str = ""
    urn: str = ""
    agency: Agency | None = None
    reason: str = ""


class Directory:
    """Schools that work here, who leads safeguarding in them, and what the police may tell whom today."""

    def __init__(self, police_id: int, viewer: Viewer) -> None:
        self.viewer = viewer
        schools = list(Agency.objects.filter(kind=AgencyKind.SCHOOL, is_active=True))
        self.by_id = {one.pk: one for one in schools}
        self.by_urn = {one.school_urn: one for one in schools if one.school_urn}
        self.by_name = {fold_name(one.name): one for one in schools}
        self.terms = {
            agency: terms for (purpose, agency), terms in terms_from(police_id, viewer.day).items()
            if purpose is PURPOSE
        }  # fmt: skip
        self.council = front_door_pathway().receiver

    @cached_property
    def with_lead(self) -> frozenset[int]:
        """Agencies in which somebody with an open account answers notices."""
        roles = [
            role for role in roles_with(Permission.ANSWER_ENCOMPASS) if role in FITTING[AgencyKind.SCHOOL]
        ]  # fmt: skip
        rows = Member.objects.filter(role__in=roles, is_active=True, agency__kind=AgencyKind.SCHOOL)
        return frozenset(rows.values_list("agency_id", flat=True))

    @cached_property
    def officers(self) -> Mapping[str, int]:
        rows = EncompassOfficer.objects.filter(
            agency=self.council, until__isnull=True, member__is_active=True
        ).values_list("queue", "member_id")
        return dict(rows)

    def agreement_with(self, agency_id: int) -> tuple[Term, ...]:
        """The agreements that let a notice tell this agency what it cannot do without."""
        terms = self.terms.get(agency_id, ())
        covered = frozenset(group for term in terms for group in term.groups)
        return terms if covered >= NEEDED else ()

    def label(self, agency_id: int) -> str:
        return sentence_list(one.agreement for one in self.agreement_with(agency_id) if one.groups & CARRIED)[:200]

    def why_not(self, agency: Agency) -> str:
        """Why this school cannot be told today; empty when it can."""
        if not self.agreement_with(agency.pk):
            return QueueReason.NO_AGREEMENT
        return "" if agency.pk in self.with_lead else QueueReason.NO_LEAD


class Finding:
    """The children of one taking, their settings looked up in bulk."""

    def __init__(self, directory: Directory, children: Sequence[IncidentChild]) -> None:
        self.directory = directory
        records = [child.record_id for child in children]
        self.persons = dict(SourceRecord.objects.filter(pk__in=records).values_list("pk", "person_id"))
        self.beside = beside_restricted(directory.viewer, records)
        self.named = schools_named(child.told_school for child in children if child.told_school)
        self.known = _school_records(self.persons.values())
        urns = {child.told_urn for child in children if child.told_urn}
        self.standing: dict[str, SchoolSummary] = schools_now(urns)
        wanted = {self._setting(child).urn for child in children} - {""}
        self.terms: Mapping[str, SchoolTerms] = terms_of(wanted)

    def destination(self, child: IncidentChild, received_at: datetime) -> Destination:
        setting = self._setting(child)
        if (beside := self.beside.get(child.record_id)) is not None:
            return self._queued(setting, QueueReason.RESTRICTED, received_at, beside)
        if child.home_educated:
            return self.at_home(received_at)
        if setting.agency is None:
            reason = setting.reason
            young = below_school_age(child.record.date_of_birth, received_at.date())
            if reason == QueueReason.NO_SETTING and young:
                reason = QueueReason.NOT_SCHOOL_AGE
            return self._queued(setting, reason, received_at)
        if why := self.directory.why_not(setting.agency):
            return self._queued(setting, why, received_at)
        return self._sent(setting, received_at)

    def to_school(self, agency: Agency, received_at: datetime) -> Destination:
        """For the officer who found the school; the clock goes on from when the police told."""
        self.terms = terms_of([agency.school_urn])
        return self._sent(_Setting(agency.name, agency.school_urn, agency), received_at)

    def at_home(self, received_at: datetime) -> Destination:
        due, counted = next_start("", {}, received_at)
        council = self.directory.council
        if not self.directory.agreement_with(council.pk):
            return self._held(HOME, "", due, counted)
        return Destination(
            SettingKind.HOME_EDUCATION, NoticeStatus.SENT, council.pk, HOME, due, counted,
            agreement=self.directory.label(council.pk),
        )  # fmt: skip

    def _sent(self, setting: _Setting, received_at: datetime) -> Destination:
        assert setting.agency is not None
        due, counted = next_start(setting.urn, self.terms, received_at)
        return Destination(
            SettingKind.SCHOOL, NoticeStatus.SENT, setting.agency.pk, setting.name, due, counted, setting.urn,
            agreement=self.directory.label(setting.agency.pk),
        )  # fmt: skip

    def back(self, reason: QueueReason, setting: str, urn: str, received_at: datetime) -> Destination:
        """To the officer, with a reason."""
        self.terms = terms_of([urn] if urn else [])
        return self._queued(_Setting(setting, urn), reason, received_at)

    def _queued(self, setting: _Setting, reason: str, received_at: datetime, beside: UUID | None = None) -> Destination:
        due, counted = next_start(setting.urn, self.terms, received_at)
        council = self.directory.council
        if not self.directory.agreement_with(council.pk):
            return self._held(setting.name or QUEUE, setting.urn, due, counted)
        return Destination(
            SettingKind.OFFICER, NoticeStatus.QUEUED, council.pk, setting.name or QUEUE, due, counted, setting.urn,
            reason, beside, self.directory.label(council.pk),
        )  # fmt: skip

    def _held(self, name: str, urn: str, due: datetime, counted: str) -> Destination:
        reason = QueueReason.NO_COUNCIL_AGREEMENT
        return Destination(SettingKind.OFFICER, NoticeStatus.HELD, None, name, due, counted, urn, reason)

    def _setting(self, child: IncidentChild) -> _Setting:
        """What the police say comes first; then what schools' own records say, if they agree."""
        if child.home_educated:
            return _Setting()
        if child.told_urn:
            return self._by_urn(child.told_urn)
        if child.told_school:
            return self._by_name(child.told_school)
        schools = self.known.get(self.persons[child.record_id], frozenset()) & self.directory.by_id.keys()
        if not schools:
            return _Setting(reason=QueueReason.NO_SETTING)
        if len(schools) > 1:
            return _Setting(reason=QueueReason.UNCLEAR)
        agency = self.directory.by_id[next(iter(schools))]
        return _Setting(agency.name, agency.school_urn, agency)

    def _by_urn(self, urn: str) -> _Setting:
        now = self.standing.get(urn)
        agency = self.directory.by_urn.get(now.urn if now else urn)
        if agency is not None:
            return _Setting(agency.name, agency.school_urn, agency)
        if now is None:
            return _Setting(f"URN {urn}", reason=QueueReason.UNKNOWN_SCHOOL)
        return _Setting(now.name, now.urn, reason=QueueReason.NO_AGENCY)

    def _by_name(self, name: str) -> _Setting:
        key = fold_name(name)
        if agency := self.directory.by_name.get(key):
            return _Setting(agency.name, agency.school_urn, agency)
        found = self.named.get(key[:200], [])
        if not found:
            return _Setting(name, reason=QueueReason.UNKNOWN_SCHOOL)
        here = [one for one in found if one.urn in self.directory.by_urn]
        if len(found) > 1 and len(here) != 1:
            return _Setting(name, reason=QueueReason.UNCLEAR)
        one = here[0] if here else found[0]
        agency = self.directory.by_urn.get(one.urn)
        return _Setting(one.name, one.urn, agency, "" if agency else QueueReason.NO_AGENCY)


def _school_records(persons: Collection[UUID]) -> dict[UUID, frozenset[int]]:
    """Which schools hold a record of each person."""
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = SourceRecord.objects.filter(person_id__in=set(persons), holder__kind=AgencyKind.SCHOOL)
    for person, holder in rows.values_list("person_id", "holder_id").distinct():
        found[person].add(holder)
    return {person: frozenset(holders) for person, holders in found.items()}
