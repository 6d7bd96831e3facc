"""Open Referral UK, HSDS 3.0 with the UK application profile, as JSON Schema.

Written from the published tables of fields: names, kinds, which are required, which values a list allows. Nothing of
the publisher's own schema files is in it. A field that the tables do not have may stand beside theirs.
"""

UUID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string", "minLength": 1}
DATE = {"type": "string", "format": "date"}
NUMBER = {"type": "number"}


def entity(required, **properties):
    given = {"id": UUID, **properties}
    return {"type": "object", "required": ["id", *required], "properties": given}


def many(of):
    return {"type": "array", "minItems": 1, "items": of}


ORGANIZATION = entity(["name", "description"], name=TEXT, description=TEXT, email={"type": "string", "format": "email"})
TAXONOMY = entity(["name", "description"], name=TEXT, description=TEXT, version=TEXT)
TERM = entity(["term", "taxonomy"], term=TEXT, taxonomy=TEXT, taxonomy_id=UUID, name=TEXT, code=TEXT, description=TEXT)
ATTRIBUTE = entity(["link_type", "link_entity", "taxonomy_term"], link_type=TEXT, link_entity=TEXT, taxonomy_term=TERM)
PHONE = entity(["number"], number=TEXT)
SCHEDULE = entity(
    ["url"], url={"type": "string", "format": "uri"}, freq={"enum": ["WEEKLY", "MONTHLY"]}, interval=NUMBER,
    byday={"type": "string", "pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"},
    opens_at={"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?"}, closes_at={"type": "string", "pattern": r"^\d\d:\d\d"},
    valid_from=DATE, valid_to=DATE, description=TEXT,
)  # fmt: skip
ADDRESS = entity(
    ["address_1", "city", "state_province", "postal_code", "country", "address_type"], address_1=TEXT, city=TEXT,
    postal_code=TEXT, country={"type": "string", "minLength": 2, "maxLength": 2},
    address_type={"enum": ["physical", "postal", "virtual"]},
)  # fmt: skip
LOCATION = entity(
    [], name=TEXT, latitude={"type": "number", "minimum": -90, "maximum": 90},
    longitude={"type": "number", "minimum": -180, "maximum": 180}, addresses=many(ADDRESS),
    accessibility=many(entity([], description=TEXT)),
)  # fmt: skip
AT_LOCATION = entity([], location=LOCATION)
LISTED = entity(
    ["name", "status", "url", "organization", "organization_id"], organization_id=UUID, name=TEXT, description=TEXT,
    url={"type": "string", "format": "uri"}, email={"type": "string", "format": "email"},
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]}, minimum_age=NUMBER, maximum_age=NUMBER,
    assured_date=DATE, last_modified={"type": "string", "format": "date-time"}, alert=TEXT, organization=ORGANIZATION,
)  # fmt: skip
FULL = {
    "allOf": [LISTED],
    "type": "object",
    "properties": {
        "phones": many(PHONE), "schedules": many(SCHEDULE), "attributes": many(ATTRIBUTE),
        "service_areas": many(entity([], name=TEXT)), "languages": many(entity([], name=TEXT)),
        "cost_options": many(entity([], amount=NUMBER, amount_description=TEXT)),
        "service_at_locations": many(AT_LOCATION),
    },
}  # fmt: skip
AT_LOCATION_FULL = {"allOf": [AT_LOCATION], "type": "object", "required": ["service"], "properties": {"service": FULL}}
ROOT = {
    "type": "object", "required": ["version", "profile", "openapi_url"],
    "properties": {
        "version": {"type": "string", "pattern": r"^(HSDS-UK-)?3\.\d"}, "profile": {"type": "string", "format": "uri"},
        "openapi_url": {"type": "string", "format": "uri"},
    },
}  # fmt: skip


def page_of(listed):
    """The paging object around one page."""
    whole, yes_no = {"type": "integer", "minimum": 0}, {"type": "boolean"}
    around = {
        "total_items": whole, "total_pages": whole, "page_number": {"type": "integer", "minimum": 1}, "size": whole,
        "first_page": yes_no, "last_page": yes_no, "empty": yes_no,
    }  # fmt: skip
    return {
        "type": "object", "required": [*around, "contents"],
        "properties": {**around, "contents": {"type": "array", "items": listed}},
    }  # fmt: skip
