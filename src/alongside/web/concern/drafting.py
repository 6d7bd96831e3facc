"""What a draft keeps: the answers as they were typed, good or not, so that nothing is lost between two pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.partners.roles import Role
from alongside.people.drafts import RecordDraft
from alongside.people.queries import Candidate
from alongside.support.states import ReferrerRole
from alongside.web.concern.forms import MOST_OTHERS, OTHER, ChildForm, DetailsForm
from alongside.web.design.dates import PARTS, DayMonthYearInput

Answers = dict[str, Any]
ROLES: dict[str, str] = {
    Role.SAFEGUARDING_LEAD: ReferrerRole.SAFEGUARDING_LEAD,
    Role.POLICE_SAFEGUARDING: ReferrerRole.POLICE,
    Role.SERGEANT: ReferrerRole.POLICE,
    Role.CLINICIAN: ReferrerRole.HEALTH,
    Role.YOUTH_WORKER: ReferrerRole.YOUTH_WORKER,
    Role.TRIAGE_WORKER: ReferrerRole.COUNCIL,
    Role.TRIAGE_MANAGER: ReferrerRole.COUNCIL,
}
CHOSEN = ("record", "record_name", "record_born", "record_holder", "record_is_own")


@dataclass(frozen=True, slots=True)
class ChildChosen:
    """The child of the draft, for the pages: from the record that was chosen, or as it was typed."""

    name: str
    born: date | None
    record_id: int | None = None
    holder: str = ""
    is_own: bool = False


def typed(form: forms.BaseForm, data: Mapping[str, Any]) -> Answers:
    """The answers to this form's fields as they were typed, under the names of the boxes."""
    answers: Answers = {}
    for name, field in form.fields.items():
        boxes = [f"{name}-{part}" for part in PARTS] if isinstance(field.widget, DayMonthYearInput) else [name]
        answers |= {box: str(data.get(box) or "") for box in boxes}
    return answers


def shown(form: forms.BaseForm, answers: Mapping[str, Any]) -> None:
    """Put what was typed back into the boxes of a form that nobody has sent yet."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(answers, {}, name)


def child_form(answers: Mapping[str, Any], today: date) -> ChildForm:
    """The search as it was typed; checked, so that its child and its terms can be had."""
    form = ChildForm(dict(answers), today=today, searching=False)
    form.is_valid()
    return form


def child_of(answers: Mapping[str, Any], today: date) -> RecordDraft | None:
    """The child of the draft; nothing while what was typed cannot stand (it is asked for anew)."""
    form = child_form(answers, today)
    return form.child() if form.is_valid() else None


def chosen(answers: Mapping[str, Any], child: RecordDraft) -> ChildChosen:
    if not answers.get("record"):
        name = child.names[0]
        return ChildChosen(f"{name.given} {name.family}".strip(), child.date_of_birth)
    born = answers["record_born"]
    return ChildChosen(
        answers["record_name"], date.fromisoformat(born) if born else None, answers["record"],
        answers["record_holder"], answers["record_is_own"],
    )  # fmt: skip


def choose(answers: Answers, candidate: Candidate | None) -> Answers:
    """The answers with this candidate as the child, or with a new child."""
    kept = {key: value for key, value in answers.items() if key not in CHOSEN}
    if candidate is None:
        return kept
    born = candidate.date_of_birth.isoformat() if candidate.date_of_birth else ""
    return kept | dict(
        zip(CHOSEN, (candidate.record_id, candidate.name, born, candidate.holder, candidate.is_own), strict=True)
    )


def others_in(answers: Mapping[str, Any]) -> int:
    text = str(answers.get("others") or "0")
    return min(int(text), MOST_OTHERS) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def details_form(answers: Mapping[str, Any], child: RecordDraft | None, today: date, *, sent: bool) -> DetailsForm:
    """The page's form: `sent` checks it, otherwise it only shows what was typed so far."""
    answers = _another_day(answers, today)
    form = DetailsForm(answers if sent else None, child=child, today=today, others=others_in(answers))
    if not sent:
        shown(form, answers)
    return form


def _another_day(answers: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    """A draft that says “today” still means the day on which it was written."""
    said = str(answers.get("happened") or "")
    recent = (today.isoformat(), (today - timedelta(days=1)).isoformat())
    if said in ("", OTHER, *recent):
        return answers
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return answers
    parts = zip(PARTS, (day.day, day.month, day.year), strict=True)
    return {**answers, "happened": OTHER, **{f"happened_on-{part}": str(value) for part, value in parts}}


def without_person(answers: Answers, number: int) -> Answers:
    """The answers without this other person; those after her move up."""
    count = others_in(answers)
    if not 1 <= number <= count:
        return answers
    kept = dict(answers)
    for place in range(number, count + 1):
        for part in ("name", "role", "note"):
            following = kept.pop(f"other_{place + 1}_{part}", "") if place < count else ""
            kept[f"other_{place}_{part}"] = following
    return kept | {"others": str(count - 1)}


def at_first(role: str, telephone: str) -> Answers:
    """What the system knows of the referrer, so that she need not type it."""
    return {"referrer_role": ROLES.get(role, ReferrerRole.OTHER), "call_back": telephone}


def differences(form: DetailsForm, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Label, their text and mine, for every answer in which two windows disagree."""
    found = []
    for name, field in form.fields.items():
        one, other = (_words(field, name, answers) for answers in (theirs, mine))
        if one != other:
            found.append((str(field.label), one or "Nothing", other or "Nothing"))
    return found


def _words(field: forms.Field, name: str, answers: Mapping[str, Any]) -> str:
    value = field.widget.value_from_datadict(answers, {}, name)
    if isinstance(value, tuple):
        return " ".join(part for part in value if part)
    if isinstance(value, bool):
        return "Yes" if value else ""
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value) or "").replace("\r\n", "\n").strip()
