"""The model in use: installed from the library at first use, pinned until somebody adopts another."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from alongside.analysis.linkage.model import Model, default_model
from alongside.common.prepared import Prepared
from alongside.people.models import LinkModel


@dataclass(frozen=True, slots=True)
class Pinned:
    """The row that edges point to, and the model read from it."""

    pk: int
    model: Model


CURRENT: Prepared[tuple[()]] = Prepared(
    lambda shape: LinkModel.objects.filter(is_current=True).values_list("pk", "digest")  # one, says a constraint
)


def pinned(at: datetime) -> Pinned:
    current = CURRENT.rows(())
    if not current:
        made = keep(default_model(), at)
        made.is_current = True
        made.save(update_fields=["is_current"])
        current = [(made.pk, made.digest)]
    ((pk, digest),) = current
    return Pinned(pk, _read(digest))


def keep(model: Model, at: datetime) -> LinkModel:
    """The row of this model, made if it is new. A version is one text for ever."""
    text = model.to_json()
    digest = hashlib.sha256(text.encode()).hexdigest()
    made, _ = LinkModel.objects.get_or_create(
        version=model.version, defaults={"digest": digest, "text": text, "since": at}
    )
    if made.digest != digest:
        raise ValueError(f"Model {model.version} was kept with another content. Give the new one its own version.")
    return made


@lru_cache(maxsize=4)
def _read(digest: str) -> Model:
    """By its content, so that a process never works with a text that is not the row's.

    Who knows how many of the children is left out: here every school is an agency by itself, and whether a child has
    two names or is two children is for a person to say.
    """
    return replace(Model.from_json(LinkModel.objects.values_list("text", flat=True).get(digest=digest)), coverage={})
