"""A query that is written again and again with other values only: its SQL is made once and kept.

Django builds a queryset and compiles it anew each time; for the guarded lists, which every page of a queue asks for,
that costs more than the database does (benchmarks/borough_scale). Here the queryset is built once with a `Slot` where
a value will stand, compiled, and then run with the values of the moment:

    LISTED = Prepared(lambda shape: Concern.objects.filter(due_at__lt=Slot.of("now", DateTimeField())).values_list("id"))
    rows = LISTED.rows((), now=at)

`shape` is everything that changes the SQL itself (names of columns, lists of numbers, pages); it is the key under which
the SQL is kept. What is no slot is part of the shape, or a constant: a builder that reads anything else is wrong.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators

Shape = TypeVar("Shape", bound=Hashable)
T = TypeVar("T")
Row = TypeVar("Row", bound=models.Model)
MOST_KEPT = 500
MOST_VALUES = 900  # in one statement: every database takes so many


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

    def bound(self, values: dict[str, Any], made: dict[tuple[str, int], Any]) -> Any:
        """The value as the database takes it, worked out once for all places of it in a statement."""
        key = (self.name, id(self.output_field))
        if key not in made:
            made[key] = self.output_field.get_db_prep_value(values[self.name], connection)
        return made[key]


def values_for(name: str, values: Iterable[Any], nothing: Any) -> tuple[int, dict[str, Any]]:
    """A list for slots made by `Slot.several`: its size, made up to a power of two so that few shapes are kept, and
    the values by slot. An empty list asks for `nothing`, a value that no row has."""
    listed = list(dict.fromkeys(values)) or [nothing]
    size = 1 << (len(listed) - 1).bit_length()
    listed += listed[-1:] * (size - len(listed))
    return size, {f"{name}{number}": value for number, value in enumerate(listed)}


class _Compiled:
    """The SQL of one queryset, with its slots, and what makes rows of what comes back. The queryset itself is not kept: it
    is many times as large."""

    def __init__(self, queryset: "models.QuerySet[Any, Any]") -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            self.sql, self.parameters = compiler.as_sql()
        except EmptyResultSet:  # the database need not be asked: nothing can answer
            self.sql, self.parameters = "", ()
            return
        self.select, self.info = compiler.select, compiler.klass_info
        self.annotated = compiler.annotation_col_map
        # They look at no state of a connection, so that every thread may use those of the first.
        self.converters = compiler.get_converters([column[0] for column in self.select])

    def rows(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._converted(self.sent(values))

    def sent(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._asked(self.sql, values) if self.sql else []

    def begun(self, size: int, values: dict[str, Any]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        every = self.sent(values)
        return self._converted(every[:size]), every

    def _converted(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not found or not self.converters:
            return found
        made = [list(row) for row in found]
        for place, (functions, expression) in self.converters.items():
            for row in made:
                for convert in functions:
                    row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in made]

    def count(self, values: dict[str, Any]) -> int:
        if not self.sql:
            return 0
        return int(self._asked(f"SELECT COUNT(*) FROM ({self.sql}) counted", values)[0][0])  # noqa: S608 (of a queryset)

    def _asked(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        made: dict[tuple[str, int], Any] = {}  # agency and moment stand in a guarded list a dozen times
        bound = [one.bound(values, made) if isinstance(one, Slot) else one for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            return cursor.fetchall()

    def objects(self, values: dict[str, Any]) -> list[Any]:
        """As `ModelIterable` makes them, with what `select_related` and `annotate` asked for."""
        rows = self.rows(values)
        if not rows:
            return []
        first, last = self.info["select_fields"][0], self.info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in self.select[first:last]]
        related = get_related_populators(self.info, self.select, connection.alias)  # type: ignore[call-arg]
        made = []
        for row in rows:
            one = self.info["model"].from_db(connection.alias, names, row[first:last])
            for populator in related:
                populator.populate(row, one)
            for name, place in self.annotated.items():
                setattr(one, name, row[place])
            made.append(one)
        return made


class Prepared(Generic[Shape]):
    """Keeps the SQL of a builder of querysets, by shape and by database: `rows` for one of `values_list`, `objects`
    for one of whole rows (with `select_related`; what `prefetch_related` would add, `hold` does)."""

    def __init__(self, build: Callable[[Shape], "models.QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._kept: OrderedDict[tuple[str, bool, Shape], _Compiled] = OrderedDict()
        self._lock = Lock()

    def rows(self, shape: Shape, **values: Any) -> list[tuple[Any, ...]]:
        """Run the query of this shape with these values, one for each slot. A value that is missing is a KeyError."""
        return self._compiled(shape).rows(values)

    def begun(self, shape: Shape, size: int, **values: Any) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The first rows, and all of them as the database sent them: for a count, which needs no values of fields."""
        return self._compiled(shape).begun(size, values)

    def objects(self, shape: Shape, **values: Any) -> list[Any]:
        """The same, as objects of the model."""
        return self._compiled(shape).objects(values)

    def count(self, shape: Shape, **values: Any) -> int:
        """How many rows there are, as far as the queryset is cut."""
        return self._compiled(shape, counted=True).count(values)

    def _compiled(self, shape: Shape, *, counted: bool = False) -> _Compiled:
        key = (connection.vendor, counted, shape)
        with self._lock:
            compiled = self._kept.get(key)
            if compiled is None:
                built = self._build(shape)
                compiled = self._kept[key] = _Compiled(_bare(built) if counted else built)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
        return compiled


