"""What people said of two records: written down, held against what others said, taken back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from alongside.audit.entries import Actor
from alongside.partners.errors import Stale
from alongside.people.models import IdentityEvent, Ruling
from alongside.people.states import LinkBasis

Pair = tuple[int, int]
SPOKEN = (LinkBasis.HUMAN, LinkBasis.SENDER)


def rule(
    pairs: Iterable[Pair], *, same: bool, basis: LinkBasis, reason: str, by: Actor, at: datetime
) -> list[Ruling]:  # fmt: skip
    return Ruling.objects.bulk_create(
        Ruling(
            one_id=min(pair), other_id=max(pair), same=same, basis=basis, by=by.name[:200], at=at, reason=reason[:300]
        )
        for pair in sorted({(min(pair), max(pair)) for pair in pairs})
    )  # fmt: skip


def between(left: Collection[int], right: Collection[int], *, same: bool) -> list[Ruling]:
    """What holds now between records of the one side and of the other."""
    rows = Ruling.objects.filter(same=same, undone_at__isnull=True)
    forth, back = rows.filter(one__in=left, other__in=right), rows.filter(one__in=right, other__in=left)
    return sorted({*forth, *back}, key=lambda one: (one.at, one.pk))


def give_way(opposed: Sequence[Ruling], *, undo_earlier: bool, by: Actor, at: datetime) -> None:
    """Take back what somebody ruled before, or refuse with her words: whoever comes later must have read them.

    That records merely stood together when somebody decided on others is nobody's word, and gives way.
    """
    spoken = [one for one in opposed if one.basis in SPOKEN]
    if spoken and not undo_earlier:
        raise Stale(words_of(spoken[-1]), spoken)
    undo_rulings(opposed, by, at)


def words_of(earlier: Ruling) -> str:
    said = "the same child" if earlier.same else "different children"
    return (
        f"{earlier.by} decided on {earlier.at:%-d %B %Y} that these are {said}: “{earlier.reason}” "
        "If you decide otherwise, that decision is undone."
    )


def undo_rulings(rulings: Iterable[Ruling], by: Actor, at: datetime) -> None:
    ids = [one.pk for one in rulings]
    if ids:
        Ruling.objects.filter(pk__in=ids, undone_at__isnull=True).update(undone_at=at, undone_by=by.name[:200])


def belong(rulings: Iterable[Ruling], event: IdentityEvent | None) -> None:
    """They were made with this change, and go when it is undone."""
    if event is not None:
        Ruling.objects.filter(pk__in=[one.pk for one in rulings]).update(event=event)


def star(centre: int, records: Iterable[int]) -> list[Pair]:
    return [(centre, one) for one in records if one != centre]
