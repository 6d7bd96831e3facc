"""Pure decisions on pledges and verdicts."""

import re
from collections.abc import Sequence

from alongside.outcomes.pledge_states import READ_MOVES, EntryKind, Found, Ground, ReadState, Standing

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def standing_of(entries: Sequence[tuple[str, str]]) -> Standing:
    """From kind and finding of each entry in force, the oldest first."""
    kinds = {kind for kind, _ in entries}
    if EntryKind.EVIDENCE not in kinds:
        return Standing.NO_EVIDENCE if EntryKind.ACTION in kinds else Standing.NOTHING
    found = [one for kind, one in entries if kind == EntryKind.OUTCOME]
    return Standing(Found(found[-1]).value) if found else Standing.EVIDENCE


def why_no_entry(kind: EntryKind, found: str, has_evidence: bool) -> str | None:
    """An outcome rests on evidence that is written down."""
    if kind is not EntryKind.OUTCOME:
        return "Only an outcome says what was found." if found else None
    if not found:
        return "Say what was found. “Too early to tell” is an honest answer."
    if not has_evidence and found != Found.TOO_EARLY:
        return "There is no evidence yet. Write down first what shows it, or choose “Too early to tell”."
    return None


def why_no_code(code: str) -> str | None:
    if len(code) > 40 or not CODE.fullmatch(code):
        return "Write the short name in small letters, digits and hyphens, such as life-skills."
    return None


def why_not_read(now: ReadState, to: ReadState, ground: str, *, is_own: bool) -> str | None:
    """A verdict is let through, or kept from the public on one of the grounds; never for its opinion."""
    if is_own:
        return "Your own body gave this verdict. Somebody else reads it."
    if to not in READ_MOVES[now]:
        return f"This verdict stands as: {now.label.lower()}. That cannot be changed so."
    if to is ReadState.LET_THROUGH:
        return "What is let through has no ground against it." if ground else None
    if ground not in Ground.values:
        return "Choose the ground. A verdict is not withheld for what it thinks of the pledge."
    return None
