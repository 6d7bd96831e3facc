"""Changing agreements, involvements, restrictions and members. Each writes its audit row inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry, Log
from alongside.audit.states import Act
from alongside.partners import rules
from alongside.partners.access import codes, refuse, writing
from alongside.partners.drafts import AgreementDraft, checked, line
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency, Agreement, AgreementParty, Involvement, Member, Restriction
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose

YEAR = timedelta(days=365)


def _require(viewer: Viewer, permission: Permission, kind: str, id: str = "") -> None:
    if not viewer.may(permission):
        raise refuse(viewer, kind, id, f"the role may not {permission.value}", act=Act.CHANGE)


def keep_agreement(*, draft: AgreementDraft, by: Viewer, at: datetime, follows: int | None = None) -> Agreement:
    """Keep a new agreement, or the next version of one with the same reference. No party has signed yet.

    `follows` is the version that the member had before her (0: she means a new agreement); if that is not the latest,
    it is refused.
    """
    _require(by, Permission.KEEP_AGREEMENTS, "agreement", draft.reference)
    good = checked(draft)
    with writing():
        agencies = {
            agency.code: agency for agency in Agency.objects.filter(code__in=[code for code, _ in good.parties])
        }
        for code, _ in good.parties:
            if code not in agencies:
                raise Invalid(f"There is no agency with the code “{code}”.", "parties")
        last = Agreement.objects.select_for_update().filter(reference=good.reference).order_by("-version").first()
        _check_follows(last, follows)
        agreement = Agreement.objects.create(
            reference=good.reference, version=last.version + 1 if last else 1, title=good.title,
            gateway=good.gateway, purposes=good.purposes, field_groups=good.field_groups,
            on_request=good.on_request, valid_from=good.valid_from, valid_until=good.valid_until,
            review_on=good.review_on, privacy_notice=good.privacy_notice,
        )  # fmt: skip
        AgreementParty.objects.bulk_create(
            AgreementParty(agreement=agreement, agency=agencies[code], capacity=capacity)
            for code, capacity in good.parties
        )
        _log(by, at, Act.CREATE, "agreement", agreement.label, f"kept {agreement.label}: {agreement.title}")
    return agreement


def _check_follows(last: Agreement | None, follows: int | None) -> None:
    if follows is None or follows == (last.version if last else 0):
        return
    if follows == 0:
        raise Invalid(
            "There is an agreement with this reference. Choose another one, or open it and make its next version.",
            "reference",
        )
    raise Stale("Somebody has made a later version since you began. Compare the two, then save again.", last)


def sign(*, agreement_id: int, agency_code: str, name: str, by: Viewer, at: datetime) -> AgreementParty:
    """Record an agency's signature. From the two first signatures on, the two may share."""
    _require(by, Permission.KEEP_AGREEMENTS, "agreement", str(agreement_id))
    with writing():
        party = (
            AgreementParty.objects.select_for_update(of=("self",))
            .select_related("agreement", "agency")
            .filter(agreement_id=agreement_id, agency__code=agency_code)
            .first()
        )
        if party is None:
            raise Invalid("That agency is not named in this agreement.", "agency")
        if reason := rules.why_not_sign(party.signed_on, party.agreement.withdrawn_on, name):
            raise Invalid(reason, "name")
        party.signed_by, party.signed_on = line(name, 120, "The name", "name"), by.day
        party.save(update_fields=["signed_by", "signed_on"])
        _log(
            by,
            at,
            Act.CHANGE,
            "agreement",
            party.agreement.label,
            f"{party.agency.name} signed {party.agreement.label}",
        )
    return party


def leave(*, agreement_id: int, agency_code: str, by: Viewer, at: datetime) -> None:
    """Take an agency out of an agreement from today: it neither gives nor receives under it any more."""
    _require(by, Permission.KEEP_AGREEMENTS, "agreement", str(agreement_id))
    with writing():
        party = (
            AgreementParty.objects.select_for_update(of=("self",))
            .select_related("agreement", "agency")
            .filter(agreement_id=agreement_id, agency__code=agency_code)
            .first()
        )
        if party is None or party.left_on is not None:
            raise Invalid("That agency is not named in this agreement, or has left it already.", "agency")
        party.left_on = by.day
        party.save(update_fields=["left_on"])
        _log(
            by,
            at,
            Act.CHANGE,
            "agreement",
            party.agreement.label,
            f"{party.agency.name} left {party.agreement.label}",
        )


def withdraw_agreement(*, agreement_id: int, reason: str, by: Viewer, at: datetime) -> None:
    """End an agreement from today. Nothing is shared under it from this moment on."""
    _require(by, Permission.KEEP_AGREEMENTS, "agreement", str(agreement_id))
    if not reason.strip():
        raise Invalid("Say why the agreement is withdrawn.", "reason")
    why = line(reason, 300, "The reason", "reason")
    with writing():
        agreement = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
        if agreement is None:
            raise refuse(by, "agreement", str(agreement_id), "no such agreement", act=Act.CHANGE)
        if agreement.withdrawn_on is not None:
            raise Invalid("The agreement was withdrawn already.", "reason")
        agreement.withdrawn_on, agreement.withdrawn_by, agreement.withdrawn_because = by.day, by.actor.name, why
        agreement.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_because"])
        _log(by, at, Act.CHANGE, "agreement", agreement.label, f"withdrew {agreement.label}")


