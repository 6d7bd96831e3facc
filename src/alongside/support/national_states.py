"""The national referral mechanism: who refers, on which ground, and how its decisions may follow one another."""

from django.db.models import TextChoices

from alongside.common.clocks import Allowance, Unit


class Responder(TextChoices):
    """The kinds of organisation that may refer. A school or a hospital tells one of these."""

    COUNCIL = "council", "Local authority"
    POLICE = "police", "Police"
    CHARITY = "charity", "Charity that is a first responder"
    HOME_OFFICE = "home_office", "Home Office (borders, visas, immigration enforcement)"
    AGENCY = "agency", "National Crime Agency or Gangmasters and Labour Abuse Authority"


class Exploitation(TextChoices):
    CRIMINAL = "criminal", "Criminal exploitation"
    COUNTY_LINES = "county_lines", "Criminal exploitation along county lines"
    SEXUAL = "sexual", "Sexual exploitation"
    LABOUR = "labour", "Forced labour"
    SERVITUDE = "servitude", "Domestic servitude"
    ORGANS = "organs", "Removal of organs"
    NOT_CLEAR = "not_clear", "Not clear yet"


class NationalConsent(TextChoices):
    CHILD = "child", "Not needed: a child"
    GIVEN = "given", "The adult agrees to be referred"
    NOT_GIVEN = "not_given", "The adult does not agree"


class Authority(TextChoices):
    """Who decides."""

    SINGLE = "single", "Single Competent Authority (Home Office)"
    IMMIGRATION = "immigration", "Immigration Enforcement Competent Authority (adults)"
    PANEL = "panel", "Local panel of a pilot area (children)"


class NationalState(TextChoices):
    TO_SEND = "to_send", "To be sent"
    SENT = "sent", "Sent, waits for the reasonable grounds decision"
    REASONABLE = "reasonable", "Reasonable grounds: positive"
    REASONABLE_NO = "reasonable_no", "Reasonable grounds: negative"
    REASONABLE_AGAIN = "reasonable_again", "Reasonable grounds: asked to be looked at again"
    POSITIVE = "positive", "Conclusive grounds: positive"
    NEGATIVE = "negative", "Conclusive grounds: negative"
    CONCLUSIVE_AGAIN = "conclusive_again", "Conclusive grounds: asked to be looked at again"
    NOTIFIED = "notified", "Duty to notify: reported without a name"
    WITHDRAWN = "withdrawn", "Withdrawn"


class NationalStepKind(TextChoices):
    OPENED = "opened", "The duty to refer was seen"
    SENT = "sent", "The referral was sent"
    NOTIFIED = "notified", "The Home Office was notified, without a name"
    REASONABLE_YES = "reasonable_yes", "Reasonable grounds decision: positive"
    REASONABLE_NO = "reasonable_no", "Reasonable grounds decision: negative"
    CONCLUSIVE_YES = "conclusive_yes", "Conclusive grounds decision: positive"
    CONCLUSIVE_NO = "conclusive_no", "Conclusive grounds decision: negative"
    ASKED_AGAIN = "asked_again", "Asked for the decision to be looked at again"
    NOT_ASKED = "not_asked", "Decided not to ask for it to be looked at again"
    GUARDIAN_ASKED = "guardian_asked", "A child trafficking guardian was asked for"
    GUARDIAN_GIVEN = "guardian_given", "A child trafficking guardian was given"
    GUARDIAN_NONE = "guardian_none", "No child trafficking guardian was given"
    WITHDRAWN = "withdrawn", "The referral was withdrawn"
    NOT_SO = "not_so", "This did not happen: it was written by mistake"


S, K = NationalState, NationalStepKind
GUARDIAN = (K.GUARDIAN_ASKED, K.GUARDIAN_GIVEN, K.GUARDIAN_NONE)
NOT_TOLD = (K.OPENED, K.NOT_SO)  # the first comes with the referral, the last only puts a wrong row right
REFUSED = (S.REASONABLE_NO, S.NEGATIVE)
OVER = (S.POSITIVE, S.NEGATIVE, S.REASONABLE_NO, S.NOTIFIED, S.WITHDRAWN)
# By the kind of a step: from which state to which. What is not there cannot happen.
NATIONAL_MOVES: dict[str, dict[str, str]] = {
    K.OPENED: {"": S.TO_SEND},
    K.SENT: {S.TO_SEND: S.SENT},
    K.NOTIFIED: {S.TO_SEND: S.NOTIFIED},
    K.REASONABLE_YES: {S.SENT: S.REASONABLE, S.REASONABLE_AGAIN: S.REASONABLE},
    K.REASONABLE_NO: {S.SENT: S.REASONABLE_NO, S.REASONABLE_AGAIN: S.REASONABLE_NO},
    K.CONCLUSIVE_YES: {S.REASONABLE: S.POSITIVE, S.CONCLUSIVE_AGAIN: S.POSITIVE},
    K.CONCLUSIVE_NO: {S.REASONABLE: S.NEGATIVE, S.CONCLUSIVE_AGAIN: S.NEGATIVE},
    K.ASKED_AGAIN: {S.REASONABLE_NO: S.REASONABLE_AGAIN, S.NEGATIVE: S.CONCLUSIVE_AGAIN},
    K.NOT_ASKED: {S.REASONABLE_NO: S.REASONABLE_NO, S.NEGATIVE: S.NEGATIVE},
    K.WITHDRAWN: dict.fromkeys((S.TO_SEND, S.SENT, S.REASONABLE, S.REASONABLE_AGAIN, S.CONCLUSIVE_AGAIN), S.WITHDRAWN),
    **{kind: {one: one for one in S if one not in (S.WITHDRAWN, S.NOTIFIED)} for kind in GUARDIAN},
    K.NOT_SO: {one: one for one in S},
}  # fmt: skip

# Kinds of clock. The last two are the partnership's own; where the others come from stands in the glossary.
TO_DECIDE_REASONABLE, TO_DECIDE_LOCALLY, TO_SEND, TO_LOOK_AGAIN = "nrm-reasonable", "nrm-panel", "nrm-send", "nrm-again"
NATIONAL_CLOCKS: dict[str, tuple[str, Allowance]] = {
    TO_SEND: ("Send the referral", Allowance(1, Unit.WORKING_DAYS)),
    TO_DECIDE_REASONABLE: ("Reasonable grounds decision", Allowance(5, Unit.WORKING_DAYS)),
    TO_DECIDE_LOCALLY: ("Decision of the local panel", Allowance(45, Unit.DAYS)),
    TO_LOOK_AGAIN: ("Ask for it to be looked at again, or say why not", Allowance(10, Unit.WORKING_DAYS)),
}
RECOVERY_DAYS = 30  # at least, after a positive reasonable grounds decision
PILOT_DAYS = 100  # a local panel takes a child who is further than this from 18
