"""The directory as Open Referral UK: HSDS 3.0 with the UK application profile, written from the published field tables.

Fields without a value are left out, as the profile asks. Beside the profile each service may carry `availability`, our
documented extension: capacity and wait, which the profile no longer has.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from alongside.outcomes.directory_drafts import Opening
from alongside.outcomes.directory_states import ICAL_DAYS, Topic
from alongside.outcomes.queries.directory import Part, ServiceShown

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
# Numbers of what has none of its own are drawn from the service's: the same every time, and nobody else's.
SPACE = UUID("6f0c1f0e-52a4-4b0e-9d0e-6c1f3f1f7a10")
TAXONOMY = uuid5(SPACE, "topics")
Json = dict[str, Any]
AddressOf = Callable[[UUID], str]


def metadata(openapi_url: str) -> Json:
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def paged(part: Part, contents: Sequence[Json]) -> Json:
    """The paging object of HSDS 3 around one page."""
    pages = max(1, -(-part.total // part.size))
    return {
        "total_items": part.total, "total_pages": pages, "page_number": part.number, "size": len(contents),
        "first_page": part.number == 1, "last_page": part.number >= pages, "empty": not contents,
        "contents": list(contents),
    }  # fmt: skip


def service_listed(one: ServiceShown, address_of: AddressOf) -> Json:
    """A service with what belongs to it once: as it stands in a list."""
    draft = one.draft
    return _given(
        {
            "id": str(one.id), "organization_id": str(one.provider.id), "name": draft.name,
            "description": draft.summary, "url": draft.website or address_of(one.id), "email": draft.email,
            "status": str(one.status), "minimum_age": draft.least_age, "maximum_age": draft.most_age,
            "assured_date": one.checked_on.isoformat(), "alert": draft.alert, "last_modified": _moment(one.changed_at),
            "organization": organization(one), "availability": availability(one),
        }
    )  # fmt: skip


def service_full(one: ServiceShown, address_of: AddressOf) -> Json:
    """A service with everything that hangs on it."""
    draft = one.draft
    return _given(
        {
            **service_listed(one, address_of),
            "phones": _phones(one), "schedules": _schedules(one, address_of), "service_areas": _areas(one),
            "languages": [
                {"id": _number(one, f"language {name}"), "name": name.strip(), "service_id": str(one.id)}
                for name in draft.languages.split(",") if name.strip()
            ],
            "cost_options": _costs(one), "eligibility_description": draft.for_whom,
            "application_process": draft.how_to_refer, "service_at_locations": _at_locations(one),
            "attributes": [attribute(one)],
        }
    )  # fmt: skip


def at_location_listed(one: ServiceShown) -> Json:
    found: Json = {
        "id": _number(one, "at location"),
        "service_id": str(one.id),
        "location_id": _number(one, "location"),
    }
    return {**found, "location": location(one)}


def at_location_full(one: ServiceShown, address_of: AddressOf) -> Json:
    full = service_full(one, address_of)
    full.pop("service_at_locations", None)
    return {**at_location_listed(one), "service": full, "schedules": full.get("schedules", [])}


def organization(one: ServiceShown) -> Json:
    about = (
        "A partner of the violence reduction partnership." if one.provider.is_partner else "Runs services listed here."
    )
    return {"id": str(one.provider.id), "name": one.provider.name, "description": about}


def location(one: ServiceShown) -> Json:
    draft = one.draft
    return _given(
        {
            "id": _number(one, "location"), "name": draft.address or draft.name, "latitude": one.latitude,
            "longitude": one.longitude,
            "addresses": [
                {
                    "id": _number(one, "address"), "address_1": draft.address, "city": "London",
                    "state_province": "Greater London", "postal_code": draft.postcode, "country": "GB",
                    "address_type": "physical",
                }
            ] if draft.address else [],
            "accessibility": [{"id": _number(one, "access"), "description": draft.access}] if draft.access else [],
        }
    )  # fmt: skip


def availability(one: ServiceShown) -> Json:
    """Our extension. `capacity`: places at once by contract. `wait`: see the page of the extension."""
    wait = one.waited
    return _given(
        {
            "capacity": one.capacity, "places": str(one.room) or None,
            "as_at": one.told_as_at.isoformat() if one.told_as_at else None,
            "wait": {
                "definition": "Weeks within which half of those referred in the year before first met somebody, those "
                "who still wait counted (Kaplan-Meier median), rounded up",
                "median_weeks": wait["weeks"], "low_95": wait["low"], "high_95": wait["high"],
                "people_about": wait["about"],
            } if wait else None,
        }
    )  # fmt: skip


def taxonomy() -> Json:
    return {
        "id": str(TAXONOMY), "name": "Alongside topics", "description": "What somebody looks for, in plain words.",
        "version": "1",
    }  # fmt: skip


def taxonomy_terms() -> list[Json]:
    return [term(one) for one in Topic]


def term(topic: Topic) -> Json:
    label = str(topic.label)
    return {
        "id": str(uuid5(SPACE, f"topic {topic}")), "code": str(topic), "name": label, "term": label,
        "description": f"Services for: {label}", "taxonomy": "Alongside topics", "taxonomy_id": str(TAXONOMY),
    }  # fmt: skip


def attribute(one: ServiceShown) -> Json:
    topic = Topic(one.draft.topic)
    return {
        "id": _number(one, "topic"), "link_id": str(one.id), "link_type": "service", "link_entity": "service",
        "taxonomy_term_id": str(uuid5(SPACE, f"topic {topic}")), "taxonomy_term": term(topic),
    }  # fmt: skip


def at_location_number(one: ServiceShown) -> str:
    return _number(one, "at location")


def _phones(one: ServiceShown) -> list[Json]:
    number = one.draft.telephone or one.provider.telephone
    return [{"id": _number(one, "phone"), "number": number, "service_id": str(one.id)}] if number else []


def _schedules(one: ServiceShown, address_of: AddressOf) -> list[Json]:
    """One line for each span of hours, with the days on which it is kept."""
    by_hours: dict[tuple[str, str], list[int]] = {}
    for span in one.draft.opening:
        by_hours.setdefault((_time(span, "opens"), _time(span, "closes")), []).append(span.day)
    note = one.draft.opening_note
    return [
        _given(
            {
                "id": _number(one, f"schedule {opens} {closes}"), "service_id": str(one.id), "freq": "WEEKLY",
                "interval": 1, "byday": ",".join(ICAL_DAYS[day] for day in sorted(days)), "opens_at": opens,
                "closes_at": closes, "description": note, "url": address_of(one.id),
            }
        )
        for (opens, closes), days in sorted(by_hours.items())
    ]  # fmt: skip


def _time(span: Opening, which: str) -> str:
    moment = getattr(span, which)
    return f"{moment:%H:%M:%S}"


def _areas(one: ServiceShown) -> list[Json]:
    return [{"id": _number(one, "area"), "name": one.area, "service_area": one.area, "service_id": str(one.id)}]


def _costs(one: ServiceShown) -> list[Json]:
    cost = one.draft.cost
    if not cost:
        return []
    free: Mapping[str, Any] = {"amount": 0} if cost.lower().startswith("free") else {}
    return [
        {
            "id": _number(one, "cost"),
            "service_id": str(one.id),
            "option": "Everybody",
            "amount_description": cost,
            **free,
        }
    ]


def _at_locations(one: ServiceShown) -> list[Json]:
    return [at_location_listed(one)] if one.draft.address or one.latitude is not None else []


def _number(one: ServiceShown, what: str) -> str:
    return str(uuid5(one.id, what))


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _given(value: Json) -> Json:
    """Without what has no value: absent, never null or empty."""
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}
