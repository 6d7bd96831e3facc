"""The child's part in what is said about ties to a group: to say in her or his own view that it is not so."""

from datetime import datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.own_access import require_own_view
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.actions.own_reading import Reader
from alongside.support.actions.tie_clocks import begin_to_answer
from alongside.support.casework import words as needed_words
from alongside.support.models import Case, TieChallenge
from alongside.support.queries.own_matters import matter_of
from alongside.support.queries.own_ties import own_ties
from alongside.support.states import ChallengeBy


def challenge_what_is_said(*, reader: Reader, tie: UUID, words: str, by: Viewer, at: datetime) -> TieChallenge:
    """The same challenge that a worker writes down for a child: it stands where the assertion stands, somebody else
    than its writer answers, and the child reads the answer."""
    said = needed_words(words, "What is wrong", "words", 2_000)
    viewer, link = reader.viewer, reader.link
    with writing():
        Case.objects.select_for_update().filter(reference=link.matter).first()  # a worker may write one down just now
        shown = next((one for one in own_ties(viewer, link) if one.id == tie), None)
        matter = matter_of(viewer, link.matter)
        if shown is None or matter is None or not matter.is_open:
            raise refuse(viewer, "tie", str(tie), "the own view does not show it", act=Act.ASK)
        require_own_view(viewer, link, matter.subject, frozenset({FieldGroup.CHILD_VOICE}), Act.ASK)
        same = {"tie_id": tie, "challenger": ChallengeBy.CHILD, "words": said}
        if known := TieChallenge.objects.filter(**same).first():
            return known
        if shown.waits:
            raise Invalid("We are looking at whether this is so. That comes first.", "about")
        made = TieChallenge.objects.create(**same, by=viewer.actor.name, view_id=link.id, at=at)
        begin_to_answer(made, at)
    return made
