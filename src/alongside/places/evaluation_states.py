"""The few words that an evaluation needs."""

from django.db.models import TextChoices


class EvaluationQuestion(TextChoices):
    """Which of the two questions is asked: only its answer is given."""

    SMALLER = "smaller", "Is the problem smaller?"
    CAUSE = "cause", "Did we cause it?"


class Units(TextChoices):
    """What a drawn place is compared with: the parts of the borough that lie outside it and its ring."""

    WARD = "ward", "Wards"
    MSOA = "msoa", "MSOAs (areas of about 8,000 residents)"
    LSOA = "lsoa", "LSOAs (small areas of about 1,700 residents)"
