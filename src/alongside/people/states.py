"""Words about people: names, numbers, roles in an event, relationships."""

from datetime import timedelta

from django.db.models import TextChoices


class Sex(TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    NOT_KNOWN = "", "Not known"


class NameKind(TextChoices):
    USUAL = "usual", "Usual name"
    LEGAL = "legal", "Legal name"
    PREFERRED = "preferred", "Preferred name"
    FORMER = "former", "Former name"
    OTHER_SCRIPT = "other_script", "In another script"


class NumberKind(TextChoices):
    NHS = "nhs", "NHS number"
    UPN = "upn", "Pupil number"
    AGENCY = "agency", "Agency's own number"


class EventRole(TextChoices):
    """What a person was in one event. It is no label: it belongs to that event and lapses."""

    AT_RISK = "at_risk", "Child at risk"
    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"
    SUSPECTED = "suspected", "Alleged to have caused harm"
    CONVICTED = "convicted", "Convicted of it"
    FAMILY = "family", "Parent, carer or family"
    REFERRER = "referrer", "Person who raises the concern"
    TRUSTED_ADULT = "trusted_adult", "Adult whom the child trusts"
    OTHER = "other", "Other"


ROLE_LASTS: dict[str, timedelta] = {
    EventRole.SUSPECTED: timedelta(days=365),
    EventRole.WITNESS: timedelta(days=365),
}
ROLE_LASTS_OTHERWISE = timedelta(days=3 * 365)
CHILD_ROLES = (EventRole.AT_RISK, EventRole.VICTIM, EventRole.WITNESS, EventRole.SUSPECTED)


class Relation(TextChoices):
    PARENT = "parent", "Parent or carer of"
    SIBLING = "sibling", "Brother or sister of"
    HOUSEHOLD = "household", "Lives with"
    FRIEND = "friend", "Friend of"
    OTHER = "other", "Other"


class LinkBasis(TextChoices):
    NUMBER = "number", "The same NHS number, first name and date of birth"
    HUMAN = "human", "A person decided"
    SENDER = "sender", "The agency's own number"
