"""What the police wrote, as a receiver may read it: without the names of children who are not its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from alongside.common.text import fold_name
from alongside.common.timelines import local
from alongside.partners.standing import Viewer
from alongside.support.encompass_states import LIVE, NoticeStatus, Presence
from alongside.support.models import SchoolNotice

ANOTHER = "[another child]"
WORDS_OF = {
    "happened_at": "When", "place": "Where", "circumstances": "What happened", "presence": "Was the child there",
    "where_in_home": "Where the child was", "voice": "What the child said", "voice_with": "Who was with the child",
}  # fmt: skip


def version_lines(
    words: Mapping[str, object], hide: Callable[[str], str] = str, *, voice: bool = True
) -> tuple[tuple[str, str], ...]:
    """A version in the words of the page; without the child's voice where the agreement does not cover it."""
    return tuple(_lines(words, hide, voice))


def _lines(words: Mapping[str, object], hide: Callable[[str], str], voice: bool) -> Iterator[tuple[str, str]]:
    for name, label in WORDS_OF.items():
        value = str(words.get(name, "") or "")
        if not value or (name in ("voice", "voice_with") and not voice):
            continue
        if name == "presence":
            value = Presence(value).label
        elif name == "happened_at":
            value = f"{local(datetime.fromisoformat(value)):%-d %B %Y at %H:%M}"
        yield label, hide(value)


class Siblings:
    """Takes the names of children who are not this receiver's out of what the police wrote."""

    def __init__(self, notice: SchoolNotice, viewer: Viewer) -> None:
        others = notice.incident.notices.filter(status__in=[*LIVE, NoticeStatus.WITHDRAWN]).prefetch_related(
            "child__record__names"
        )
        mine: set[str] = set()
        theirs: set[str] = set()
        for one in others.select_related("child__record"):
            same = (one.receiver_id, one.kind) == (notice.receiver_id, notice.kind)
            hidden = {one.beside, one.child.record.person_id} & viewer.hidden_persons
            (mine if same and not hidden else theirs).update(_words_of_names(one))
        names = sorted({one for one in theirs if fold_name(one) not in {fold_name(own) for own in mine}}, key=len)
        pattern = "|".join(re.escape(one) for one in reversed(names))
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if names else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(ANOTHER, text) if self._pattern else text


def _words_of_names(notice: SchoolNotice) -> Iterable[str]:
    for name in notice.child.record.names.all():
        for part in (name.given, name.family):
            yield from (word for word in (part, *part.split()) if word)
