"""Mentors for the tests: through the same actions as everybody, run by the programme lead of the council."""

from datetime import timedelta
from uuid import uuid4

from alongside.community.actions import ambassadors, matches, mentors
from alongside.community.actions.ambassadors import AmbassadorDraft
from alongside.community.actions.matches import MatchDraft, MoveDraft
from alongside.community.actions.mentors import CheckDraft, MentorDraft
from alongside.community.mentor_rules import CheckHeld
from alongside.community.states import AgeBand, Check, CheckState, DbsLevel, GoalTheme, Interest
from alongside.partners.models import Member
from tests.cast import NOW

TODAY = NOW.date()
NAME, RUNNER = "Rowena Tull", "programme_lead"


def day(after):
    return TODAY + timedelta(days=after)


def passed(issued=-100, renew=None, level=""):
    return CheckHeld(CheckState.PASSED, level, day(issued), None if renew is None else day(renew))


def mentor(cast, name=NAME, most=2, needed=DbsLevel.BARRED, by=RUNNER):
    draft = MentorDraft(name, needed, most)
    return mentors.take_on_mentor(draft=draft, sent_key=uuid4(), by=cast.viewer(by), at=NOW)


def check(cast, reference, kind, held, reason="", by=RUNNER, at=NOW):
    draft = CheckDraft(kind, held, reason)
    mentors.record_check(reference=reference, draft=draft, by=cast.viewer(by, at), at=at)


def vetted(cast, renew=400, **more):
    """A mentor whose whole vetting holds for so many days."""
    made = mentor(cast, **more)
    check(cast, made, Check.REFERENCE, passed())
    check(cast, made, Check.DBS, passed(renew=renew, level=DbsLevel.BARRED))
    check(cast, made, Check.TRAINING, passed())
    return made


def match_draft(number="LY-014", start=0, end=150, band=AgeBand.FOURTEEN):
    return MatchDraft(number, band, [GoalTheme.SCHOOL, GoalTheme.CONFIDENCE], day(start), day(end))


def match(cast, reference, at=NOW, by=RUNNER, key=None, **more):
    return matches.begin_match(
        reference=reference, draft=match_draft(**more), sent_key=key or uuid4(), by=cast.viewer(by, at), at=at
    )


def move(cast, match_id, kind, after=None, because=None, words="", at=NOW):
    draft = MoveDraft(kind, None if after is None else day(after), because, words)
    matches.move_match(match_id=match_id, draft=draft, by=cast.viewer(RUNNER, at), at=at)


def ambassador(cast, by=RUNNER):
    draft = AmbassadorDraft(Interest.STREETS, day(-30), day(300), "Odile Marsh")
    return ambassadors.give_role(draft=draft, sent_key=uuid4(), by=cast.viewer(by), at=NOW)


def neighbour(cast):
    """Who runs the mentors of another agency."""
    cast.members["neighbour"] = Member.objects.create_member(
        username="neighbour", name="Sunniva Marr", agency=cast.agencies["outside"], role="programme_lead",
        password="a long enough secret 7",
    )  # fmt: skip
    return "neighbour"


def make_mentors(cast):
    """One of each, with the arguments of the pages that show it."""
    made = vetted(cast)
    return {"mentors": {"reference": made, "match_id": match(cast, made), "ambassador": ambassador(cast)}}
