"""What a mentor's vetting is made of."""

from alongside.community.mentor_rules import CheckHeld, Checks
from alongside.community.models import Mentor
from alongside.community.states import Check, CheckState


def checks_of(row: Mentor) -> Checks:
    """The newest word on each check."""
    return {
        Check(one.check_kind): CheckHeld(CheckState(one.state), one.level, one.issued_on, one.renew_on)
        for one in row.checks.all()
    }
