"""What a score may never decide alone. A pair against which a rule speaks is asked of a person, never discarded."""

from dataclasses import dataclass

from alongside.analysis.linkage.comparisons import (
    NEAR_GIVEN,
    ONE_GIVEN,
    OTHER_BIRTH,
    OTHER_GIVEN,
    SECOND_FOR_FIRST,
    TWO_PUPILS,
    UNLIKE_GIVEN,
)
from alongside.analysis.linkage.conditions import (
    Common,
    Condition,
    Crossed,
    Equal,
    LongerThan,
    Missing,
    Similar,
    StartOf,
)
from alongside.analysis.linkage.logic import Every, Not, Shared, Some, Surely


@dataclass(frozen=True, slots=True)
class Rule:
    """When `when` holds, the pair is never joined without a person.

    Nor are its two records through others, unless the edge that would bring them together meets `settled_by`: a child
    who goes by another name is recognised through a record that has both names, twins are not joined through one that
    has an initial. Rules about numbers need none, since clusters are held to one number of a kind.
    """

    name: str
    sentence: str
    when: Condition
    settled_by: Condition | None = None
    yields_to: Condition | None = None


_SAME_NUMBER = Shared(Some(Surely(Equal("nhs")), Surely(Equal("upn")), Surely(Equal("urn"))))
_BOTH_NUMBERS = Surely(Every(Equal("nhs"), Equal("upn")))
# One agency's own reference on two of its records is that agency's word that they are of one person.
_OWN_REFERENCE = Surely(Every(Equal("agency"), Equal("urn")))
_CERTAIN = Some(_BOTH_NUMBERS, _OWN_REFERENCE)
_NOTHING_ELSE = Every(*map(Missing, ("birth_year", "postcode", "street", "phone", "nhs", "upn", "urn")))
_SAME_HOME = Some(Equal("address"), Equal("phone"), Equal("postcode"))
# Two like names that both are usual, so that neither is a slip for the other (Mia and Maya); or one first name with
# other second names (Mohammed Ali and Mohammed Omar). Twins often have such.
_LIKE_NAMES = Every(NEAR_GIVEN, Not(ONE_GIVEN), Common("given"), Not(_SAME_NUMBER), Not(Surely(SECOND_FOR_FIRST)))
_OTHER_SECOND_NAMES = Every(
    Equal("given_root"),
    LongerThan("middle", 1),
    Not(Equal("middle_root")),
    Not(StartOf("middle")),
    Not(Similar("middle", 0.773)),
    Not(_SAME_NUMBER),
)
_TWO_NAMES = Some(UNLIKE_GIVEN, _LIKE_NAMES, _OTHER_SECOND_NAMES)
_ONE_BIRTH_AND_SEX = Every(Equal("birth_key"), Not(Surely(Not(Equal("sex")))))
# A first name in common, nearly so written, or as the second name of the one; an initial is not enough.
_NAME_IN_COMMON = Every(LongerThan("given", 1), Some(NEAR_GIVEN, Surely(SECOND_FOR_FIRST)))

RULES: tuple[Rule, ...] = (
    Rule("two_nhs", "they have two different valid NHS numbers", Not(Equal("nhs"))),
    Rule("two_upn", "they have two different permanent pupil numbers", TWO_PUPILS),
    Rule(
        "number_alone",
        "a number agrees, but the first names differ: a sibling's number may have been copied",
        Every(UNLIKE_GIVEN, _SAME_NUMBER, Not(_CERTAIN)),
        settled_by=_NAME_IN_COMMON,
        yields_to=_ONE_BIRTH_AND_SEX,
    ),
    Rule(
        "first_names",
        "the first names are clearly different and no number agrees",
        Every(OTHER_GIVEN, Not(_SAME_NUMBER)),
        settled_by=_NAME_IN_COMMON,
        yields_to=_ONE_BIRTH_AND_SEX,
    ),
    Rule(
        "possible_twins",
        "home and birth date agree, or a date is missing, but there are two sets of first names: twins, brothers or sisters",
        Every(_TWO_NAMES, Some(Equal("birth"), Missing("birth_year")), Surely(_SAME_HOME), Not(_CERTAIN)),
        settled_by=_NAME_IN_COMMON,
        yields_to=_ONE_BIRTH_AND_SEX,
    ),
    Rule(
        "birth_dates",
        "the birth dates are clearly different, and no number agrees together with the first name",
        Every(OTHER_BIRTH, Not(Every(_SAME_NUMBER, Surely(NEAR_GIVEN))), Not(_CERTAIN)),
        settled_by=Equal("birth_key"),
    ),
    Rule(
        "name_alone",
        "the names agree, and nothing else could be compared: it may be a namesake",
        _NOTHING_ELSE,
    ),
)
SETTLED_BY: dict[str, Condition] = {rule.name: rule.settled_by for rule in RULES if rule.settled_by is not None}
# The one is called as the other's second name says. Mostly one child; but twins are called after one another, too.
BY_SECOND_NAME = Every(Crossed("given_root", "middle_root"), Not(Equal("given_root")), Not(_SAME_NUMBER))
# A first letter in common: brothers and sisters often have the same.
BY_INITIAL = Every(Not(LongerThan("given", 1)), Not(_SAME_NUMBER))
NO_NAMESAKE = Some(Surely(Equal("birth_key")), _SAME_NUMBER)
YIELDS_TO: dict[str, Condition] = {rule.name: rule.yields_to for rule in RULES if rule.yields_to is not None}
