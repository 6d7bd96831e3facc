"""Help in a needs assessment: who was referred, who waits, whether it is fair, and what services there are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from alongside.common.periods import add_months
from alongside.outcomes.directory_states import SHOWN
from alongside.outcomes.models.directory import ListedService
from alongside.outcomes.needs_definitions import (
    CLOSED_BEFORE,
    COMPARED,
    MEDIAN_WAIT,
    PLACES_AT_ONCE,
    REFERRED,
    SERVICES,
    FigureDefinition,
)
from alongside.outcomes.needs_drafts import FigureDraft, gap, hash_of
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_states import FigureState, SectionKey
from alongside.support.measures.waits import SPLITS
from alongside.support.measures.waits_kept import KeptStatement, newest_statements

LATER_BY = 3  # months
WITHOUT_STATEMENT = (
    (SectionKey.AGES, "Age and sex of children who were referred"),
    (SectionKey.INEQUALITY, "Whether groups are referred and helped alike"),
    (SectionKey.HELP, "How long children wait for help"),
)
HELD = "From one to four, or a count from which one could be worked out: held back."
STEPS = {"referred": "referred", "taken_on": "taken on", "before_help": "closed before help", "speed": "helped in time"}


def figures(asked: Asked) -> list[Told]:
    # A statement is made after the months of which it tells: one of a little later stands for the period too.
    found = newest_statements(min(asked.at.date(), add_months(asked.last_month, LATER_BY)))
    if not found:
        why = "No statement of waits is held that tells of these months."
        none = [
            Told(gap(f"waits-{key}", key, label, why, asked.place.name, REFERRED)) for key, label in WITHOUT_STATEMENT
        ]
        return [*none, *_services(asked)]
    told = [one for statement in found for one in _pathway(asked, statement)]
    return [*told, *_services(asked)]


def _pathway(asked: Asked, kept: KeptStatement) -> list[Told]:
    referrals = kept.body["referrals"]
    if referrals["count"] == 0:
        return []
    if referrals["count"] is None:
        label = f"Referrals: {kept.name}"
        return [_figure(asked, kept, SectionKey.HELP, "referred", label, REFERRED, None, "")]
    return [
        *_groups(asked, kept, referrals), *_fair(asked, kept, referrals),
        _figure(asked, kept, SectionKey.HELP, "referred", f"Referrals: {kept.name}", REFERRED, referrals["count"],
                f"{{}} were referred along the pathway “{kept.name}”."),
        _figure(asked, kept, SectionKey.HELP, "before", f"Closed before help: {kept.name}", CLOSED_BEFORE,
                referrals["before_help"], "Of them {} were closed before help.", _of(referrals["count"])),
        *(_wait(asked, kept, queue) for queue in kept.body["queues"]),
    ]  # fmt: skip


def _of(count: int | None) -> str:
    return f"of {count:,} referrals" if count else ""


def _when(asked: Asked, kept: KeptStatement) -> dict[str, Any]:
    first = date.fromisoformat(kept.body["first"])
    last = date.fromordinal(kept.as_at.toordinal() - 1)
    return {
        "place": asked.place.name, "place_code": asked.place.code, "first_day": first, "last_day": last,
        "period": f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}", "extracted": kept.as_at,
        "source": f"Alongside: the statement of waits of “{kept.name}” as at {kept.as_at.day} {kept.as_at:%B %Y}, "
        "small counts held back",
        "extract_hash": hash_of(kept.code, kept.as_at, kept.body),
    }  # fmt: skip


def _figure(
    asked: Asked, kept: KeptStatement, section: SectionKey, key: str, label: str, definition: FigureDefinition,
    count: int | None, sentence: str, comparator: str = "",
) -> Told:  # fmt: skip
    held = count is None
    made = FigureDraft(
        f"{kept.code}-{key}", section, label, definition, shown="too few to show" if held else f"{count:,}",
        value=count, comparator="" if held else comparator, interval="None: everybody is counted",
        state=FigureState.HELD_BACK if held else FigureState.SHOWN, why=HELD if held else "", **_when(asked, kept),
    )  # fmt: skip
    return Told(made, sentence)


def _groups(asked: Asked, kept: KeptStatement, referrals: Mapping[str, Any]) -> list[Told]:
    """By age and by sex, in the table alone."""
    found = []
    for split in referrals["splits"]:
        if split["name"] not in ("age", "sex"):
            continue
        for group in split["groups"]:
            label = f"{kept.name}: referred, {SPLITS[split['name']].lower()}: {group['label']}"
            key = f"{split['name']}-{group['label']}"[:60]
            of = _of(referrals["count"])
            found.append(_figure(asked, kept, SectionKey.AGES, key, label, REFERRED, group["count"], "", of))
    return found


def _fair(asked: Asked, kept: KeptStatement, referrals: Mapping[str, Any]) -> list[Told]:
    standing = [
        (SPLITS[split["name"]], group["label"], one)
        for split in referrals["splits"]
        for group in split["groups"]
        for one in group["compared"]
        if one["stands"] and not one["few"]
    ]
    if not standing:
        return [_none_stands(asked, kept, int(referrals["tests"]))]
    return [_stands(asked, kept, number, *one) for number, one in enumerate(standing, 1)]


def _none_stands(asked: Asked, kept: KeptStatement, tests: int) -> Told:
    shown = f"none of {tests} comparisons between groups" if tests else "no comparison, as there were too few referrals"
    made = FigureDraft(
        f"{kept.code}-fair", SectionKey.INEQUALITY, f"Differences that stand: {kept.name}", COMPARED, shown=shown,
        value=0 if tests else None, state=FigureState.SHOWN if tests else FigureState.GAP,
        why="" if tests else "Too few were referred to compare any group.", interval="None: a count of comparisons",
        comparator="With few referrals a real difference goes unseen", **_when(asked, kept),
    )  # fmt: skip
    return Told(made, f"On the pathway “{kept.name}” {{}} stood after correction.")


def _stands(asked: Asked, kept: KeptStatement, number: int, split: str, group: str, one: Mapping[str, Any]) -> Told:
    step = STEPS[one["step"]]
    counted = ""
    if one["step"] != "speed":
        counted = "{:,} of {:,}; of all the others {:,} of {:,}".format(
            one["events"], one["of"], one["rest_events"], one["rest"]
        )  # fmt: skip
    made = FigureDraft(
        f"{kept.code}-fair-{number}", SectionKey.INEQUALITY, f"{kept.name}: {group} ({split.lower()}), {step}", COMPARED,
        shown=f"{one['ratio']:.1f} times", value=one["ratio"], low=one["low"], high=one["high"],
        interval=f"95% interval {one['low']:.1f} to {one['high']:.1f}", comparator=counted, **_when(asked, kept),
    )  # fmt: skip
    how = f"as often {step}" if one["step"] != "speed" else "as fast helped"
    return Told(made, f"“{group}” ({split.lower()}) were {{}} {how} as all the others on the pathway “{kept.name}”.")


def _wait(asked: Asked, kept: KeptStatement, queue: Mapping[str, Any]) -> Told:
    median, label = queue["median"], f"Usual wait: {kept.name}, {queue['label'].lower()}"
    common: dict[str, Any] = {"section": SectionKey.HELP, "label": label, "definition": MEDIAN_WAIT}
    key = f"{kept.code}-wait-{queue['code']}"
    if median is None:
        why = "Too few waited, or the count is held back."
        made = FigureDraft(
            key, shown="too few to say", state=FigureState.HELD_BACK, why=why, **common, **_when(asked, kept)
        )
        return Told(made)
    over = median["weeks"] is None
    shown = f"more than {median['over']} weeks" if over else f"{median['weeks']} weeks"
    high = f"to {median['high']} weeks" if median["high"] is not None else "with no upper end yet"
    made = FigureDraft(
        key, shown=shown, value=median["over"] if over else median["weeks"], low=median["low"], high=median["high"],
        interval=f"95% interval {median['low']} {high}", comparator=_before(queue), **common, **_when(asked, kept),
    )  # fmt: skip
    return Told(made, f"Half of those in the queue “{queue['label']}” had left it within {{}}.")


def _before(queue: Mapping[str, Any]) -> str:
    counted = f"{queue['count']:,} waits" if queue["count"] is not None else "waits held back"
    median = (queue.get("before") or {}).get("median")
    if not median:
        return f"{counted}; the year before: too few to say"
    weeks = f"more than {median['over']}" if median["weeks"] is None else str(median["weeks"])
    return f"{counted}; the year before: {weeks} weeks"


def _services(asked: Asked) -> list[Told]:
    rows = list(ListedService.objects.filter(status__in=SHOWN).values_list("contract", "capacity", "self_referral"))
    day = asked.at.date()
    common: dict[str, Any] = {
        "place": asked.place.name, "place_code": asked.place.code, "period": f"on {day.day} {day:%B %Y}",
        "first_day": day, "last_day": day, "source": "Alongside: the public directory of services",
        "extract_hash": hash_of(sorted(map(str, rows))), "interval": "None: everything is counted",
    }  # fmt: skip
    if not rows:
        why = "No service stands in the directory yet."
        return [Told(gap("services", SectionKey.HELP, "Services in the directory", why, asked.place.name, SERVICES))]
    alone = sum(1 for *_, self_referral in rows if self_referral)
    places = sum(capacity or 0 for _, capacity, _ in rows)
    listed = FigureDraft(
        "services", SectionKey.HELP, "Services in the directory", SERVICES, shown=f"{len(rows):,}", value=len(rows),
        comparator=f"{alone:,} of them take people who ask for themselves", **common,
    )  # fmt: skip
    found = [Told(listed, "The directory lists {} services.")]
    if places:
        at_once = FigureDraft(
            "places-at-once", SectionKey.HELP, PLACES_AT_ONCE.name, PLACES_AT_ONCE, shown=f"{places:,}", value=places,
            comparator=f"under {sum(1 for contract, *_ in rows if contract):,} contracts", **common,
        )  # fmt: skip
        found.append(Told(at_once, "Services under contract can support {} people at once."))
    return found
