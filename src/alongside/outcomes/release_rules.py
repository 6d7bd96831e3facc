"""Who may sign a draft off, and when: pure decisions."""

from alongside.outcomes.release_states import DraftState


def why_not_to_sign(*, state: DraftState, drawn_by: str, signer: str, basis: int, latest: int) -> str | None:
    """`basis`: the number of the last release when the draft was drawn; `latest`: of the last one now."""
    if state is not DraftState.WAITING:
        return f"This draft is {state.label.lower()} already."
    if drawn_by == signer:
        return "You drew this draft up. Somebody else signs it off: a second pair of eyes."
    if basis != latest:
        return (
            f"Release {latest} was signed off after this draft was drawn, and what it showed has to be reckoned with. "
            "Put this draft aside and draw a new one."
        )
    return None


def why_not_to_put_aside(*, state: DraftState, reason: str) -> str | None:
    if state is not DraftState.WAITING:
        return f"This draft is {state.label.lower()} already."
    return None if reason.strip() else "Say why it is put aside."
