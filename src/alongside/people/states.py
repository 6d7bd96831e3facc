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
    """Why records stand together or apart."""

    NUMBER = "number", "The same NHS number, first name and date of birth"
    MODEL = "model", "All that the records tell, weighed by the model"
    HUMAN = "human", "A person decided"
    SENDER = "sender", "The agency's own number"
    STOOD = "stood", "They stood together when a person decided"
    BATCH = "batch", "Everything was linked anew"


class PairOutcome(TextChoices):
    """What the model says of two records; what it leaves apart is kept only where a rule speaks too."""

    AUTOMATIC = "automatic", "Joined"
    REVIEW = "review", "A person is asked"
    REFUSED = "refused", "A rule speaks against it: a person is asked"
    APART = "apart", "Left apart, and a rule bars joining the two"


class EventKind(TextChoices):
    ATTACH = "attach", "A new record was put to a person"
    MERGE = "merge", "Persons were found to be one"
    SPLIT = "split", "A person was found to be several"
    MOVE = "move", "Records were found to be another's"


class BatchKind(TextChoices):
    LINK = "link", "Linked everything"
    COMPARE = "compare", "Compared everything with what lives"
    ADOPT = "adopt", "Took a new model into use"


class ReviewState(TextChoices):
    OPEN = "open", "Waits for an answer"
    SETTLED = "settled", "Settled"
    MOOT = "moot", "No longer a question"


class Verdict(TextChoices):
    SAME = "same", "The same child"
    DIFFERENT = "different", "Different children"
    CANNOT_SAY = "cannot_say", "I cannot say"


class WhyAsked(TextChoices):
    UNSURE = "unsure", "Much agrees, and not enough"
    REFUSED = "refused", "Much agrees, and something speaks against it"
    APART = "apart", "It would join two who are kept apart"
