"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import OPEN, PERSONAL, FieldClass

_SOURCE = (
    "id", "kind", "file_name", "sha256", "licence", "vintage", "loaded_at", "added", "changed", "unchanged", "rejected",
)  # fmt: skip
_AREA = (
    "id", "code", "vintage", "kind", "name", "parent_code", "boundary", "west", "south", "east", "north", "easting",
    "northing", "hectares", "source",
)  # fmt: skip
_POPULATION = ("id", "area_code", "vintage", "year", "sex", "age_from", "age_to", "count", "source")
_DEPRIVATION = ("id", "area_code", "vintage", "year", "rank", "decile", "source")
_SCHOOL = (
    "id", "urn", "name", "name_key", "phase", "type_name", "sector", "status", "postcode", "easting", "northing",
    "la_code", "opened", "closed", "successor", "day_starts", "day_ends", "weekdays", "source",
)  # fmt: skip
_TERM = ("id", "school", "kind", "name", "first_day", "last_day")

CLASSES: dict[str, dict[str, FieldClass]] = {
    "AreaSource": {**dict.fromkeys(_SOURCE, OPEN), "loaded_by": PERSONAL},
    "RejectedRow": dict.fromkeys(("id", "source", "row", "field", "problem"), OPEN),
    "Area": dict.fromkeys(_AREA, OPEN),
    "Population": dict.fromkeys(_POPULATION, OPEN),
    "Deprivation": dict.fromkeys(_DEPRIVATION, OPEN),
    "School": dict.fromkeys(_SCHOOL, OPEN),
    "SchoolTerm": dict.fromkeys(_TERM, OPEN),
}
