"""The words by which services of the directory are sorted."""

from django.db.models import TextChoices


class Topic(TextChoices):
    """What somebody looks for. The texts are the headings of “Find help”: short words that a child reads."""

    UNSAFE = "unsafe", "I do not feel safe"
    HURT = "hurt", "I was hurt, robbed or threatened"
    GANGS = "gangs", "Gangs, and people who make me do things"
    HOME = "home", "Violence or control at home"
    FEELINGS = "feelings", "Feeling low, worried or angry"
    FAMILY = "family", "Help for parents and families"
    LEARNING = "learning", "School, training and work"
    ACTIVITIES = "activities", "Things to do, and people to talk to"
    SUBSTANCES = "substances", "Drugs and alcohol"
    HOUSING = "housing", "Money, and somewhere to live"


class Listing(TextChoices):
    """How a service stands. The values are those of Open Referral (HSDS)."""

    ACTIVE = "active", "Open"
    PAUSED = "temporarily closed", "Closed for a time"
    INACTIVE = "inactive", "Takes nobody new"
    DEFUNCT = "defunct", "Has ended"


SHOWN = (Listing.ACTIVE, Listing.PAUSED)


class Room(TextChoices):
    """Whether there is a place, as far as it may be told."""

    UNKNOWN = "", "Not known: ask"
    PLACES = "places", "There are free places"
    WAITING = "waiting", "Every place is taken. There is a waiting list"
    FULL = "full", "Every place is taken, and there is no waiting list"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
