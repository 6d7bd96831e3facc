"""The forms of those who answer residents. Shape only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms

from alongside.common.timelines import LONDON
from alongside.community.actions.answering import PriorityDraft
from alongside.community.actions.moderating import Judgement
from alongside.community.actions.networks import EventDraft, NetworkDraft
from alongside.community.queries.kept import EventKept, NetworkKept, PostToRead
from alongside.community.queries.public import PriorityTold
from alongside.community.queries.wards import Ward
from alongside.community.states import Acceptance, DoorState, PriorityState, RejectReason, ReviewState, Verdict
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words

WHOLE = "The whole borough"


class Keyed(forms.Form):
    """Carries a key, so that what is sent twice enters once."""

    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **{**more, "initial": {"sent_key": uuid4(), **more.get("initial", {})}})


def _ward(wards: list[Ward]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Ward", choices=[("", WHOLE), *((one.code, one.name) for one in wards)], required=False
    )


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect, choices=[])
    because = forms.ChoiceField(
        label="If it is not shown: why?", required=False, choices=[("", "Choose"), *RejectReason.choices]
    )
    words = Words("Anything else that the writer should read (optional)", 1_000, rows=3, required=False)

    CHOICES: tuple[tuple[Verdict, str], ...] = ((Verdict.SHOWN, "Show it"), (Verdict.REJECTED, "Do not show it"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["verdict"].choices = list(self.CHOICES)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("verdict") == Verdict.REJECTED and not said.get("because"):
            self.add_error("because", "Choose why. The writer reads it.")
        return said

    def judgement(self) -> Judgement:
        said = self.cleaned_data
        return Judgement(
            Verdict(said["verdict"]), said["because"], said["words"], said.get("shown_text", ""),
            said.get("shown_place", ""),
        )  # fmt: skip


class TakeDownForm(forms.Form):
    because = forms.ChoiceField(label="Why?", choices=[("", "Choose"), *RejectReason.choices])
    words = Words("Anything else that whoever wrote it should read (optional)", 1_000, rows=3, required=False)


class PostVerdictForm(VerdictForm):
    CHOICES = (
        (Verdict.SHOWN, "Show it, as it stands below"),
        (Verdict.REJECTED, "Do not show it"),
        (Verdict.TO_THE_DOOR, "It tells of a person: hand it to the front door"),
    )
    shown_text = Words(
        "What is shown", 3_000, required=False, help_text="Take names out. Change nothing of the meaning."
    )
    shown_place = Line("The place that is shown", 200, required=False)
    field_order = ("verdict", "shown_text", "shown_place", "because", "words")

    def __init__(self, data: Any = None, *, post: PostToRead) -> None:
        super().__init__(data, initial={"shown_text": post.text, "shown_place": post.place})


class AnswerForm(forms.Form):
    did = Words("What did you do?", 3_000, help_text="Everybody reads it. Short words, no names.")


class PriorityForm(Keyed):
    title = Line("What is to be worked on?", 120)
    said = Words("What did residents say?", 1_500, help_text="Everybody reads it. No names.")
    problem = forms.ChoiceField(label="Problem at a place that it feeds", required=False)
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "said", "ward", "problem")

    def __init__(
        self, data: Any = None, *, wards: list[Ward], problems: list[tuple[int, str]], now: PriorityTold | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        if now is not None:
            initial = {
                "title": now.title, "said": now.said, "ward": now.ward_code, "problem": now.problem_id,
                "changes": now.changes,
            }  # fmt: skip
        super().__init__(data, initial=initial)
        self.names = {one.code: one.name for one in wards}
        self.fields["ward"] = _ward(wards)
        self.fields["problem"].choices = [("", "None"), *problems]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def draft(self) -> PriorityDraft:
        said = self.cleaned_data
        code = said.get("ward") or ""
        problem = int(said["problem"]) if said.get("problem") else None
        return PriorityDraft(said["title"], said["said"], code, self.names.get(code, ""), problem)


class ReportBackForm(forms.Form):
    did = Words("What was done?", 1_500, help_text="Everybody reads it. No names.")
    to = forms.ChoiceField(label="How does it stand now?", choices=PriorityState.choices, widget=forms.RadioSelect)


class DoorForm(forms.Form):
    to = forms.ChoiceField(label="What becomes of it?", widget=forms.RadioSelect)
    concern_reference = Line("Reference of the concern, if you raised one", 20, required=False)
    reason = Words("Why, and to whom it went", 2_000, rows=4, required=False)

    def __init__(self, data: Any = None, *, steps: Sequence[DoorState]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [(one.value, one.label) for one in steps]  # type: ignore[attr-defined]


class ReviewMoveForm(forms.Form):
    to = forms.ChoiceField(label="What is the next step?", widget=forms.RadioSelect)
    panel = forms.MultipleChoiceField(
        label="If the review was held: which agencies met?", widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = Words("The reason. The applicant reads it with the code", 2_000, required=False)

    def __init__(self, data: Any = None, *, steps: Sequence[ReviewState], agencies: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [(one.value, one.label) for one in steps]  # type: ignore[attr-defined]
        self.fields["panel"].choices = [(name, name) for _code, name in agencies]  # type: ignore[attr-defined]
        if ReviewState.HELD not in steps:
            del self.fields["panel"]


class RecommendForm(Keyed):
    agency = forms.ChoiceField(label="Which agency?")
    what = Words("What should it do?", 1_500, rows=4, help_text="The agency reads this, and not who applied.")

    def __init__(self, data: Any = None, *, agencies: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]


class RecommendationAnswerForm(forms.Form):
    acceptance = forms.ChoiceField(
        label="What does your agency say?", choices=Acceptance.choices, widget=forms.RadioSelect
    )
    words = Words("What will you do, by when? If not, why not?", 1_500)


class NetworkForm(Keyed):
    name = Line("Name of the network", 120)
    about = Words("What do you do?", 1_500, help_text="Everybody reads it.")
    meets = Line("When and where do you meet? (optional)", 300, required=False)
    contact = Line(
        "How can anybody reach the network? (optional)", 200, required=False,
        help_text="The network’s own address or number. Never a person’s.",
    )  # fmt: skip
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "about", "ward", "meets", "contact")

    def __init__(self, data: Any = None, *, wards: list[Ward], now: NetworkKept | None = None) -> None:
        initial: dict[str, Any] = {}
        if now is not None:
            initial = {
                "name": now.name, "about": now.about, "meets": now.meets, "contact": now.contact,
                "ward": now.ward_code, "changes": now.changes,
            }  # fmt: skip
        super().__init__(data, initial=initial)
        self.names = {one.code: one.name for one in wards}
        self.fields["ward"] = _ward(wards)
        self.order_fields(self.field_order)

    def draft(self) -> NetworkDraft:
        said = self.cleaned_data
        code = said.get("ward") or ""
        return NetworkDraft(said["name"], said["about"], said["meets"], said["contact"], code, self.names.get(code, ""))


class EventForm(Keyed):
    title = Line("What is it called?", 120)
    place = Line("Where?", 200)
    day = DayMonthYear(label="Day")
    starts = TimeOfDay(label="Begins at")
    ends = TimeOfDay(label="Ends at")
    about = Words("What happens there? (optional)", 1_500, rows=4, required=False)
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, now: EventKept | None = None) -> None:
        initial: dict[str, Any] = {}
        if now is not None:
            starts, ends = now.starts_at.astimezone(LONDON), now.ends_at.astimezone(LONDON)
            initial = {
                "title": now.title, "place": now.place, "day": starts.date(), "starts": starts.time(),
                "ends": ends.time(), "about": now.about, "changes": now.changes,
            }  # fmt: skip
        super().__init__(data, initial=initial)

    def draft(self) -> EventDraft:
        said = self.cleaned_data
        starts, ends = (datetime.combine(said["day"], said[name], LONDON) for name in ("starts", "ends"))
        return EventDraft(said["title"], said["place"], starts, ends, said["about"])


class ReplyForm(forms.Form):
    reply = Words(
        "Your reply", 1_000, help_text="Where to come and when. It is read with the code; nobody is told by e-mail."
    )
