"""Pure rules of agreements and of roles: None, or the reason why not."""

from datetime import date, timedelta

from alongside.partners.roles import Permission, Role, permissions_of, roles_fitting

ENDING_SOON = timedelta(days=60)


def why_not_dates(valid_from: date, valid_until: date, review_on: date) -> str | None:
    if valid_until < valid_from:
        return "The last day is before the first day. Give a last day on or after the first."
    if not valid_from <= review_on <= valid_until:
        return "The review date must lie between the first and the last day."
    if (valid_until - valid_from).days > 366 * 5:
        return "An agreement may run for five years at most. Give an earlier last day and renew it then."
    return None


def why_not_sign(signed_on: date | None, withdrawn_on: date | None, name: str) -> str | None:
    if signed_on is not None:
        return "This agency has signed already."
    if withdrawn_on is not None:
        return "The agreement was withdrawn. Make a new version to sign."
    if not name.strip():
        return "Enter the name of the person who signs."
    return None


def standing_of(valid_from: date, valid_until: date, withdrawn_on: date | None, signatures: int, day: date) -> str:
    """One word for a list: what this agreement is today."""
    if withdrawn_on is not None and withdrawn_on <= day:
        return "Withdrawn"
    if day > valid_until:
        return "Ended"
    if day < valid_from:
        return "Not yet begun"
    if signatures < 2:
        return "Waiting for signatures"
    return "Ending soon" if valid_until - day <= ENDING_SOON else "In force"


def why_not_give(role: Role, kind: str, own: frozenset[Permission] = frozenset()) -> str | None:
    """May an agency of this kind give its members this role, and somebody who has these permissions herself?"""
    if Permission.SECOND_LOOK in own & permissions_of(role):
        return "A second pair of eyes cannot make another: ask the account administrator for this role."
    if role not in roles_fitting(kind):
        return f"Your agency does not give the role “{role.label}”. Choose another, or ask whoever runs the system."
    return None
