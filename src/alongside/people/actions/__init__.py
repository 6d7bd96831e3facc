"""Writing about people. Every action is one transaction with its row in the log inside."""

from alongside.people.actions.batches import adopt_model, compare_when_due, compare_with_batch, link_everything
from alongside.people.actions.joining import attach, join, split_person, undo_identity_event, undo_join
from alongside.people.actions.noticing import acknowledge_notice
from alongside.people.actions.recording import add_record, give_role
from alongside.people.actions.relating import end_relation, relate
from alongside.people.actions.restricting import restrict_person
from alongside.people.actions.reviewing import answer_review

__all__ = [
    "acknowledge_notice",
    "add_record",
    "adopt_model",
    "answer_review",
    "attach",
    "compare_when_due",
    "compare_with_batch",
    "end_relation",
    "give_role",
    "join",
    "link_everything",
    "relate",
    "restrict_person",
    "split_person",
    "undo_identity_event",
    "undo_join",
]
