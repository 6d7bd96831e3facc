"""Agencies and accounts: who may be here at all. Made on the command line until an agency has its own manager."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import sentence_list
from alongside.partners.access import writing
from alongside.partners.drafts import line
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind


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
        _log(by, at, "agency", key, f"let in {title}", holder=key)
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
    *, username: str, name: str, agency_code: str, role: str, by: Actor, at: datetime, password: str | None = None,
    job_title: str = "",
) -> Member:  # fmt: skip
    """Make an account in one agency with one role. Without a password nobody can sign in with it yet."""
    login, full_name = line(username, 80, "The username", "username"), line(name, 120, "The name", "name")
    if " " in login:
        raise Invalid("A username has no spaces, such as “priya.nandakumar”.", "username")
    if role not in Role.values:
        raise Invalid(f"“{role}” is no role. Choose {sentence_list(Role.values, 'or')}.", "role")
    with writing():
        agency = Agency.objects.filter(code=agency_code, is_active=True).first()
        if agency is None:
            raise Invalid(f"There is no agency with the code “{agency_code}”. Make it first.", "agency")
        if Member.objects.filter(username__iexact=login).exists():
            raise Invalid(f"The username “{login}” is taken. Choose another.", "username")
        made = Member(username=login, name=full_name, agency=agency, role=role, job_title=job_title[:120])
        _set_password(made, password)
        made.save()
        _log(by, at, "member", login, f"made the account of {made.name}: {made.get_role_display()}", holder=agency.code)
    return made


def _set_password(member: Member, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, member)
        except ValidationError as error:
            raise Invalid(" ".join(error.messages), "password") from None
    member.set_password(password)


def _log(by: Actor, at: datetime, kind: str, id: str, reason: str, *, holder: str) -> None:
    record(
        Entry(
            at=at, actor=by, act=Act.CREATE, subject_kind=kind, subject_id=id[:80], holder_code=holder,
            reason=reason[:400],
        )
    )  # fmt: skip
