"""What a model may use, and the rates that are known beforehand rather than learnt."""

from dataclasses import dataclass

EDUCATION_WORDS = ("school", "academy", "college", "education", "pupil", "pru", "sen", "nursery")


@dataclass(frozen=True, slots=True)
class Settings:
    """Switches and fixed rates of a model. Everything is kept in the model's file.

    `upn`, `nhs`, `urn`: whether that number is used at all (compared, a way to find candidates, a rule).
    `families`: whether brothers, sisters and twins are among the people, as among children they are. Then rules keep
    them apart, and a surname in common with clearly another first name speaks against one person. Off, for a register
    of adults in which hardly any two share a household.
    `namesakes`: whether names alone never join two records, and a person is asked. Needed where the shares of names were
    counted elsewhere than among these people, as those of the shipped model are; a model that was trained on the
    records themselves knows which whole names are rare enough.
    `education`: words in an agency's name that make it an education agency; only there is a pupil number read.
    `number_agrees`: share of one child's pairs of valid numbers that agree. The rest are a sibling's number copied and
    children with two numbers; slips of the pen do not count, for they fail the check digit and are missing then.
    `crowding`: how many times the `most` of each candidate rule may be; larger finds more and costs more.
    """

    upn: bool = True
    nhs: bool = True
    urn: bool = True
    families: bool = True
    namesakes: bool = False
    education: tuple[str, ...] = EDUCATION_WORDS
    number_agrees: float = 0.978
    crowding: float = 1.0

    def uses(self, name: str) -> bool:
        """Whether the comparison or candidate rule of this name is switched on."""
        return bool({"upn": self.upn, "nhs": self.nhs, "urn": self.urn}.get(name, True))

    def allows(self, rule: str) -> bool:
        """Whether a rule may speak: one about a number that is switched off may not, nor one about families."""
        if rule == "name_alone":
            return self.families and self.namesakes
        return self.uses(rule.removeprefix("two_")) if rule.startswith("two_") else self.families
