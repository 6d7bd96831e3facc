"""Disruption plans: of what, with which powers, and how far. Never of a person."""

from django.db.models import TextChoices


class DisruptedKind(TextChoices):
    PLACE = "place", "A place"
    HOTEL = "hotel", "A hotel or short let"
    SHOP = "shop", "A shop, takeaway or licensed premises"
    VEHICLE = "vehicle", "A vehicle or taxi firm"
    PHONE_LINE = "phone_line", "A phone line"
    ACCOUNT = "account", "An online account or group"
    THEME = "theme", "A pattern or theme"


class DisruptionState(TextChoices):
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


class DisruptionEnd(TextChoices):
    STOPPED = "stopped", "It has stopped there"
    LESS = "less", "There is less of it"
    MOVED = "moved", "It has moved elsewhere"
    NO_CHANGE = "no_change", "No change: taken up another way"


class Power(TextChoices):
    """In the field's own words."""

    CLOSURE = (
        "closure",
        "Premises closure notice or order (Anti-social Behaviour, Crime and Policing Act 2014, s.76–80)",
    )
    CPN = "cpn", "Community protection warning or notice (2014 Act, s.43)"
    PSPO = "pspo", "Public spaces protection order (2014 Act, s.59)"
    HOTEL = "hotel", "Information asked of a hotel on guests (2014 Act, s.116)"
    LICENSING = "licensing", "Licensing visit or review of a premises licence (Licensing Act 2003, s.51)"
    TAXI = "taxi", "Taxi and private hire licensing: check, suspend or revoke (1976 Act, s.60–62)"
    VEHICLE = "vehicle", "Vehicle stopped or seized (Police Reform Act 2002, s.59)"
    PHONE = "phone", "Drug dealing telecommunications restriction order (2017 Regulations)"
    TENANCY = "tenancy", "Tenancy enforcement or injunction on a home taken over (cuckooing)"
    INSPECTION = "inspection", "Fire, food, trading standards or planning inspection"
    DESIGN = "design", "Lighting, cameras, locks, a changed layout"
    OUTREACH = "outreach", "Youth workers or guardians at the place"
    REPORT = "report", "Account or content reported to the platform"
    OTHER = "other", "Something else"


class PowerStanding(TextChoices):
    CONSIDERED = "considered", "Considered"
    NOT_USED = "not_used", "Considered and not used"
    ASKED = "asked", "Applied for"
    REFUSED = "refused", "Applied for and refused"
    IN_FORCE = "in_force", "In force or done"
    LIFTED = "lifted", "Ended or lifted"


class DisruptionStepKind(TextChoices):
    STARTED = "started", "Started"
    CHANGED = "changed", "Text changed"
    REVIEWED = "reviewed", "Reviewed"
    AGENDA = "agenda", "Put on the agenda"
    DECIDED = "decided", "Decided by the panel"
    ACTION = "action", "Action agreed"
    ACTION_ENDED = "action_ended", "Action ended"
    POWER = "power", "Power"
    ENDED = "ended", "Ended"
    REOPENED = "reopened", "Taken up again"
