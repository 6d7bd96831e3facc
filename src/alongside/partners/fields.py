"""A database field for a set of coded words, stored as one integer so that the database can filter on it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models

from alongside.partners.states import Coded

if TYPE_CHECKING:
    FieldOfSet = models.Field[frozenset[Any], frozenset[Any]]
    LookupOfSet = models.Lookup[Any]
else:
    FieldOfSet, LookupOfSet = models.Field, models.Lookup


class CodedSetField(FieldOfSet):
    """Holds a frozenset of `coded` members. A bit that no member owns is dropped on reading: unknown is no."""

    def __init__(self, coded: type[Coded], *args: Any, **kwargs: Any) -> None:
        self.coded = coded
        kwargs.setdefault("default", frozenset)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.coded, *args], kwargs

    def from_db_value(self, value: int | None, *_: Any) -> frozenset[Coded]:
        return unpack(self.coded, value)

    def to_python(self, value: Any) -> Any:
        return unpack(self.coded, value) if isinstance(value, int) or value is None else frozenset(value)

    def get_prep_value(self, value: Any) -> int:
        return value if isinstance(value, int) else pack(value)


def pack(members: Iterable[Coded] | None) -> int:
    total = 0
    for member in members or ():
        total |= member.mask
    return total


@lru_cache(maxsize=1024)
def unpack(coded: type[Coded], value: int | None) -> frozenset[Any]:
    """Kept: an agreement of a whole borough reads the same few sets for each of its parties, on every page."""
    if not value or value < 0:
        return frozenset()
    return frozenset(member for member in coded if value & member.mask)


@CodedSetField.register_lookup
class Has(LookupOfSet):
    """`field__has=FieldGroup.IDENTITY`: the set holds this member (or every one of several)."""

    lookup_name = "has"

    def get_prep_lookup(self) -> int:
        return self.rhs.mask if isinstance(self.rhs, Coded) else pack(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"({column} & %s) = %s", (*params, self.rhs, self.rhs)
