"""The words of Operation Encompass: telling a child's school of domestic abuse before its next day."""

from django.db.models import TextChoices

from alongside.partners.states import FieldGroup, Purpose

PURPOSE = Purpose.DOMESTIC_ABUSE_NOTICE
NEEDED = frozenset({FieldGroup.IDENTITY, FieldGroup.CONCERN})
"""Without these a notice tells a setting nothing that it could act on."""
CARRIED = NEEDED | {FieldGroup.CHILD_VOICE}
FIRST_AGE, LAST_AGE = 4, 17
"""Reception to 17, by age on the day on which it happened."""


class Presence(TextChoices):
    SAW = "saw", "Saw or heard it"
    HOME = "home", "In the home; not known what was seen or heard"
    AWAY = "away", "Not there"
    NOT_KNOWN = "not_known", "Not known"


class SettingKind(TextChoices):
    """To whom a notice goes."""

    SCHOOL = "school", "School"
    HOME_EDUCATION = "home_education", "Home-education officer"
    OFFICER = "officer", "Officer who finds the setting"


class NoticeStatus(TextChoices):
    HELD = "held", "Held: nobody may be told yet"
    QUEUED = "queued", "With the council’s officer"
    SENT = "sent", "Sent, not yet acknowledged"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    RETURNED = "returned", "Returned: not their child any more"
    ROUTED = "routed", "Sent on"
    SETTLED = "settled", "Settled by the officer"
    WITHDRAWN = "withdrawn", "Withdrawn by the police"


S = NoticeStatus
LIVE = (S.HELD, S.QUEUED, S.SENT, S.ACKNOWLEDGED, S.SETTLED)
"""Every child has exactly one notice in one of these, until the police withdraw it."""
WAITING = (S.HELD, S.QUEUED, S.SENT)
MOVES: dict[str, tuple[NoticeStatus, ...]] = {
    S.HELD: (S.ROUTED, S.WITHDRAWN),
    S.QUEUED: (S.ROUTED, S.SETTLED, S.WITHDRAWN),
    S.SENT: (S.ACKNOWLEDGED, S.RETURNED, S.WITHDRAWN),
    S.ACKNOWLEDGED: (S.RETURNED, S.WITHDRAWN),
    S.SETTLED: (S.ROUTED, S.WITHDRAWN),
}


class QueueReason(TextChoices):
    """Why a notice waits with an officer, or is held."""

    NO_SETTING = "no_setting", "Nobody has told the child’s school, and no school has a record"
    UNCLEAR = "unclear", "It is not clear which setting is the right one"
    UNKNOWN_SCHOOL = "unknown_school", "The school named is not in the register"
    NO_AGENCY = "no_agency", "The school does not work in Alongside"
    NO_AGREEMENT = "no_agreement", "No agreement in force lets the police tell the school"
    NO_LEAD = "no_lead", "The school has no safeguarding lead with an open account"
    NOT_SCHOOL_AGE = "not_school_age", "The child is below school age"
    RESTRICTED = "restricted", "The record may be of a child whose records are restricted"
    RETURNED = "returned", "The school says: not our child any more"
    NO_COUNCIL_AGREEMENT = "no_council_agreement", "No agreement in force lets the police tell the council"


NEEDS_A_PERSON = "A person at the council looks who may be told"
LIKE_RESTRICTED = frozenset({QueueReason.RESTRICTED, QueueReason.NO_LEAD, QueueReason.UNCLEAR})
"""Told in the same words to everybody but the officer: a school that is known and could be told, and one that is not
clear, wait for these reasons alone."""


class StepKind(TextChoices):
    """What happened to a notice. Rows are added, never changed."""

    HELD = "held", "Held"
    QUEUED = "queued", "Put to the council’s officer"
    SENT = "sent", "Delivered inside Alongside"
    OPENED = "opened", "Opened"
    ACKNOWLEDGED = "acknowledged", "Seen, will act"
    RETURNED = "returned", "Returned: not our child any more"
    ROUTED = "routed", "Sent on"
    SETTLED = "settled", "Settled by the officer"
    WITHDRAWN = "withdrawn", "Withdrawn by the police"
    AMENDED = "amended", "Corrected by the police"


class OfferKind(TextChoices):
    SILENT = "silent", "Silent support: staff who need to know watch over the child"
    OVERT = "overt", "Overt support: somebody spoke with the child"
    WELFARE = "welfare", "Welfare check: seen, or called at home"
    REFERRED = "referred", "Referred on"


class Standing(TextChoices):
    """How a notice stands on the morning board."""

    UNMATCHED = "unmatched", "Unmatched"
    SILENT = "silent", "Silent"
    WAITING = "waiting", "Waiting"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"
