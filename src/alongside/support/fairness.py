"""Groups in which help is counted to see whether it is fair. Asked for that alone, and never an input to anything."""

from django.db.models import TextChoices


class EthnicGroup(TextChoices):
    """The five broad groups of the census of England and Wales, 2021."""

    ASIAN = "asian", "Asian or Asian British"
    BLACK = "black", "Black, Black British, Caribbean or African"
    MIXED = "mixed", "Mixed or multiple ethnic groups"
    WHITE = "white", "White"
    OTHER = "other", "Another ethnic group"
    NOT_SAID = "not_said", "Preferred not to say"
    NOT_ASKED = "", "Not recorded"


class Send(TextChoices):
    """Special educational needs and disabilities, as the school census has them."""

    NONE = "none", "No special educational needs"
    SUPPORT = "support", "SEN support"
    PLAN = "plan", "Education, health and care plan"
    NOT_ASKED = "", "Not recorded"
