"""What the pages of the own view ask for. Shape only."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from alongside.support.queries.own_ties import OwnTie
from alongside.support.queries.own_view import RuleShown
from alongside.support.states import Face, OwnAbout, OwnAnswer, OwnReader
from alongside.web.design.text import Line, Words

SAID = "said-"


def _choices(field: str, form: forms.Form, offered: list[tuple[str, str]]) -> None:
    form.fields[field].choices = offered  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    words = Words(
        "What you do together, in plain words to the child", 2_000, required=False,
        help_text="Short sentences, as you would say it. For example: “We meet each Tuesday. Ms Okoro drives you home.”",
    )  # fmt: skip
    goals = forms.MultipleChoiceField(label="Goals to show", widget=forms.CheckboxSelectMultiple, required=False)
    actions = forms.MultipleChoiceField(label="Actions to show", widget=forms.CheckboxSelectMultiple, required=False)
    agencies = forms.MultipleChoiceField(
        label="Who knows something: agencies to show", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Leave out what would put somebody in danger. An agency that joins later is not shown until you say so.",
    )  # fmt: skip
    ties = forms.MultipleChoiceField(
        label="What is said about ties to a group: what the child may read, and answer",
        widget=forms.CheckboxSelectMultiple, required=False,
        help_text="The source is never shown. Leave it out where the words themselves would give somebody away.",
    )  # fmt: skip
    left_out_because = Line(
        "Why something is left out",
        300,
        required=False,
        help_text="Needed where anything above has no tick. The child does not see this.",
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rule: RuleShown) -> None:
        names = ("goals", "actions", "agencies", "ties")
        chosen = {name: [one.key for one in getattr(rule, name) if one.shown] for name in names}
        more = {"words": rule.words, "number": rule.number, "left_out_because": rule.left_out_because}
        super().__init__(data, initial={**chosen, **more})
        for name in names:
            offered = [(one.key, one.text) for one in getattr(rule, name)]
            _choices(name, self, offered)
            if not offered:
                del self.fields[name]

    def meet(self, theirs: RuleShown) -> None:
        """After a collision: the next try stands on what the colleague kept."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["number"] = str(theirs.number)


class LinkForm(forms.Form):
    reader = forms.ChoiceField(label="Who reads?", choices=OwnReader.choices, widget=forms.RadioSelect)
    because = Line(
        "For a parent: who, and how you know that it is safe", 300, required=False,
        help_text="Only for a child under 13. What the child said is not shown to a parent.",
    )  # fmt: skip
    sent_key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label="What did you do?", choices=OwnAnswer.choices, widget=forms.RadioSelect)
    answer = Words("What the child reads", 2_000, help_text="Plain and short. Say why, if you did not change it.")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code", max_length=20, error_messages={"required": "Type the code. It has six numbers."},
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10", "spellcheck": "false"}
        ),
    )  # fmt: skip


class GoesForm(forms.Form):
    face = forms.ChoiceField(
        label="Pick a face", choices=Face.choices, widget=forms.RadioSelect, error_messages={"required": "Pick a face."}
    )
    words = Words("Do you want to say more? You do not have to.", 2_000, rows=4, required=False)
    sent_key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class WrongForm(forms.Form):
    about = forms.ChoiceField(
        label="What is it about?", choices=OwnAbout.choices, widget=forms.RadioSelect,
        error_messages={"required": "Pick what it is about."},
    )  # fmt: skip
    words = Words("What is wrong?", 2_000, rows=4, error_messages={"required": "Tell us what is wrong."})
    sent_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def offer(self, ties: Sequence[OwnTie]) -> "WrongForm":
        """What somebody said about her or him, beside the parts of the page: where nothing waits for an answer yet."""
        said = [(f"{SAID}{one.id}", f"Somebody said: “{one.said}”") for one in ties if not one.waits]
        _choices("about", self, [*said, *OwnAbout.choices])
        return self

    @property
    def tie(self) -> UUID | None:
        """Which of the things said it is about, if it is about one."""
        about: str = self.cleaned_data["about"]
        return UUID(about.removeprefix(SAID)) if about.startswith(SAID) else None


def new_key() -> str:
    """Of one form as it was shown: sent twice, it enters once."""
    return uuid4().hex
