"""A mapping that cannot be changed. A `MappingProxyType` would do, if it could be pickled and copied."""

from typing import Any, NoReturn


class ReadOnly(dict[Any, Any]):
    """A dictionary for the fields of frozen results: it pickles, copies and turns into JSON as dictionaries do."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("A result cannot be changed; dict(…) makes a copy of this that can.")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type["ReadOnly"], tuple[dict[Any, Any]]]:
        return type(self), (dict(self),)
