from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

MEGABYTE = 1024 * 1024


class SendForm(forms.Form):
    """Which file. An empty one is taken too: its report says that it is empty, and the log that it was sent."""

    file = forms.FileField(
        label="File of concerns",
        help_text="CSV or an Excel workbook (.xlsx)",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        most = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > most:
            raise forms.ValidationError(
                f"The file is larger than {most // MEGABYTE} MB. Send it in parts, each with the header"
            )
        return file
