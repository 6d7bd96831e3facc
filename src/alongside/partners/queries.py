"""Reading agencies, agreements and what they allow."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from alongside.partners import rules
from alongside.partners.access import refuse
from alongside.partners.drafts import AgreementDraft
from alongside.partners.models import Agency, Agreement, AgreementParty, Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer, agreements_in_force
from alongside.partners.states import Capacity, FieldGroup


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
    )  # fmt: skip


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
