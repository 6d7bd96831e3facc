"""The address and the code of a link, and what is kept of them.

Both follow from the link's id and the system's secret, so that neither is in the database: whoever reads a copy of it
opens nothing. A changed secret closes every link.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import get_random_string, salted_hmac

LINK_LASTS = timedelta(days=7)
LINK_LASTS_WHEN_RESTRICTED = timedelta(hours=24)
SESSION_LASTS = timedelta(minutes=15)
WRONG_CODES = 5
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class LinkAndCode:
    """Told to the worker only, and apart from one another."""

    address: str
    code: str


def link_and_code(id: UUID) -> LinkAndCode:
    return LinkAndCode(_secret("address", str(id))[:32], code_of(id))


def code_of(id: UUID) -> str:
    number = int(_secret("code", str(id)), 16)
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def digest(secret: str) -> str:
    """What is kept of an address or of a device's secret."""
    return _secret("kept", secret)


def new_device_secret() -> str:
    return get_random_string(43)


def _secret(use: str, text: str) -> str:
    return salted_hmac(f"alongside.own-view.{use}", text, algorithm="sha256").hexdigest()
