"""What the pages of the directory ask. Shape only: what cannot stand is the domain's to say."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from alongside.outcomes.directory_drafts import ListingDraft, Opening
from alongside.outcomes.directory_rules import OLDEST, OPENING
from alongside.outcomes.directory_states import WEEKDAYS, Listing, Topic
from alongside.web.design.text import Line, Words

Choices = Sequence[tuple[str, str]]
ANYWHERE, ANYTHING = ("", "Anywhere in the borough"), ("", "Anything")
SMALL = {"class": "govuk-input--width-5"}
AGE = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3", "autocomplete": "off"})


class FindForm(forms.Form):
    """All of it may stay empty. A GET: nothing of it is kept."""

    topic = forms.ChoiceField(label="What do you need help with?", required=False)
    ward = forms.ChoiceField(label="Where are you?", required=False, help_text="Your ward, if you know it.")
    district = Line(
        "Or the first part of a postcode", 10, required=False, help_text="Such as E17. We do not need the rest.",
        attrs=SMALL,
    )  # fmt: skip
    age = forms.IntegerField(label="How old is the person?", min_value=0, max_value=OLDEST, required=False, widget=AGE)
    alone = forms.BooleanField(label="Only places that I can ask for help by myself", required=False)

    def __init__(self, data: Any, *, wards: Choices) -> None:
        super().__init__(data)
        self._choice("topic").choices = [ANYTHING, *Topic.choices]
        self._choice("ward").choices = [ANYWHERE, *wards]
        self.fields["age"].error_messages = dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Enter an age as a number from 0 to {OLDEST}"
        )

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class ListingForm(forms.Form):
    """One service. What its contract says is not asked."""

    sent_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = Line("Name of the service", 120)
    provider = Line("Who runs it?", 120)
    summary = Words("What does it do?", 2_000, help_text="Two or three short sentences that a child of ten can read.")
    topic = forms.ChoiceField(label="What does it help with most?", choices=Topic.choices)
    status = forms.ChoiceField(label="How does it stand?", choices=Listing.choices, widget=forms.RadioSelect)
    alert = Line(
        "A notice (optional)", 300, required=False, help_text="Such as: closed until 4 January; phone instead."
    )
    telephone = Line("Telephone (optional)", 30, required=False)
    email = forms.EmailField(label="E-mail (optional)", required=False)
    website = Line("Web page (optional)", 200, required=False, help_text="The whole address, beginning with https://")
    address = Line(
        "Address (optional)", 200, required=False, help_text="Leave it empty where the address must not be known."
    )
    postcode = Line("Postcode (optional)", 12, required=False, attrs=SMALL)
    position = Line(
        "Latitude and longitude (optional)", 60, required=False,
        help_text="As a map on the web gives them, such as 51.5838, -0.0199. Without them no distance is told.",
    )  # fmt: skip
    opening = Words(
        "When is it open? (optional)", 2_000, required=False, help_text="A line a day, such as Monday 15:30 to 19:00"
    )
    opening_note = Line("About the opening times (optional)", 300, required=False)
    least_age = forms.IntegerField(label="From which age?", min_value=0, max_value=OLDEST, widget=AGE)
    most_age = forms.IntegerField(label="Up to which age?", min_value=0, max_value=OLDEST, widget=AGE)
    for_whom = Line("For whom? (optional)", 200, required=False, help_text="Such as: girls and young women")
    wards = Words(
        "Which areas does it serve? (optional)", 1_000, required=False, rows=3,
        help_text="One to a line. Leave it empty for the whole borough.",
    )  # fmt: skip
    self_referral = forms.BooleanField(label="People may ask for help by themselves", required=False)
    how_to_refer = Words("How does somebody get help there?", 600, rows=3)
    cost = Line("What does it cost?", 120, initial="Free")
    languages = Line("Languages (optional)", 200, required=False, help_text="Such as: English, Urdu, Polish")
    access = Line("Access for disabled people (optional)", 300, required=False)
    reason = Line("Why do you change it? (optional)", 300, required=False)

    FROM_CONTRACT = ("provider", "least_age", "most_age", "for_whom", "wards")

    def __init__(self, data: Any = None, *, from_contract: bool = False, is_new: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        gone = (*(self.FROM_CONTRACT if from_contract else ()), *(("reason",) if is_new else ()))
        for name in gone:
            del self.fields[name]

    def clean_opening(self) -> tuple[Opening, ...]:
        lines = [line.strip() for line in self.cleaned_data["opening"].splitlines() if line.strip()]
        return tuple(_opening(line) for line in lines)

    def clean_position(self) -> tuple[float, float] | None:
        typed = str(self.cleaned_data["position"]).replace(",", " ").split()
        if not typed:
            return None
        try:
            latitude, longitude = (float(one) for one in typed)
        except ValueError:
            raise forms.ValidationError(
                "Enter latitude and longitude as two numbers, such as 51.5838, -0.0199"
            ) from None
        return longitude, latitude

    def draft(self, now: ListingDraft | None = None) -> ListingDraft:
        """What was typed; what is not asked stays as it is now."""
        given = dict(self.cleaned_data)
        kept = {name: getattr(now, name) for name in self.FROM_CONTRACT} if now else {}
        names = [name for name in ListingDraft.__dataclass_fields__ if name in self.fields and name != "wards"]
        wards = tuple(line.strip() for line in given.get("wards", "").splitlines() if line.strip())
        told = {"provider": "", **kept, **{name: given[name] for name in names}}
        return ListingDraft(**{**told, **({"wards": wards} if "wards" in self.fields else {})})


def initial_of(draft: ListingDraft) -> dict[str, Any]:
    position = f"{draft.position[1]}, {draft.position[0]}" if draft.position else ""
    opening = "\n".join(
        f"{WEEKDAYS[one.day]} {one.opens:%H:%M} to {one.closes:%H:%M}" for one in draft.opening
    )  # fmt: skip
    plain = {name: getattr(draft, name) for name in ListingDraft.__dataclass_fields__}
    return {**plain, "position": position, "opening": opening, "wards": "\n".join(draft.wards)}


def _opening(line: str) -> Opening:
    found = OPENING.fullmatch(line)
    day = next(
        (number for number, name in enumerate(WEEKDAYS) if found and name.startswith(found[1].title()[:3])), None
    )
    if found is None or day is None:
        raise forms.ValidationError(f"“{line}” is no line of opening times. Write it so: Monday 15:30 to 19:00")
    try:
        return Opening(day, time(int(found[2]), int(found[3])), time(int(found[4]), int(found[5])))
    except ValueError:
        raise forms.ValidationError(
            f"“{line}” has a time that no clock shows. Write it so: Monday 15:30 to 19:00"
        ) from None
