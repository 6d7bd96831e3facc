"""Reading agencies, agreements and what they allow."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.presenters import sentence
from alongside.audit.queries import about
from alongside.audit.states import Act
from alongside.common.text import sentence_list
from alongside.partners import rules
from alongside.partners.access import refuse
from alongside.partners.drafts import AgreementDraft
from alongside.partners.models import AccountReason, Agency, Agreement, AgreementParty, Member
from alongside.partners.roles import Permission, Role, permissions_in, roles_fitting
from alongside.partners.standing import Viewer, agreements_in_force
from alongside.partners.states import Capacity, FieldGroup

ACCOUNTS_ON_A_PAGE = 50
ACCOUNT_HISTORY = 15


@dataclass(frozen=True, slots=True)
class PartyRow:
    agency_code: str
    agency: str
    capacity: str
    signature: str
    signed: bool
    may_sign: bool
    may_leave: bool


@dataclass(frozen=True, slots=True)
class AgreementRow:
    id: int
    reference: str
    version: int
    label: str
    title: str
    gateway: str
    standing: str
    purposes: tuple[str, ...]
    field_groups: tuple[str, ...]
    on_request: tuple[str, ...]
    valid_from: date
    valid_until: date
    review_on: date
    days_left: int
    privacy_notice: str
    parties: tuple[PartyRow, ...]
    withdrawn: str
    """When, by whom and why, where it was."""


def viewer_for(member: Member, at: datetime) -> Viewer:
    return Viewer.of(member, at=at)


def agreements(viewer: Viewer) -> list[AgreementRow]:
    """Every agreement to those who keep them; to others, those that name their own agency."""
    rows = _allowed(viewer).order_by("valid_until", "reference")
    return [_row(one, viewer.day) for one in rows]


def agreement(viewer: Viewer, id: int) -> AgreementRow:
    found = _allowed(viewer).filter(pk=id).first()
    if found is None:
        raise refuse(viewer, "agreement", str(id), "not an agreement that this agency is named in")
    return _row(found, viewer.day)


def versions_of(viewer: Viewer, id: int) -> list[AgreementRow]:
    """An agreement in all its versions, newest first; the one that was asked for is among them."""
    found = agreement(viewer, id)
    return [_row(one, viewer.day) for one in _allowed(viewer).filter(reference=found.reference).order_by("-version")]


def draft_of(viewer: Viewer, id: int) -> tuple[AgreementDraft, int]:
    """What an agreement says, to write its next version from; and which version it is."""
    found = _allowed(viewer).filter(pk=id).first()
    if found is None or not viewer.may(Permission.KEEP_AGREEMENTS):
        raise refuse(viewer, "agreement", str(id), "not an agreement that the member keeps")
    draft = AgreementDraft(
        reference=found.reference, title=found.title, gateway=found.gateway, purposes=found.purposes,
        field_groups=found.field_groups, on_request=found.on_request, valid_from=found.valid_from,
        valid_until=found.valid_until, review_on=found.review_on, privacy_notice=found.privacy_notice,
        parties=tuple((one.agency.code, Capacity(one.capacity)) for one in found.parties.all() if one.left_on is None),
    )  # fmt: skip
    return draft, found.version


def ending_soon(viewer: Viewer) -> list[AgreementRow]:
    """The queue of agreements that end within 60 days and have no later version signed to follow them."""
    soon = viewer.day + rules.ENDING_SOON
    rows = _allowed(viewer).filter(valid_until__gte=viewer.day, valid_until__lte=soon, withdrawn_on__isnull=True)
    later = {(one.reference, one.version) for one in agreements_in_force(soon) if one.valid_until > soon}
    return [
        _row(one, viewer.day)
        for one in rows.order_by("valid_until")
        if not any(ref == one.reference and version > one.version for ref, version in later)
    ]


def is_anything_agreed(day: date) -> bool:
    """Whether any agreement is in force at all; says nothing of whose."""
    return agreements_in_force(day).exists()


def _allowed(viewer: Viewer) -> QuerySet[Agreement]:
    rows = Agreement.objects.prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("agency").order_by("agency__name"))
    )
    if viewer.may(Permission.KEEP_AGREEMENTS):
        return rows
    if viewer.may(Permission.SEE_AGREEMENTS):
        return rows.filter(parties__agency_id=viewer.agency_id).distinct()
    return rows.none()


def _row(one: Agreement, day: date) -> AgreementRow:
    is_open = one.withdrawn_on is None and day <= one.valid_until
    parties = tuple(_party(party, day, is_open) for party in one.parties.all())
    standing = rules.standing_of(
        one.valid_from, one.valid_until, one.withdrawn_on, sum(party.signed for party in parties), day
    )
    return AgreementRow(
        id=one.pk, reference=one.reference, version=one.version, label=one.label, title=one.title,
        gateway=one.gateway, standing=standing,
        purposes=tuple(sorted(purpose.label for purpose in one.purposes)),
        field_groups=_labels(one.field_groups), on_request=_labels(one.on_request),
        valid_from=one.valid_from, valid_until=one.valid_until, review_on=one.review_on,
        days_left=(one.valid_until - day).days, privacy_notice=one.privacy_notice, parties=parties,
        withdrawn=_withdrawn(one),
    )  # fmt: skip


def _withdrawn(one: Agreement) -> str:
    """The words of one that was withdrawn before reasons stood here are in the log of that day."""
    if one.withdrawn_on is None:
        return ""
    by = f" by {one.withdrawn_by}" if one.withdrawn_by else ""
    return f"On {one.withdrawn_on:%-d %B %Y}{by}: {one.withdrawn_because or 'why stands in the log of that day'}"


def _party(party: AgreementParty, day: date, is_open: bool) -> PartyRow:
    if party.left_on is not None and party.left_on <= day:
        words, signed = f"left on {party.left_on:%-d %B %Y}", False
    elif party.signed_on is not None and party.signed_on <= day:
        words, signed = f"signed by {party.signed_by} on {party.signed_on:%-d %B %Y}", True
    else:
        words, signed = "has not signed", False
    stays = is_open and party.left_on is None
    return PartyRow(
        party.agency.code, party.agency.name, party.get_capacity_display(), words, signed,
        may_sign=stays and party.signed_on is None, may_leave=stays and signed,
    )  # fmt: skip


def _labels(groups: frozenset[FieldGroup]) -> tuple[str, ...]:
    return tuple(group.label for group in FieldGroup if group in groups)


def agencies(*, kind: str = "") -> list[Agency]:
    rows = Agency.objects.filter(is_active=True)
    return list(rows.filter(kind=kind) if kind else rows)


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


def members_of(viewer: Viewer) -> QuerySet[Member]:
    return Member.objects.filter(agency_id=viewer.agency_id, is_active=True).select_related("agency")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A member as whoever looks after her agency's accounts sees her."""

    id: int
    name: str
    username: str
    job_title: str
    role: str
    role_label: str
    last_login: datetime | None
    is_open: bool
    password: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    rows: tuple[AccountRow, ...]
    number: int
    size: int
    total: int


