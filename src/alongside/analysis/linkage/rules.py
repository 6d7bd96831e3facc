"""What a score may never decide alone. A pair against which a rule speaks is asked of a person, never discarded."""

from dataclasses import dataclass

from alongside.analysis.linkage.comparisons import NEAR_GIVEN, OTHER_GIVEN, SECOND_FOR_FIRST, UNLIKE_GIVEN
from alongside.analysis.linkage.conditions import Common, Condition, Equal, Every, Not, Some, Surely


@dataclass(frozen=True, slots=True)
class Rule:
    """When `when` holds, the pair is never joined without a person."""

    name: str
    sentence: str
    when: Condition


_SAME_NUMBER = Some(Surely(Equal("nhs")), Surely(Equal("upn")))
_BOTH_NUMBERS = Surely(Every(Equal("nhs"), Equal("upn")))
_SAME_HOME = Some(Equal("address"), Equal("phone"), Equal("postcode"))
# Two like names that sound differently and both are usual, so that neither is a slip for the other: twins often have
# such. What twins never have in common is a number or the second names.
_LIKE_NAMES = Every(
    NEAR_GIVEN,
    Not(Equal("given_root")),
    Not(Equal("given_sound")),
    Common("given"),
    Not(_SAME_NUMBER),
    Not(Surely(SECOND_FOR_FIRST)),
)
_TWO_NAMES = Some(UNLIKE_GIVEN, _LIKE_NAMES)

RULES: tuple[Rule, ...] = (
    Rule("two_nhs", "they have two different valid NHS numbers", Not(Equal("nhs"))),
    Rule("two_upn", "they have two different valid pupil numbers", Not(Equal("upn"))),
    Rule(
        "number_alone",
        "a number agrees, but the first names differ: a sibling's number may have been copied",
        Every(UNLIKE_GIVEN, _SAME_NUMBER, Not(_BOTH_NUMBERS)),
    ),
    Rule(
        "first_names",
        "the first names are clearly different and no number agrees",
        Every(OTHER_GIVEN, Not(_SAME_NUMBER)),
    ),
    Rule(
        "possible_twins",
        "birth date and home agree, but there are two first names: they may be twins",
        Every(_TWO_NAMES, Equal("birth"), _SAME_HOME, Not(_BOTH_NUMBERS)),
    ),
)
# Two records have a first name in common, nearly so written, or as the second name of the one. Through such a record a
# child who goes by another name is recognised, whatever rule speaks against two of her other records.
CONFIRMING = Some(NEAR_GIVEN, Surely(SECOND_FOR_FIRST))
