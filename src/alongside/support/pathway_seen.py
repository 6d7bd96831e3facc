"""What somebody had before her of a pathway when she opened its page: against changes that are lost unseen."""

import re
from typing import NamedTuple

from alongside.support.models import PathwayVersion
from alongside.support.states import VersionState

_WRITTEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})", re.ASCII)


class Seen(NamedTuple):
    """The newest version by its key, which no other ever has, and how often it was saved: 0 where it was no draft."""

    version: int
    saved: int

    def __str__(self) -> str:
        return f"{self.version}.{self.saved}"


def seen_of(newest: PathwayVersion) -> Seen:
    return Seen(newest.pk, newest.saved if newest.state == VersionState.DRAFT else 0)


def read_seen(text: str) -> Seen | None:
    """As a page sends it back; nothing where it says nothing that can be read."""
    found = _WRITTEN.fullmatch(text)
    return Seen(int(found[1]), int(found[2])) if found else None