def accounts(viewer: Viewer, *, closed: bool = False, page: int = 1) -> AccountPage:
    """The accounts of the viewer's own agency, those that are open or those that are closed. Logged."""
    _check_keeper(viewer, "accounts", Act.LIST)
    rows = Member.objects.filter(agency_id=viewer.agency_id, is_active=not closed).order_by("name", "pk")
    start = (page - 1) * ACCOUNTS_ON_A_PAGE
    shown = tuple(_account_row(viewer, one) for one in rows[start : start + ACCOUNTS_ON_A_PAGE])
    _log_read(viewer, Act.LIST, "accounts", "", "closed" if closed else "open")
    return AccountPage(shown, page, ACCOUNTS_ON_A_PAGE, rows.count())


def account(viewer: Viewer, id: int, *, to_change: bool = False) -> AccountRow:
    """One account of the viewer's own agency. Another agency's is refused like one that does not exist; and where it
    is to be changed, her own too. Logged."""
    _check_keeper(viewer, "account", Act.VIEW, str(id))
    found = Member.objects.filter(agency_id=viewer.agency_id, pk=id).first()
    if found is None:
        raise refuse(viewer, "account", str(id), "not an account of the member's agency")
    if to_change and found.pk == viewer.member_id:
        raise refuse(viewer, "account", str(id), "nobody looks after her own account")
    _log_read(viewer, Act.VIEW, "account", str(id), "the role looks after the agency's accounts")
    return _account_row(viewer, found)


def account_with_history(viewer: Viewer, id: int) -> tuple[AccountRow, list[tuple[datetime, str]]]:
    """One account, and what was done with it lately, newest first, by its member and by others. Who only looked at it
    is left out. Logged."""
    found = account(viewer, id)
    events = about("account", str(id)).exclude(act=Act.VIEW)[:ACCOUNT_HISTORY]
    rows = AccountReason.objects.filter(member_id=found.id).values_list("at", "what", "because")
    why = {(at, what): f" Reason: {because}" for at, what, because in rows}
    return found, [(one.at, sentence(one) + why.get((one.at, one.reason), "")) for one in events]


def roles_to_give(viewer: Viewer) -> list[tuple[Role, str]]:
    """The roles that the viewer's agency gives to its members, each with what it opens."""
    _check_keeper(viewer, "accounts", Act.CHANGE)
    kind = Agency.objects.values_list("kind", flat=True).get(pk=viewer.agency_id)
    fitting = [role for role in roles_fitting(kind) if rules.why_not_give(role, kind, viewer.permissions) is None]
    return [(role, _what_it_opens(role, kind)) for role in fitting]


def _what_it_opens(role: Role, kind: str) -> str:
    return sentence_list(one.value for one in Permission if one in permissions_in(role, kind))


def _check_keeper(viewer: Viewer, kind: str, act: Act, id: str = "") -> None:
    if not viewer.may(Permission.MANAGE_MEMBERS):
        raise refuse(viewer, kind, id, f"the role may not {Permission.MANAGE_MEMBERS.value}", act=act)


def _log_read(viewer: Viewer, act: Act, kind: str, id: str, reason: str) -> None:
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=id,
            holder_code=viewer.agency_code, reason=reason,
        )
    )  # fmt: skip


def _account_row(viewer: Viewer, one: Member) -> AccountRow:
    return AccountRow(
        id=one.pk, name=one.name, username=one.username, job_title=one.job_title, role=one.role,
        role_label=one.get_role_display(), last_login=one.last_login, is_open=one.is_active,
        password=_password_words(one), is_own=one.pk == viewer.member_id,
    )  # fmt: skip


def _password_words(one: Member) -> str:
    if not one.has_usable_password():
        return "None"
    return "One-time password, not yet changed" if one.password_is_temporary else "Her or his own"
