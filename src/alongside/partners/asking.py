"""A question that every viewer asks: built once for each standing, then run with who asks and when.

    HELD = Asked(lambda viewer, shape: Moment.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id))
    number = HELD.count(viewer, ())

The builder is given a viewer without a name: her permissions, agreements and the persons hidden from her are those of
whoever asks; her agency, herself, the moment and the day are slots, filled at each asking. What else the question depends
on is its shape. A builder that needs more of a viewer than that (her name, her role), or compares her in Python, where the
answer of the first would be kept for all, fails at once.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, NoReturn, TypeVar, cast
from uuid import UUID

from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet

from alongside.audit.entries import Actor
from alongside.common.prepared import Prepared, Slot
from alongside.partners.roles import Permission
from alongside.partners.standing import Agreed, Viewer

Shape = TypeVar("Shape", bound=Hashable)
UNKNOWN = "Who asks is not known while a question is built: say it in the question, or make it a part of its shape."


class OfWhoAsks(Slot):
    """A slot that refuses to be compared with what may stand in it."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, date)):
            raise AttributeError(UNKNOWN)
        return super().__eq__(other) is True

    __hash__ = Slot.__hash__


class Nobody:
    """Stands where a name would."""

    def _refuse(self, *_: object) -> NoReturn:
        raise AttributeError(UNKNOWN)

    __eq__ = __bool__ = __str__ = __getattr__ = _refuse
    __hash__ = object.__hash__


AGENCY: int = OfWhoAsks.of("agency", BigIntegerField(), int)
MEMBER: int = OfWhoAsks.of("member", BigIntegerField(), int)
AT: datetime = OfWhoAsks.of("at", DateTimeField(), datetime)
DAY: date = OfWhoAsks.of("day", DateField(), date)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything in the rule but who asks, and when."""

    permissions: frozenset[Permission]
    agreed: Agreed
    hidden: frozenset[UUID]

    @classmethod
    def of(cls, viewer: Viewer) -> "Standing":
        return cls(viewer.permissions, viewer.agreed, viewer.hidden_persons)

    def unnamed(self) -> "Unnamed":
        nobody = cast(Any, Nobody())
        return Unnamed(MEMBER, AGENCY, nobody, nobody, cast(Actor, nobody), self.permissions, AT, standing=self)


@dataclass(frozen=True)
class Unnamed(Viewer):
    """Any viewer of this standing, for the building of a question."""

    standing: Standing = field(kw_only=True)

    @property
    def day(self) -> date:
        return DAY

    @cached_property
    def agreed(self) -> Agreed:
        return self.standing.agreed

    @cached_property
    def hidden_persons(self) -> frozenset[UUID]:
        return self.standing.hidden


class Asked(Generic[Shape]):
    """Keeps the SQL of a question by standing and shape."""

    def __init__(self, build: Callable[[Viewer, Shape], QuerySet[Any, Any]]) -> None:
        self._prepared: Prepared[tuple[Standing, Shape]] = Prepared(lambda known: build(known[0].unnamed(), known[1]))

    def rows(self, viewer: Viewer, shape: Shape, **values: Any) -> list[tuple[Any, ...]]:
        return self._prepared.rows((Standing.of(viewer), shape), **_of(viewer), **values)

    def begun(
        self, viewer: Viewer, shape: Shape, size: int, **values: Any
    ) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        return self._prepared.begun((Standing.of(viewer), shape), size, **_of(viewer), **values)

    def objects(self, viewer: Viewer, shape: Shape, **values: Any) -> list[Any]:
        return self._prepared.objects((Standing.of(viewer), shape), **_of(viewer), **values)

    def count(self, viewer: Viewer, shape: Shape, **values: Any) -> int:
        return self._prepared.count((Standing.of(viewer), shape), **_of(viewer), **values)


def _of(viewer: Viewer) -> dict[str, Any]:
    return {"agency": viewer.agency_id, "member": viewer.member_id, "at": viewer.at, "day": viewer.day}
