"""What a service of the directory must say, and how far away is told in words. Pure."""

import math
import re
from collections.abc import Iterator

from alongside.outcomes.directory_drafts import ListingDraft, Opening
from alongside.outcomes.directory_states import WEEKDAYS, Listing, Topic

OLDEST, MOST_OPENINGS = 120, 21
# The first part of a postcode: an area's letters and a district, such as E17 or EC1A.
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})")
WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s]+")
OPENING = re.compile(r"([A-Za-z]+)\s+(\d{1,2})[:.](\d\d)\s*(?:to|-|–)\s*(\d{1,2})[:.](\d\d)")


def district_of(typed: str) -> str:
    """The postcode district in what somebody typed, whole postcodes cut to it; empty where it is none."""
    text = " ".join(typed.upper().split())
    whole = POSTCODE.fullmatch(text)
    if whole:
        return whole[1]
    return text if DISTRICT.fullmatch(text) else ""


def normal_postcode(typed: str) -> str:
    """As it is written on an envelope; as it was typed where it is none."""
    found = POSTCODE.fullmatch(" ".join(typed.upper().split()))
    return f"{found[1]} {found[2]}" if found else typed.strip().upper()


def distance_words(metres: float) -> str:
    """How far as the crow flies, no more exactly than a ward or a district can tell."""
    if metres < 800:
        return "Close by: a short walk"
    if metres < 1_600:
        return "About a mile or less"
    miles = max(1, round(metres / 1_609.344))
    return f"About {miles} {'mile' if miles == 1 else 'miles'} away"


def apart(ax: float, ay: float, bx: float, by: float) -> float:
    return math.hypot(ax - bx, ay - by)


def opening_words(opening: tuple[Opening, ...]) -> tuple[str, ...]:
    """One line a day: “Monday, 3:30pm to 7pm”."""
    ordered = sorted(opening, key=lambda one: (one.day, one.opens))
    return tuple(f"{WEEKDAYS[one.day]}, {_clock(one.opens)} to {_clock(one.closes)}" for one in ordered)


def _clock(value: object) -> str:
    hour, minute = value.hour, value.minute  # type: ignore[attr-defined]
    half = "am" if hour < 12 else "pm"
    shown = hour % 12 or 12
    return f"{shown}{f':{minute:02}' if minute else ''}{half}"


def faults_in(draft: ListingDraft) -> Iterator[tuple[str, str]]:
    """Everything that cannot stand: the field, and what would be right."""
    yield from _missing(draft)
    if draft.topic not in Topic.values:
        yield "topic", "Choose what the service helps with from the list."
    if draft.status not in Listing.values:
        yield "status", "Choose how the service stands from the list."
    if not 0 <= draft.least_age <= draft.most_age <= OLDEST:
        yield "most_age", f"Give ages from 0 to {OLDEST}, the youngest first."
    if draft.postcode and not POSTCODE.fullmatch(draft.postcode):
        yield "postcode", "Give a whole postcode, such as E17 9AA, or leave it empty."
    if draft.website and not WEBSITE.fullmatch(draft.website):
        yield "website", "Give the whole address of the page, beginning with https://."
    if draft.self_referral and not draft.how_to_refer:
        yield "how_to_refer", "Say how somebody asks for help: whom to phone, where to go, what to write."
    yield from _opening(draft)


def _missing(draft: ListingDraft) -> Iterator[tuple[str, str]]:
    for field, what in (("name", "the service a name"), ("provider", "the name of who runs it")):
        if not getattr(draft, field):
            yield field, f"Give {what}."
    if not draft.summary:
        yield "summary", "Say in a sentence or two what the service does."
    if not (draft.telephone or draft.email or draft.website or draft.address):
        yield "telephone", "Give at least one way to reach it: a telephone number, an e-mail, a page or an address."
    if draft.status == Listing.PAUSED and not draft.alert:
        yield "alert", "Say until when it is closed, and where to go instead."


def _opening(draft: ListingDraft) -> Iterator[tuple[str, str]]:
    if len(draft.opening) > MOST_OPENINGS:
        yield "opening", f"Give {MOST_OPENINGS} lines of opening times at most."
    for one in draft.opening:
        if not 0 <= one.day < 7 or one.opens >= one.closes:
            yield "opening", "Each line names a day, and opens before it closes: Monday 15:30 to 19:00."
            return
