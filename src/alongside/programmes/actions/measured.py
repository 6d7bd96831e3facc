"""Points of questionnaires under codes that only the school can resolve."""

import secrets
from datetime import datetime

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.actions.writing import log, step
from alongside.programmes.drafts import ReadingsDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import Instrument, Reading, SchoolClass
from alongside.programmes.queries.access import class_for
from alongside.programmes.rules.codes import draw_codes, read_code

SPARE_CODES = 4


def codes_for_class(*, class_id: int, by: Viewer, at: datetime) -> list[str]:
    """As many fresh codes as the class has pupils, and some to spare. They are not kept: print them now."""
    one = _own(by, class_id)
    used = set(Reading.objects.filter(school_class=one).values_list("code", flat=True))
    wanted = one.size + SPARE_CODES
    fresh = [code for code in draw_codes(wanted + len(used), secrets.choice) if code not in used][:wanted]
    log(Act.CREATE, "class of a programme", class_id, f"drew {len(fresh)} codes", by=by.actor, at=at)
    return fresh


def keep_readings(*, class_id: int, draft: ReadingsDraft, by: Viewer, at: datetime) -> tuple[int, int]:
    """Keep points by code; gives how many are new and how many were put right. The same again changes nothing."""
    with writing():
        one = _own(by, class_id, lock=True)
        instrument = Instrument.objects.filter(code=draft.instrument).first()
        if instrument is None:
            raise ProgrammeRefused("Choose the questionnaire.", "instrument")
        points = _checked(draft, instrument, one.size)
        held = {row.code: row for row in one.readings.filter(instrument=instrument, moment=draft.moment)}
        if len({*held, *points}) > one.size:
            raise ProgrammeRefused(
                f"There would be {len({*held, *points})} codes for a class of {one.size}. Leave out the spare ones, or have "
                "the size put right.",
                "lines",
            )
        new = [
            Reading(school_class=one, instrument=instrument, moment=draft.moment, code=code, points=value)
            for code, value in points.items()
            if code not in held
        ]
        righted = [row for code, row in held.items() if code in points and row.points != points[code]]
        for row in righted:
            row.points = points[row.code]
        Reading.objects.bulk_create(new)
        Reading.objects.bulk_update(righted, ["points"])
        if new or righted:
            told = f"{instrument.name}, {draft.moment.label.lower()}: {len(new)} entered, {len(righted)} put right"
            step(one, told, by=by.actor, at=at)
            log(Act.CHANGE, "class of a programme", class_id, told, by=by.actor, at=at)
    return len(new), len(righted)


def _checked(draft: ReadingsDraft, instrument: Instrument, size: int) -> dict[str, int]:
    if not draft.points:
        raise ProgrammeRefused("Enter at least one code with its points.", "lines")
    if len(draft.points) > size:
        raise ProgrammeRefused(f"The class has {size} pupils, and there are {len(draft.points)} lines.", "lines")
    found: dict[str, int] = {}
    for place, (typed, value) in enumerate(draft.points, start=1):
        try:
            code = read_code(typed)
        except ProgrammeRefused as refused:
            raise ProgrammeRefused(f"Line {place}: {refused}", "lines") from None
        if not instrument.lowest <= value <= instrument.highest:
            raise ProgrammeRefused(
                f"Line {place}: points of this questionnaire lie between {instrument.lowest} and {instrument.highest}.",
                "lines",
            )
        if code in found:
            raise ProgrammeRefused(f"Line {place}: this code stands twice.", "lines")
        found[code] = value
    return found


def _own(by: Viewer, class_id: int, *, lock: bool = False) -> SchoolClass:
    """Points are the school's to enter: not even whoever runs the programme does."""
    if not by.may(Permission.DELIVER_LESSONS):
        raise refuse(by, "class of a programme", str(class_id), "only its own school enters points", act=Act.CHANGE)
    return class_for(by, class_id, act=Act.CHANGE, lock=lock)
