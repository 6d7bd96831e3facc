"""The words by which areas, schools and their files are sorted."""

from django.db.models import TextChoices


class AreaKind(TextChoices):
    """The kinds of area that codes of the Government Statistical Service tell apart."""

    LSOA = "lsoa", "lower layer super output area"
    MSOA = "msoa", "middle layer super output area"
    WARD = "ward", "ward"
    BOROUGH = "borough", "London borough"
    METROPOLITAN = "metropolitan", "metropolitan district"
    DISTRICT = "district", "district"
    UNITARY = "unitary", "unitary authority"
    COUNTY = "county", "county"
    REGION = "region", "region"
    COUNTRY = "country", "country"


class Sex(TextChoices):
    ALL = "all", "all"
    FEMALE = "female", "female"
    MALE = "male", "male"


class SourceKind(TextChoices):
    BOUNDARIES = "boundaries", "boundaries"
    POPULATION = "population", "population"
    SCHOOLS = "schools", "schools"
    DEPRIVATION = "deprivation", "deprivation"
    SCHOOL_LINKS = "school_links", "links between schools"


class SchoolSector(TextChoices):
    """Who runs a school, as far as it decides who must be told of what."""

    STATE = "state", "state-funded"
    INDEPENDENT = "independent", "independent"
    SPECIAL = "special", "special"
    ALTERNATIVE = "alternative", "alternative provision"
    FURTHER = "further", "further education"
    OTHER = "other", "other"
    NOT_STATED = "not_stated", "not stated"


class SchoolStatus(TextChoices):
    OPEN = "open", "open"
    CLOSING = "closing", "open, but proposed to close"
    PROPOSED = "proposed", "proposed to open"
    CLOSED = "closed", "closed"
    NOT_STATED = "not_stated", "not stated"


class TermKind(TextChoices):
    """What a row of a school's calendar is: a term, a break within it (half-term), or days shut (inset)."""

    TERM = "term", "term"
    BREAK = "break", "break"
    INSET = "inset", "inset day"


# Phases of schools as the national register calls them. Of special and independent schools it often tells none.
PHASES = (
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Middle deemed secondary",
    "Secondary",
    "16 plus",
    "All-through",
)
