"""Minutes as PDF/UA-1, made by Typst from the value that the minutes page shows. Data goes in as JSON, never as markup."""

import json
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

from alongside.partners.standing import LONDON
from alongside.support.export_contents import Bound
from alongside.support.queries.minutes import MinuteItem, MinutePlace, Minutes
from alongside.support.queries.shown import ActionShown

TEMPLATE = Path(__file__).with_name("minutes.typ")
# What the fonts inside Typst can draw: Latin, Greek, Cyrillic, Armenian, Arabic, and signs.
_DRAWN = ((0x0020, 0x058F), (0x0600, 0x06FF), (0x1E00, 0x1FFF), (0x2000, 0x22FF))
ABOUT = (
    "This copy is counted and stands in the register of copies. Do not pass it on. Destroy it by {day} at the latest, or "
    "when it is recalled, and confirm that in Alongside. To verify it, compare the SHA-256 of the file with the register."
)


def minutes_pdf(minutes: Minutes, bound: Bound) -> bytes:
    """The file. Only fonts that come with Typst are used, so that it is the same on every machine."""
    text = json.dumps(minutes_data(minutes, bound), ensure_ascii=False)
    return bytes(
        typst.compile(
            str(TEMPLATE), root=str(TEMPLATE.parent), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
            sys_inputs={"minutes": text},
        )
    )  # fmt: skip


def minutes_data(minutes: Minutes, bound: Bound) -> dict[str, Any]:
    """Everything that the template gets: what stands in this value, and nothing else, can be in the file."""
    data = {
        "title": f"Minutes of {minutes.panel}, {_day(minutes.starts_at.astimezone(LONDON))}",
        "panel": minutes.panel, "copy": bound.copy, "watermark": bound.watermark,
        "mark": [bound.recipient, bound.agency, _day(bound.made_at.astimezone(LONDON)), bound.copy],
        "for_whom": f"For {bound.recipient}, {minutes.agency}, only. They hold what this agency may have of the cases "
        "on which it was invited.",
        "held": f"{minutes.starts_at.astimezone(LONDON):%A %d %B %Y, %H:%M}", "chair": minutes.chair,
        "place": minutes.place, "not_quorate": minutes.not_quorate,
        "presences": [f"{agency}: {name}, {came.lower()}" for agency, name, came in minutes.presences],
        "items": [_item(one) for one in minutes.items],
        "places": [_place(one) for one in minutes.places],
        "about": f"{bound.watermark}. {ABOUT.format(day=_day(bound.destroy_by))}",
    }  # fmt: skip
    drawn: dict[str, Any] = drawable(data)
    return drawn


def _item(item: MinuteItem) -> dict[str, Any]:
    return {
        "child": item.child, "reference": item.reference, "why": item.why, "decision": item.decision,
        "review_on": _day(item.review_on) if item.review_on else "",
        "stepped_out": "; ".join(item.stepped_out),
        "amended": [f"{_day(one.at.astimezone(LONDON))}, {one.by}: {one.reason}" for one in item.amended],
        "contributions": [{"agency": one.agency, "words": one.words} for one in item.contributions],
        "actions": [_action(one) for one in item.actions],
    }  # fmt: skip


def _place(one: MinutePlace) -> dict[str, Any]:
    where = f"{one.kind}: {one.where}" if one.where else one.kind
    return {
        "theme": one.theme, "reference": one.reference, "where": where, "why": one.why,
        "decision": one.decision or "Not decided in this meeting.",
    }  # fmt: skip


def _action(one: ActionShown) -> str:
    return f"{one.agency}, {one.owner}: {one.what} (by {_day(one.due_on)}; {one.state.lower()})"


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def drawable(value: Any) -> Any:
    """A letter that no font here can draw would be an empty box, which says nothing to anybody: it stands in Latin."""
    if isinstance(value, str):
        return "".join(one if one == "\n" or _is_drawn(one) else anyascii(one) for one in value)
    if isinstance(value, list):
        return [drawable(one) for one in value]
    if isinstance(value, dict):
        return {name: drawable(one) for name, one in value.items()}
    return value


def _is_drawn(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _DRAWN)
