"""How long residents may have to wait: in working days, and public when it is over."""

from datetime import datetime

from alongside.common.clocks import Allowance, Unit, add

ANSWER = Allowance(10, Unit.WORKING_DAYS)
"""From receipt, so that the days of moderation are not hidden in it."""
REPORT_BACK = Allowance(20, Unit.WORKING_DAYS)
"""From what was last told about a priority."""
DOOR_READS = Allowance(1, Unit.WORKING_DAYS)
ACKNOWLEDGE = Allowance(10, Unit.WORKING_DAYS)
DECIDE = Allowance(15, Unit.WORKING_DAYS)
MEET = Allowance(20, Unit.WORKING_DAYS)
"""From the application, as the local procedure of an ASB case review says: acknowledge, decide, meet."""
APPEAL_WITHIN = Allowance(20, Unit.WORKING_DAYS)
AGENCY_ANSWERS = Allowance(20, Unit.WORKING_DAYS)
CONSULTATION = Allowance(20, Unit.WORKING_DAYS)
SUPERVISION = Allowance(20, Unit.WORKING_DAYS)
"""From the day of the last one, or from the first match: about once a month while a match goes on."""
MATCH_REVIEW = Allowance(30, Unit.WORKING_DAYS)


def due(start: datetime, allowance: Allowance) -> datetime:
    return add(start, allowance)
