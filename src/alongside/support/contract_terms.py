"""The terms of a contract with a provider: whom it serves, how many at once, at what price, towards which outcomes.

Pure: whether terms hang together, and whether somebody fits them, in words that a referrer can read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from alongside.common.text import fold_name, sentence_list
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind

OLDEST, LONGEST_DAYS, MOST_PLACES = 120, 366 * 10, 10_000
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class WhenFull(TextChoices):
    """What becomes of a referral while every place is taken."""

    REFUSE = "refuse", "It is refused, in words, so that another provider is found"
    WAIT = "wait", "It waits for a place, the first to come the first served"


class SexTaken(TextChoices):
    ANYBODY = "", "Anybody"
    FEMALE = "female", "Girls and young women"
    MALE = "male", "Boys and young men"


class PriceUnit(TextChoices):
    PLACE_WEEK = "place_week", "a place and week"
    SESSION = "session", "a session held"
    PERSON = "person", "a person supported"
    YEAR = "year", "a year, for all places"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a contract's own list: an outcome, or a strand of help."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Empty `areas`: the whole borough. Empty `kinds` and `roles`: whoever may refer along the pathway."""

    title: str
    starts_on: date
    ends_on: date
    least_age: int
    most_age: int
    sex: str
    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    capacity: int
    when_full: str
    price_pence: int
    price_unit: str
    strands: tuple[Listed, ...]
    outcomes: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who might be referred, as far as it is known, and by whom. Nothing here says who she or he is."""

    day: date
    age: int | None = None
    sex: str = ""
    area: str = ""
    kind: str = ""
    role: str = ""


def faults_in(terms: Terms) -> Iterator[tuple[str, str]]:
    """Everything that cannot stand: the field, and what would be right."""
    if not terms.title:
        yield "title", "Give the contract a title."
    if terms.ends_on < terms.starts_on:
        yield "ends_on", "The last day is before the first. Give a last day on or after the first."
    elif (terms.ends_on - terms.starts_on).days > LONGEST_DAYS:
        yield "ends_on", "A contract may run for ten years at most. Give an earlier last day."
    if not 0 <= terms.least_age <= terms.most_age <= OLDEST:
        yield "most_age", f"Give ages from 0 to {OLDEST}, the youngest first."
    if not 0 < terms.capacity <= MOST_PLACES:
        yield "capacity", f"Give how many can be supported at once: from 1 to {MOST_PLACES:,}."
    if terms.price_pence < 0:
        yield "price", "A price cannot be below nothing."
    for field, given, known, what in (
        ("sex", (terms.sex,), SexTaken.values, "whom it is for"),
        ("when_full", (terms.when_full,), WhenFull.values, "what happens when it is full"),
        ("price_unit", (terms.price_unit,), PriceUnit.values, "what the price is for"),
        ("kinds", terms.kinds, AgencyKind.values, "which agencies may refer"),
        ("roles", terms.roles, Role.values, "which roles may refer"),
    ):
        if set(given) - set(known):
            yield field, f"Say {what}: choose from the list."
    yield from _lists(terms)


def _lists(terms: Terms) -> Iterator[tuple[str, str]]:
    for field, lines, what in (("strands", terms.strands, "strand"), ("outcomes", terms.outcomes, "outcome")):
        if not lines:
            yield field, f"List at least one {what}."
        codes = [one.code for one in lines]
        if len(set(codes)) != len(codes):
            yield field, f"Each {what} has a code of its own: one stands twice."
        for one in lines:
            if not CODE.fullmatch(one.code) or not one.label:
                yield field, f"Write each {what} as code: wording. A code is small letters, digits and hyphens."
                break


def why_not(terms: Terms, asked: Asked) -> tuple[str, ...]:
    """Every reason why this person cannot be referred under these terms; empty when she fits as far as is known."""
    reasons = []
    if asked.day < terms.starts_on:
        reasons.append("The contract has not begun.")
    if asked.day > terms.ends_on:
        reasons.append("The contract has ended.")
    if asked.age is not None and not terms.least_age <= asked.age <= terms.most_age:
        reasons.append(f"It is for ages {terms.least_age} to {terms.most_age}; she or he is {asked.age}.")
    if terms.sex and asked.sex and asked.sex != terms.sex:
        reasons.append(f"It is for {SexTaken(terms.sex).label.lower()}.")
    if terms.areas and asked.area and fold_name(asked.area) not in {fold_name(one) for one in terms.areas}:
        reasons.append(f"It serves {sentence_list(terms.areas)} only.")
    if terms.kinds and asked.kind and asked.kind not in terms.kinds:
        named = sentence_list([AgencyKind(one).label.lower() for one in terms.kinds], "or")
        reasons.append(f"Under this contract only these refer: {named}.")
    if terms.roles and asked.role and asked.role not in terms.roles:
        named = sentence_list([Role(one).label.lower() for one in terms.roles], "or")
        reasons.append(f"Under this contract only these roles refer: {named}.")
    return tuple(reasons)


def unknown(terms: Terms, asked: Asked) -> tuple[str, ...]:
    """What the terms look at and nobody has said yet."""
    missing = []
    if asked.age is None:
        missing.append("age")
    if terms.sex and not asked.sex:
        missing.append("sex")
    if terms.areas and not asked.area:
        missing.append("area")
    return tuple(missing)


def why_no_place(taken: int, capacity: int) -> str | None:
    if taken < capacity:
        return None
    return f"Every place is taken ({capacity} of {capacity})."
