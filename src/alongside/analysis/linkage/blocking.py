"""Which pairs are compared at all: declared once, for Splink, for the register in memory and for a database."""

from dataclasses import dataclass

from alongside.analysis.linkage.standard import Standard


@dataclass(frozen=True, slots=True)
class Blocking:
    """Two records are candidates when all these columns are equal and none is missing.

    Keys that more than `most` records of the training data share are crowded: the model lists them and they find
    nobody. A weak rule has a low `most`: what it adds is said only by rare values.
    """

    name: str
    columns: tuple[str, ...]
    most: int = 120

    def key(self, record: Standard) -> tuple[str, ...] | None:
        """The values by which a record is found under this rule, None when one is missing."""
        values = tuple(getattr(record, column) for column in self.columns)
        return values if all(values) else None

    def limit(self, crowding: float) -> int:
        """How many records may share a key before it is crowded."""
        return int(self.most * crowding)


BLOCKING: tuple[Blocking, ...] = (
    Blocking("nhs", ("nhs",)),
    Blocking("upn", ("upn",)),
    Blocking("urn", ("urn",)),
    # Birth date, day and month also swapped, with something that is not the household's alone.
    Blocking("birth_given_start", ("birth_key", "given_start")),
    Blocking("birth_given_sound", ("birth_key", "given_sound")),
    Blocking("birth_family_start", ("birth_key", "family_start")),
    Blocking("birth_family_sound", ("birth_key", "family_sound")),
    Blocking("birth_sector", ("birth_key", "sector")),
    Blocking("birth_street", ("birth_key", "street")),
    Blocking("month_starts", ("birth_month", "given_start", "family_start")),
    Blocking("year_names", ("birth_year", "sound_name"), most=40),
    # Names alone, as they sound and in either order. Where more than a handful of children share them they prove
    # nothing, and another rule has to find the pair.
    Blocking("names", ("root_name",), most=20),
    Blocking("sounds", ("sound_name",), most=16),
    Blocking("given_family_start", ("given_root", "family_start"), most=8),
    Blocking("family_initial", ("family_root", "initial"), most=8),
    # The home with a sign of who in it.
    Blocking("address_given", ("address", "initial")),
    Blocking("address_family", ("address", "family_sound")),
    Blocking("address_year", ("address", "birth_year")),
    Blocking("house_given", ("house", "street", "initial")),
    Blocking("postcode_given", ("postcode", "given_sound")),
    Blocking("postcode_family", ("postcode", "family_sound", "initial")),
    Blocking("sector_names", ("sector", "given_root", "family_start")),
    Blocking("phone_given", ("phone", "initial")),
    Blocking("phone_family", ("phone", "family_sound")),
    Blocking("phone_year", ("phone", "birth_year")),
)
