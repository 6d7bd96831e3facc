"""Reading about people. Every function takes `viewer`, decides, logs, and only then answers."""

from alongside.people.queries.beside import beside_restricted
from alongside.people.queries.explaining import OwnAnswer, Weighing, own_answer
from alongside.people.queries.histories import History, HistoryEvent, RecordShown, identity_history, links_of
from alongside.people.queries.households import HouseholdMember, household_of
from alongside.people.queries.notices import NoticeShown, notice_count, notices_for
from alongside.people.queries.reviewing import (
    NOT_SHOWN,
    Field,
    PairShown,
    QueueRow,
    ReviewQueue,
    Side,
    review_count,
    review_pair,
    review_queue,
)
from alongside.people.queries.searching import Candidate, findable, search
from alongside.people.queries.standing import Readers, Standing, possible_matches, readers_of, standing_of
from alongside.people.queries.stories import (
    CANNOT_SAY,
    KNOWN,
    NOT_KNOWN,
    NOTE_GROUPS,
    STORY_GROUPS,
    AgencyPart,
    NoteShown,
    story,
)

__all__ = [
    "CANNOT_SAY",
    "KNOWN",
    "NOTE_GROUPS",
    "NOT_KNOWN",
    "NOT_SHOWN",
    "STORY_GROUPS",
    "AgencyPart",
    "Candidate",
    "Field",
    "History",
    "HistoryEvent",
    "HouseholdMember",
    "NoteShown",
    "NoticeShown",
    "OwnAnswer",
    "PairShown",
    "QueueRow",
    "Readers",
    "RecordShown",
    "ReviewQueue",
    "Side",
    "Standing",
    "Weighing",
    "beside_restricted",
    "findable",
    "household_of",
    "identity_history",
    "links_of",
    "notice_count",
    "notices_for",
    "own_answer",
    "possible_matches",
    "readers_of",
    "review_count",
    "review_pair",
    "review_queue",
    "search",
    "standing_of",
    "story",
]
