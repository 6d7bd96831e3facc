"""A query that is written again and again with other values only: its SQL is made once and kept.

Django builds a queryset and compiles it anew each time; for the guarded lists, which every page of a queue asks for,
that costs more than the database does (benchmarks/borough_scale). Here the queryset is built once with a `Slot` where
a value will stand, compiled, and then run with the values of the moment:

    LISTED = Prepared(lambda shape: Concern.objects.filter(due_at__lt=Slot.of("now", DateTimeField())).values_list("id"))
    rows = LISTED.rows((), now=at)

`shape` is everything that changes the SQL itself (names of columns, lists of numbers, pages); it is the key under which
the SQL is kept. What is no slot is part of the shape, or a constant: a builder that reads anything else is wrong.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression

Shape = TypeVar("Shape", bound=Hashable)
T = TypeVar("T")
MOST_KEPT = 500


class Slot(Expression):
    """The place of a value in a prepared query."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    @classmethod
    def of(cls, name: str, field: "models.Field[Any, Any]", like: type[T]) -> T:
        """A slot that the type checker takes for the value that will stand in it."""
        return cast(T, cls(name, field))

    @classmethod
    def several(cls, name: str, field: "models.Field[Any, Any]", size: int) -> list[Any]:
        """Slots for a list (`field__in=`); `values_for` gives their values and the size."""
        return [cls(f"{name}{number}", field) for number in range(size)]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def bound(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


def values_for(name: str, values: Iterable[Any], nothing: Any) -> tuple[int, dict[str, Any]]:
    """A list for slots made by `Slot.several`: its size, made up to a power of two so that few shapes are kept, and
    the values by slot. An empty list asks for `nothing`, a value that no row has."""
    listed = list(dict.fromkeys(values)) or [nothing]
    size = 1 << (len(listed) - 1).bit_length()
    listed += listed[-1:] * (size - len(listed))
    return size, {f"{name}{number}": value for number, value in enumerate(listed)}


class _Compiled:
    """The SQL of one queryset of values, with its slots."""

    def __init__(self, queryset: "models.QuerySet[Any, Any]") -> None:
        self.compiler = queryset.query.get_compiler(connection=connection)
        try:
            self.sql, self.parameters = self.compiler.as_sql()
        except EmptyResultSet:  # the database need not be asked: nothing can answer
            self.sql, self.parameters = "", ()

    def rows(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        if not self.sql:
            return []
        bound = [one.bound(values) if isinstance(one, Slot) else one for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, bound)
            found = cursor.fetchall()
        converters = self.compiler.get_converters([column[0] for column in self.compiler.select])
        return [tuple(row) for row in self.compiler.apply_converters(found, converters)] if converters else found


class Prepared(Generic[Shape]):
    """Keeps the SQL of a builder of `values_list` querysets, by shape and by database."""

    def __init__(self, build: Callable[[Shape], "models.QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._kept: OrderedDict[tuple[str, Shape], _Compiled] = OrderedDict()
        self._lock = Lock()

    def rows(self, shape: Shape, **values: Any) -> list[tuple[Any, ...]]:
        """Run the query of this shape with these values, one for each slot. A value that is missing is a KeyError."""
        key = (connection.vendor, shape)
        with self._lock:
            compiled = self._kept.get(key)
            if compiled is None:
                compiled = self._kept[key] = _Compiled(self._build(shape))
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
        return compiled.rows(values)
