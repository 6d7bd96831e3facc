"""What is asked for a set of incidents, a file of it, and what its columns mean. Only the shape is checked here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.exchange.incident_columns import ZONES
from alongside.places.incident_drafts import ColumnMapping, SetDraft
from alongside.places.incident_states import LOCAL_PLANE, METRES_IN, Audience, Coordinates, DateOrder, Measured
from alongside.places.queries.incidents import SetSummary
from alongside.places.states import Precision
from alongside.web.design.text import Line

MEGABYTE = 1024 * 1024
KINDS = ".csv,.tsv,.txt,.xlsx,.json,.geojson,.parquet,.gz,.zip"


class SetForm(forms.Form):
    """A set, or what may be changed of it."""

    name = Line("Name of the set", 120, help_text="Such as “Police calls of Quayside ward”")
    noun = Line("What is one record called, in the plural?", 40, help_text="Such as calls, attendances, robberies")
    measured = forms.ChoiceField(label="Whose record is it?", choices=Measured.choices, widget=forms.RadioSelect)
    zone = forms.ChoiceField(
        label="On which clock are times read?", choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    licence = Line(
        "Licence or agreement", 300, help_text="This line is shown on every map and figure made from the set"
    )
    audience = forms.ChoiceField(
        label="Who may see what is made from it?", choices=Audience.choices, widget=forms.RadioSelect
    )
    is_snapped = forms.BooleanField(
        label="The points were moved to anonymous places nearby before we were given them", required=False
    )

    def __init__(self, data: Any = None, *, held: SetSummary | None = None) -> None:
        usual = {"measured": Measured.POLICE, "zone": ZONES[0], "audience": Audience.STUDY}
        if held is not None:
            usual = {name: getattr(held, name) for name in self.base_fields}
        super().__init__(data, initial=usual)
        if held is not None:
            for fixed in ("measured", "zone"):
                del self.fields[fixed]

    def draft(self) -> SetDraft:
        said = {"measured": Measured.OTHER, "zone": ZONES[0], **self.cleaned_data}
        return SetDraft(**said)


class SendForm(forms.Form):
    file = forms.FileField(
        label="File of incidents",
        help_text="CSV, Excel (.xlsx), JSON, GeoJSON or Parquet; packed as .gz or .zip if you like",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )
    licence = Line("Licence or agreement", 300, help_text="Under which this file was given")

    def clean_file(self) -> UploadedFile:
        return _not_too_large(self.cleaned_data["file"])


class OutlineForm(forms.Form):
    file = forms.FileField(
        label="Outline of the area",
        help_text="GeoJSON, packed as .gz if you like, in longitude and latitude or in the units of the incidents",
        widget=forms.FileInput(attrs={"accept": ".json,.geojson,.gz"}),
    )
    unit = forms.ChoiceField(
        label="If it is not in degrees, in which unit is it?",
        choices=[
            (Coordinates.METRES, "Metres"),
            (Coordinates.FEET, "Feet (0.3048 m)"),
            (Coordinates.SURVEY_FEET, "US survey feet"),
        ],
        initial=Coordinates.METRES,
    )

    def clean_file(self) -> UploadedFile:
        return _not_too_large(self.cleaned_data["file"])

    @property
    def metres_in_unit(self) -> float:
        return METRES_IN[Coordinates(self.cleaned_data["unit"])]


class ColumnsForm(forms.Form):
    """Which column means what. `why`: the reason of each guess, shown beside it."""

    when = forms.ChoiceField(label="When it happened: the date, or date and time")
    time = forms.ChoiceField(label="Time of day, if in a column of its own", required=False)
    date_order = forms.ChoiceField(label="How are dates written?", choices=DateOrder.choices, widget=forms.RadioSelect)
    precision = forms.ChoiceField(
        label="How exactly is the time known?",
        choices=[(Precision.MINUTE, "To the minute"), (Precision.DAY, "To the day"), (Precision.MONTH, "To the month")],
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(label="On which clock?", choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    carries_zone = forms.BooleanField(
        label="Each time carries its own zone",
        required=False,
        help_text="Such as 21:30Z or 21:30+01:00. It is put on the clock above",
    )
    x = forms.ChoiceField(label="Place: longitude, easting or x", required=False)
    y = forms.ChoiceField(label="Place: latitude, northing or y", required=False)
    coordinates = forms.ChoiceField(
        label="What are these two numbers?", choices=Coordinates.choices, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label="Kind of incident", required=False)
    reference = forms.ChoiceField(
        label="Number or reference of the incident",
        required=False,
        help_text="By it the same incident is known in another file. Without it, time, place and kind are compared",
    )
    count = forms.ChoiceField(label="How many events stand in the row", required=False)
    count_once = forms.BooleanField(
        label="Rows alike in time, place and kind are one incident",
        required=False,
        help_text="Choose this where each row is a victim, and several can be hurt in one event",
    )
    COLUMNS = ("when", "time", "x", "y", "kind", "reference", "count")

    def __init__(
        self, data: Any = None, *, columns: Sequence[str], guess: ColumnMapping, why: Mapping[str, str]
    ) -> None:
        initial = {name: getattr(guess, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        for name in self.COLUMNS:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            none = "Choose a column" if name == "when" else "None"
            field.choices = [("", none), *((column, column) for column in columns)]
        for name, reason in why.items():
            self.fields[name].help_text = f"Our guess: {reason}"

    def mapping(self) -> ColumnMapping:
        return ColumnMapping.from_json({"plane": LOCAL_PLANE, **self.cleaned_data})


def _not_too_large(file: UploadedFile) -> UploadedFile:
    most = settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > most:
        raise forms.ValidationError(
            f"The file is larger than {most // MEGABYTE} MB. Send it in parts, or have it loaded with: alongside load incidents"
        )
    return file
