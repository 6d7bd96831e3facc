"""What the police wrote, as a receiver may read it: without the names of children who are not its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from alongside.common.text import APOSTROPHES, name_tokens
from alongside.common.timelines import local
from alongside.partners.standing import Viewer
from alongside.support.encompass_states import LIVE, NoticeStatus, Presence
from alongside.support.models import SchoolNotice

ANOTHER = "[another child]"
# A word with its apostrophes, in any script; hyphens part words. The owner's s is no part of a name.
_WORD = re.compile(r"[^\s!-&(-/:-@\[-_{-~…“”«»‐-―]+")
_OWNED = re.compile(rf"[{APOSTROPHES}]s?$", re.IGNORECASE)
_TWICE = re.compile(rf"{re.escape(ANOTHER)}(?:[ -]{re.escape(ANOTHER)})+")
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
        self._names = theirs - mine

    def __call__(self, text: str) -> str:
        """Word by word, and however a name is spelt: “Zoe” is Zoë, “O’Neill’s” is of O'Neill."""
        hidden = _WORD.sub(lambda found: self._hidden(found[0]), text) if self._names else text
        return _TWICE.sub(ANOTHER, hidden)

    def _hidden(self, word: str) -> str:
        if self._names & {*name_tokens(word)}:
            return ANOTHER
        bare = _OWNED.sub("", word)
        return ANOTHER + word[len(bare) :] if self._names & {*name_tokens(bare)} else word


def _words_of_names(notice: SchoolNotice) -> Iterable[str]:
    for name in notice.child.record.names.all():
        for part in (name.given, name.family):
            for word in part.split():
                yield from name_tokens(word)
