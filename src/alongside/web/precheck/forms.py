from django import forms
from django.core.files.uploadedfile import UploadedFile

from alongside.precheck.question import MOST_BYTES


class QuestionForm(forms.Form):
    file = forms.FileField(
        label="Encoded question",
        help_text="The file that alongside precheck encode wrote on your own machine",
        error_messages={
            "required": "Choose the encoded question",
            "empty": "The file is empty. Encode the question again",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                "This is no encoded question: it is too large. Do not send a list of children; encode one child's row"
            )
        return file