def involve(
    *,
    agency_id: int,
    person_id: UUID,
    purpose: Purpose,
    groups: Iterable[FieldGroup],
    reason: str,
    by: Actor,
    at: datetime,
    opened_for: str = "",
    matter: str = "",
    lasts: timedelta = YEAR,
    log: Log | None = None,
) -> Involvement:
    """Open an agency's involvement with a person: its own view, these field groups and no more."""
    with writing():
        made = Involvement.objects.create(
            agency_id=agency_id, person_id=person_id, matter=matter, opened_for=opened_for or matter,
            purpose=purpose.code, field_groups=frozenset(groups), reason=reason[:200], opened_by=by.name, opened_at=at,
            expires_at=at + lasts,
        )  # fmt: skip
        (log or record)(
            Entry(
                at=at, actor=by, act=Act.CREATE, subject_kind="involvement", subject_id=str(made.pk),
                persons=(person_id,), purpose=purpose.code, field_groups=codes(groups),
                reason=f"involved {made.agency.name}: {reason}",
            )
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Wanted:
    """An involvement that is to be opened, as `involve` takes it."""

    agency_id: int
    person_id: UUID
    groups: frozenset[FieldGroup]
    reason: str
    matter: str


def involve_all(*, wanted: Sequence[Wanted], purpose: Purpose, by: Actor, at: datetime, log: Log) -> None:
    """Open many involvements for one purpose, each with its own matter, in one write."""
    names = dict(Agency.objects.filter(pk__in={one.agency_id for one in wanted}).values_list("pk", "name"))
    made = Involvement.objects.bulk_create(
        Involvement(
            agency_id=one.agency_id, person_id=one.person_id, matter=one.matter, opened_for=one.matter,
            purpose=purpose.code, field_groups=one.groups, reason=one.reason[:200], opened_by=by.name, opened_at=at,
            expires_at=at + YEAR,
        )
        for one in wanted
    )  # fmt: skip
    for one in made:
        log(
            Entry(
                at=at, actor=by, act=Act.CREATE, subject_kind="involvement", subject_id=str(one.pk),
                persons=(one.person_id,), purpose=purpose.code, field_groups=codes(one.field_groups),
                reason=f"involved {names[one.agency_id]}: {one.reason}",
            )
        )  # fmt: skip


def end_involvements(*, person_id: UUID, opened_for: str, by: Actor, at: datetime, agency_id: int | None = None) -> int:
    """End every live involvement that this matter opened (of one agency, if named); gives how many."""
    with writing():
        rows = Involvement.objects.filter(person_id=person_id, opened_for=opened_for, ended_at__isnull=True)
        if agency_id is not None:
            rows = rows.filter(agency_id=agency_id)
        ended = rows.update(ended_at=at)
        if ended:
            record(
                Entry(
                    at=at, actor=by, act=Act.CHANGE, subject_kind="involvement", subject_id=opened_for,
                    persons=(person_id,), reason=f"ended {ended} involvement(s)",
                )
            )  # fmt: skip
    return ended


def restrict(*, person_id: UUID, reason: str, cleared: Sequence[int], by: Viewer, at: datetime) -> Restriction:
    """Hide a person from everybody but the members who are cleared, everywhere at once. Sent twice, it enters once."""
    _require(by, Permission.RESTRICT_PERSON, "person", str(person_id))
    if not reason.strip():
        raise Invalid("Say why the person is restricted.", "reason")
    with writing():
        same = Restriction.objects.filter(
            person_id=person_id, reason=reason.strip()[:200], placed_by=by.actor.name, lifted_at__isnull=True
        )
        for known in same:
            if set(known.cleared.values_list("pk", flat=True)) == set(cleared):
                return known
        made = Restriction.objects.create(
            person_id=person_id, reason=reason.strip()[:200], placed_by=by.actor.name, placed_at=at
        )
        made.cleared.set(Member.objects.filter(pk__in=cleared))
        _log(by, at, Act.RESTRICT, "person", str(person_id), "restricted the person", persons=(person_id,))
    return made


def lift_restriction(*, restriction_id: int, reason: str, by: Viewer, at: datetime) -> None:
    """Let the ordinary rules apply again. One that was lifted before stays as it was lifted."""
    _require(by, Permission.RESTRICT_PERSON, "restriction", str(restriction_id))
    if not reason.strip():
        raise Invalid("Say why the restriction is lifted.", "reason")
    with writing():
        made = Restriction.objects.select_for_update().filter(pk=restriction_id).first()
        if made is None:
            raise refuse(by, "restriction", str(restriction_id), "no such restriction", act=Act.RESTRICT)
        if made.lifted_at is not None:
            return
        made.lifted_at = at
        made.save(update_fields=["lifted_at"])
        _log(
            by,
            at,
            Act.RESTRICT,
            "person",
            str(made.person_id),
            f"lifted the restriction: {reason.strip()[:200]}",
            persons=(made.person_id,),
        )


def _log(by: Viewer, at: datetime, act: Act, kind: str, id: str, reason: str, persons: tuple[UUID, ...] = ()) -> None:
    record(
        Entry(
            at=at,
            actor=by.actor,
            act=act,
            subject_kind=kind,
            subject_id=id[:80],
            persons=persons,
            reason=reason,
        )
    )
