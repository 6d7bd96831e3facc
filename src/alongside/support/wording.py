"""Neutral words to begin feedback with: they hold nothing of any agency, and are made for the referrer to read."""

from collections.abc import Mapping

from alongside.support.states import DecisionKind, FeedbackForm

_NEXT = {
    DecisionKind.NO_ACTION: "The front door takes no further action for now.",
    DecisionKind.ADVICE: "The family is offered information and advice.",
    DecisionKind.EARLY_HELP: "A lead professional will make a plan with the child and the family.",
    DecisionKind.ASSESSMENT: "A social worker will see the child and assess what is needed.",
    DecisionKind.STRATEGY: "The agencies that must protect the child talk now about what to do first.",
    DecisionKind.OTHER_PATHWAY: "Those who can help best will take it from here.",
}
_MORE = (
    "Please go on doing for the child what you do. If you see or hear anything new, raise a concern again; if a child "
    "is in danger, phone 999."
)


def neutral_feedback(reference: str, decision: str) -> Mapping[str, str]:
    """A text to start from for each form of feedback."""
    thanks = f"Thank you for raising {reference}. It was received and looked at by the front door."
    decided = f"{thanks} The decision: {DecisionKind(decision).label.lower()}." if decision else thanks
    following = _NEXT.get(DecisionKind(decision), "") if decision else ""
    return {
        FeedbackForm.RECEIVED_ONLY: f"{thanks} To keep people safe, no more can be told. {_MORE}",
        FeedbackForm.DECISION: f"{decided} {_MORE}",
        FeedbackForm.DECISION_AND_NEXT: f"{decided} What happens next: {following} {_MORE}",
    }
