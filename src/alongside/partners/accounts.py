"""Agencies and accounts: who may be here at all.

The operator makes an agency and its first account administrator on the command line; from then on the agency looks
after its own members. An operator acts as an `Actor` of the system; a member as a `Viewer`, within her own agency.
"""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import SYSTEM, Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import sentence_list
from alongside.partners.access import refuse, writing
from alongside.partners.drafts import line
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import AccountReason, Agency, Member
from alongside.partners.roles import Permission, Role
from alongside.partners.rules import why_not_give
from alongside.partners.standing import Viewer
from alongside.partners.states import AgencyKind

By = Viewer | Actor
SYLLABLES = [consonant + vowel for consonant in "bdfghjkmnprstvz" for vowel in "aeiou"]


def add_agency(
    *, code: str, name: str, kind: str, by: Actor, at: datetime, telephone: str = "", school_urn: str = ""
) -> Agency:
    """Let an agency in. It sees nothing yet: that takes agreements, signed, and business with a child."""
    key, title = _code(code), line(name, 120, "The name", "name")
    if kind not in AgencyKind.values:
        raise Invalid(f"“{kind}” is no kind of agency. Choose {sentence_list(AgencyKind.values, 'or')}.", "kind")
    with writing():
        if Agency.objects.filter(code=key).exists():
            raise Invalid(f"There is an agency with the code “{key}” already.", "code")
        if Agency.objects.filter(name=title).exists():
            raise Invalid(f"There is an agency with the name “{title}” already.", "name")
        made = Agency.objects.create(code=key, name=title, kind=kind, telephone=telephone, school_urn=school_urn)
        _log(by, at, Act.CREATE, "agency", key, f"let in {title}", holder=key)
    return made


def _code(code: str) -> str:
    try:
        validate_slug(code)
    except ValidationError:
        raise Invalid("A code has letters, digits and hyphens only, such as “elmsgate-academy”.", "code") from None
    if len(code) > 40:
        raise Invalid("A code has 40 characters at most. Shorten it.", "code")
    return code.lower()


def add_member(
    *, username: str, name: str, agency_code: str, role: str, by: By, at: datetime, password: str | None = None,
    job_title: str = "",
) -> Member:  # fmt: skip
    """Make an account in one agency with one role. Without a password nobody can sign in with it yet (see
    `reset_password`); one that is given here is for the first sign-in only."""
    _check_keeper(by, username)
    login, full_name = line(username, 80, "The username", "username"), line(name, 120, "The name", "name")
    title = line(job_title, 120, "The job title", "job_title") if job_title.strip() else ""
    if " " in login:
        raise Invalid("A username has no spaces, such as “priya.nandakumar”.", "username")
    with writing():
        agency = Agency.objects.filter(code=agency_code, is_active=True).first()
        if agency is None:
            raise Invalid(f"There is no agency with the code “{agency_code}”. Make it first.", "agency")
        if isinstance(by, Viewer) and by.agency_id != agency.pk:
            raise refuse(by, "account", "", "not the member's own agency", act=Act.CREATE)
        _check_role(role, agency, by)
        made = Member(username=login, name=full_name, agency=agency, role=role, job_title=title)
        _set_password(made, password)
        _save_new(made)
        words = f"made the account of {made.name}: {made.get_role_display()}"
        _log(by, at, Act.CREATE, "account", str(made.pk), words, holder=agency.code)
    return made


def _set_password(member: Member, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, member)
        except ValidationError as error:
            raise Invalid(" ".join(error.messages), "password") from None
    member.set_password(password)
    member.password_is_temporary = password is not None


def _save_new(member: Member) -> None:
    """The database says whether the username is taken, in capitals or not: two who choose it at once cannot both."""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:
        raise Invalid(f"The username “{member.username}” is taken. Choose another.", "username") from None


def change_role(*, member_id: int, role: str, was: str, by: By, at: datetime) -> None:
    """Give a member another role, from her next page on. `was` is the role that was seen when it was chosen."""
    with writing():
        member = _account(member_id, by)
        if member.role != was:
            now = member.get_role_display()
            raise Stale(f"Somebody else changed the role since you began: it is {now} now. Choose again.", member.role)
        if member.role == role:
            raise Invalid("That is the role already. Choose another.", "role")
        _check_role(role, member.agency, by)
        before, member.role = member.get_role_display(), role
        member.save(update_fields=["role"])
        _changed(member, by, at, f"changed the role of {member.name} from {before} to {member.get_role_display()}")