def _bare(queryset: "models.QuerySet[Any, Any]") -> "models.QuerySet[Any, Any]":
    """For counting: without columns and order, where these do not say which rows there are."""
    query = queryset.query
    if query.is_sliced or query.distinct or query.group_by is not None:
        return queryset
    return queryset.order_by().values_list(models.Value(1))


def hold(parents: Iterable[models.Model], accessor: str, children: Sequence[Row], by: str) -> None:
    """Let `parent.accessor.all()` answer with these children, as after `prefetch_related`. `by`: the children's column
    that holds the parent's key, such as `concern_id`; their order is kept."""
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for child in children:
        grouped[getattr(child, by)].append(child)
    for parent in parents:
        kept = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[accessor] = grouped.get(parent.pk, [])


def insert(rows: Iterable[Row]) -> list[Row]:
    """Write new rows of one model, whole; each has its key afterwards. As `bulk_create`, which puts its SQL together
    anew each time: for a row or two, of which an action writes several, that takes three times as long."""
    made = list(rows)
    if not made:
        return made
    model = type(made[0])
    fresh = made[0].pk is None
    columns, into = _insert_into(model, fresh, connection.vendor)
    size = max(1, MOST_VALUES // len(columns))
    with connection.cursor() as cursor:
        for start in range(0, len(made), size):
            _insert_some(cursor, into, columns, made[start : start + size], fresh)
    return made


def _insert_some(
    cursor: Any, into: str, columns: "Sequence[models.Field[Any, Any]]", rows: Sequence[models.Model], fresh: bool
) -> None:
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    key = connection.ops.quote_name(str(rows[0]._meta.pk.column))
    values = [one.get_db_prep_save(one.pre_save(row, True), connection) for row in rows for one in columns]
    cursor.execute(f"{into} VALUES {places}" + (f" RETURNING {key}" if fresh else ""), values)
    keys = [number for (number,) in cursor.fetchall()] if fresh else [row.pk for row in rows]
    for row, number in zip(rows, keys, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=512)
def _insert_into(model: type[models.Model], fresh: bool, vendor: str) -> "tuple[list[models.Field[Any, Any]], str]":
    """`fresh`: the database gives the key."""
    columns = [one for one in model._meta.concrete_fields if not (fresh and one.primary_key)]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(one.column)) for one in columns)
    return columns, f"INSERT INTO {quoted(model._meta.db_table)} ({names})"
