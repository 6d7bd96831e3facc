"""Fields for what people write, in any script: a line, and text of several lines."""

from typing import Any

from django import forms


class Line(forms.CharField):
    """A name, a place, a telephone number. `attrs` reach the element."""

    def __init__(self, label: str, most: int, *, attrs: dict[str, str] | None = None, **more: Any) -> None:
        widget = forms.TextInput({"dir": "auto", "autocomplete": "off", **(attrs or {})})
        super().__init__(label=label, max_length=most, widget=widget, **more)


class Words(forms.CharField):
    """Text of several lines. A browser sends a line break as two characters; it counts as the one that was typed."""

    def __init__(self, label: str, most: int, *, rows: int = 5, **more: Any) -> None:
        widget = forms.Textarea({"dir": "auto", "rows": str(rows)})
        super().__init__(label=label, max_length=most, widget=widget, **more)

    def to_python(self, value: Any) -> str | None:
        return super().to_python(str(value).replace("\r\n", "\n") if value is not None else None)