def reset_password(*, member_id: int, reason: str, by: By, at: datetime) -> str:
    """Give a member a password for one sign-in, after which she chooses her own; what it is, is told here once.

    Whoever is signed in with the old one is not any more. `reason` says how one was sure that it is she who asks.
    """
    why = line(reason, 200, "The reason", "reason")
    with writing():
        member = _account(member_id, by)
        if not member.is_active:
            raise Invalid("The account is closed. Reopen it: that gives a password.")
        password = _give_password(member)
        member.save(update_fields=["password", "password_is_temporary"])
        _changed(member, by, at, f"gave {member.name} a one-time password", why)
    return password


def reset_second_factor(*, member_id: int, reason: str, by: By, at: datetime) -> None:
    """Record that a member's second factors are taken away, so that she sets up another.

    The door takes them away in the same transaction (see `web.accounts.keeping`): they are not this domain's.
    """
    why = line(reason, 200, "The reason", "reason")
    with writing():
        member = _account(member_id, by)
        _changed(member, by, at, f"removed the second factors of {member.name}", why)


def close_account(*, member_id: int, reason: str, by: By, at: datetime) -> None:
    """Close an account, from this moment on. What its member did stays on record under her name."""
    why = line(reason, 200, "The reason", "reason")
    with writing():
        member = _account(member_id, by)
        if not member.is_active:
            raise Invalid("The account is closed already.")
        member.is_active = False
        member.save(update_fields=["is_active"])
        _changed(member, by, at, f"closed the account of {member.name}", why)


def reopen_account(*, member_id: int, reason: str, by: By, at: datetime) -> str:
    """Open a closed account with a password for one sign-in, told here once: the old one is not trusted any more."""
    why = line(reason, 200, "The reason", "reason")
    with writing():
        member = _account(member_id, by)
        if member.is_active:
            raise Invalid("The account is open already.")
        member.is_active = True
        password = _give_password(member)
        member.save(update_fields=["is_active", "password", "password_is_temporary"])
        _changed(member, by, at, f"reopened the account of {member.name} with a one-time password", why)
    return password


def unlock(*, member_id: int, by: By, at: datetime) -> None:
    """Record that a member need not wait after wrong passwords. The door forgets the attempts in the same
    transaction."""
    with writing():
        member = _account(member_id, by)
        _changed(member, by, at, f"unlocked the account of {member.name}")


def one_time_password() -> str:
    """Three words that mean nothing and can be said over the telephone, such as “bafiko-ruzavo-temipu”: 56 bits."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(3))


def _give_password(member: Member) -> str:
    password = one_time_password()
    member.set_password(password)
    member.password_is_temporary = True
    return password


def _account(member_id: int, by: By) -> Member:
    """The member, locked until the transaction ends. Another agency's looks like one that does not exist."""
    _check_keeper(by, str(member_id))
    member = Member.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if isinstance(by, Actor):
        if member is None:
            raise Invalid("There is no such account.")
        return member
    if member is None or member.agency_id != by.agency_id:
        raise refuse(by, "account", str(member_id), "not an account of the member's agency", act=Act.CHANGE)
    if member.pk == by.member_id:
        raise refuse(by, "account", str(member_id), "nobody looks after her own account", act=Act.CHANGE)
    return member


def _check_keeper(by: By, id: str) -> None:
    if isinstance(by, Actor):
        if by.agency_code != SYSTEM:
            raise ValueError("A member acts as a viewer, so that her agency and her role are checked.")
    elif not by.may(Permission.MANAGE_MEMBERS):
        raise refuse(by, "account", id, f"the role may not {Permission.MANAGE_MEMBERS.value}", act=Act.CHANGE)


def _check_role(role: str, agency: Agency, by: By) -> None:
    """The operator may give any role to a member of any agency; an agency only those that fit it."""
    if role not in Role.values:
        raise Invalid(f"“{role}” is no role. Choose {sentence_list(Role.values, 'or')}.", "role")
    if isinstance(by, Viewer) and (reason := why_not_give(Role(role), agency.kind, by.permissions)):
        raise Invalid(reason, "role")


def _changed(member: Member, by: By, at: datetime, words: str, why: str = "") -> None:
    """The reason stands with the account, and what was done in the log."""
    if why:
        name = by.actor.name if isinstance(by, Viewer) else by.name
        AccountReason.objects.create(member=member, what=words, because=why, by=name, at=at)
    _log(by, at, Act.CHANGE, "account", str(member.pk), words, holder=member.agency.code)


def _log(by: By, at: datetime, act: Act, kind: str, id: str, words: str, *, holder: str) -> None:
    actor = by.actor if isinstance(by, Viewer) else by
    record(Entry(at=at, actor=actor, act=act, subject_kind=kind, subject_id=id[:80], holder_code=holder, reason=words))
