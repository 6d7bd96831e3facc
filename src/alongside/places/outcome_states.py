"""The outcomes that data.police.uk publishes, in the few groups by which a reader asks what became of crimes."""

from django.db.models import TextChoices


class Course(TextChoices):
    CHARGED = "charged", "Charged, summonsed or taken to court"
    OUT_OF_COURT = "out_of_court", "Dealt with out of court"
    ELSEWHERE = "elsewhere", "Passed to another organisation"
    NOT_PROSECUTED = "not_prosecuted", "A suspect, but no prosecution"
    NO_SUSPECT = "no_suspect", "Closed, no suspect identified"
    NOT_PUBLISHED = "not_published", "No outcome given by the police"
    OTHER = "other", "Another outcome"
    OPEN = "open", "Still open"


_NAMES: dict[Course, tuple[str, ...]] = {
    Course.CHARGED: (
        "suspect charged", "suspect charged as part of another case", "awaiting court outcome",
        "court result unavailable", "court case unable to proceed", "defendant found not guilty",
        "defendant sent to crown court", "offender sent to prison", "offender given suspended prison sentence",
        "offender given community sentence", "offender fined", "offender given conditional discharge",
        "offender given absolute discharge", "offender ordered to pay compensation", "offender deprived of property",
        "offender otherwise dealt with",
    ),
    Course.OUT_OF_COURT: (
        "local resolution", "offender given a caution", "offender given a drugs possession warning",
        "offender given penalty notice",
    ),
    Course.ELSEWHERE: ("action to be taken by another organisation",),
    Course.NOT_PROSECUTED: (
        "unable to prosecute suspect", "formal action is not in the public interest",
        "further action is not in the public interest", "further investigation is not in the public interest",
    ),
    Course.NO_SUSPECT: ("investigation complete; no suspect identified",),
    Course.NOT_PUBLISHED: ("status update unavailable",),
    Course.OPEN: ("under investigation",),
}  # fmt: skip
_COURSE_OF = {name: course for course, names in _NAMES.items() for name in names}


def course_of(outcome: str | None) -> Course:
    """The group of a published outcome; none at all means that the crime is open, a word not known another outcome."""
    if not outcome:
        return Course.OPEN
    return _COURSE_OF.get(outcome.strip().casefold(), Course.OTHER)
