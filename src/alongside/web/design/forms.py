"""Django forms drawn with the GOV.UK macros.

`FORM_RENDERER` points here, so that every form on every page, allauth's too, draws itself: `{{ form.name }}`.
Widget attributes reach the element (`attrs={"class": "govuk-input--width-10"}`); a text area with `max_length` counts
characters. `{{ form.kind.draw(reveal={"other": form.which}) }}` shows `which` when `other` is chosen, and always
without JavaScript.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from alongside.web.design.dates import PARTS, DayMonthYearInput
from alongside.web.design.wording import first_lower

Params = dict[str, Any]
GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple, DayMonthYearInput)


class FieldOnPage(forms.BoundField):
    """A field of a form that knows its GOV.UK component."""

    def draw(
        self,
        *,
        heading: bool = False,
        size: str = "",
        inline: bool = False,
        reveal: Mapping[str, Any] | None = None,
        hints: Mapping[str, str] | None = None,
        **more: Any,
    ) -> SafeString:
        """The component. `heading`: the label is the page's h1; `size`: s, m, l; `reveal` and `hints` by choice;
        anything else goes to the macro as it is."""
        widget = self.field.widget
        if widget.is_hidden:
            return self.as_hidden()
        name, params = _component(self)
        params |= {"name": self.html_name, "id": self.auto_id or self.html_name, **self._label(heading, size)}
        if self.help_text and not isinstance(widget, forms.CheckboxInput):
            params["hint"] = {"text": self.help_text}
        if words := error_words(self):
            params["errorMessage"] = {"text": words[0]}
        if "items" in params:
            params["idPrefix"] = params["id"]
            _dress(params["items"], reveal or {}, hints or {})
            params["classes"] = f"{params['classes']} {f'govuk-{name}--inline' if inline else ''}".strip()
        return mark_safe(str(getattr(_macros(), name)({**params, **more})))

    def _label(self, heading: bool, size: str) -> Params:
        size = size or ("l" if heading else "")
        text = str(self.label)
        if isinstance(self.field.widget, GROUPED):
            legend = {"text": text, "classes": f"govuk-fieldset__legend--{size or 's'}", "isPageHeading": heading}
            return {"fieldset": {"legend": legend}}
        if isinstance(self.field.widget, forms.CheckboxInput):
            return {}
        return {"label": {"text": text, "classes": f"govuk-label--{size or 's'}", "isPageHeading": heading}}

    @property
    def anchor(self) -> str:
        """Where the error summary's line leads: the first box that is wrong."""
        base = self.auto_id or self.html_name
        if isinstance(self.field.widget, DayMonthYearInput):
            return f"{base}-{_wrong_parts(self)[0]}"
        return base

    def __str__(self) -> SafeString:
        return self.draw()

    __html__ = __str__


class PageForms(DjangoTemplates):
    """The form renderer of the project (setting FORM_RENDERER)."""

    bound_field_class = FieldOnPage


def _macros() -> Any:
    return engines["jinja2"].env.globals["govuk"]  # type: ignore[attr-defined]


def _component(bound: FieldOnPage) -> tuple[str, Params]:
    """The name of the macro, and what is particular to it. The order matters: some widgets inherit from others."""
    widget = bound.field.widget
    attributes = {key: value for key, value in widget.attrs.items() if key not in DROPPED}
    common: Params = {"classes": attributes.pop("class", ""), "attributes": attributes}
    if isinstance(widget, DayMonthYearInput):
        return "date_input", common | {"items": None, "namePrefix": bound.html_name} | _date_boxes(bound)
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes", common | {"items": _choices(bound)}
    if isinstance(widget, forms.RadioSelect):
        return "radios", common | {"items": _choices(bound)}
    if isinstance(widget, forms.CheckboxInput):
        tick: Params = {"value": "on", "text": str(bound.label), "checked": widget.check_test(bound.value())}
        if bound.help_text:
            tick["hint"] = {"text": bound.help_text}
        return "checkboxes", common | {"items": [tick]}
    if isinstance(widget, forms.Select):
        options = [{"value": one["value"], "text": one["text"], "selected": one["checked"]} for one in _choices(bound)]
        return "select", common | {"items": options}
    if isinstance(widget, forms.Textarea):
        limit = getattr(bound.field, "max_length", None)
        area = common | {"value": kept_lines(bound.value()), "rows": _rows(attributes)}
        return ("character_count", area | {"maxlength": limit, "threshold": 75}) if limit else ("textarea", area)
    if isinstance(widget, forms.FileInput):
        return "file_upload", common | {"javascript": True}
    return _one_line(bound, widget, common, attributes)


# `maxlength` cuts off what is pasted without a word; a placeholder is no label; `required` stops the page's own words.
DROPPED = frozenset({"maxlength", "placeholder", "required", "cols", "autofocus"})


def _one_line(bound: FieldOnPage, widget: Any, common: Params, attributes: Params) -> tuple[str, Params]:
    for key in ("autocomplete", "inputmode", "spellcheck", "autocapitalize"):
        if key in attributes:
            common[key] = attributes.pop(key)
    if isinstance(widget, forms.PasswordInput):
        return "password_input", common
    value = widget.format_value(bound.value())
    kind = getattr(widget, "input_type", "text")
    if kind == "number":  # a spinner loses what is typed beside digits
        kind = "text"
        common.setdefault("inputmode", "numeric")
    return "input", common | {"type": kind, "value": "" if value is None else value}


def _rows(attributes: Params) -> Any:
    rows = attributes.pop("rows", None)
    return 5 if rows in (None, "10") else rows  # "10" is Django's own default, given by nobody


def _choices(bound: FieldOnPage) -> list[Params]:
    widget: Any = bound.field.widget
    selected = set(widget.format_value(bound.value()))
    grouped = isinstance(widget, forms.RadioSelect)  # also the checkboxes
    return [
        {"value": str(value), "text": str(label), "checked": str(value) in selected}
        for value, label in widget.choices
        if str(value) or not grouped
    ]


def _dress(items: list[Params] | None, reveal: Mapping[str, Any], hints: Mapping[str, str]) -> None:
    for item in items or []:
        if (shown := reveal.get(item.get("value", ""))) is not None:
            parts = shown if isinstance(shown, list | tuple) else [shown]
            item["conditional"] = {"html": mark_safe("".join(str(part) for part in parts))}
        if hint := hints.get(item.get("value", "")):
            item["hint"] = {"text": hint}


WIDTHS = {"day": 2, "month": 3, "year": 4}


def _date_boxes(bound: FieldOnPage) -> Params:
    typed = DayMonthYearInput.typed(bound.value())
    wrong = _wrong_parts(bound) if bound.errors else ()
    birth = bound.field.widget.attrs.get("autocomplete") == "bday"
    return {
        "items": [
            {
                "name": part,
                "value": value,
                "classes": f"govuk-input--width-{WIDTHS[part]}" + (" govuk-input--error" if part in wrong else ""),
                "autocomplete": f"bday-{part}" if birth else None,
                "inputmode": "text" if part == "month" else "numeric",
            }
            for part, value in zip(PARTS, typed, strict=True)
        ]
    }


def _wrong_parts(bound: FieldOnPage) -> tuple[str, ...]:
    for error in bound.errors.as_data():
        if isinstance(error.params, Mapping) and error.params.get("parts"):
            return tuple(error.params["parts"])
    return PARTS


def kept_lines(value: Any) -> SafeString:
    """The text for a text area. Line breaks go as references: the macros indent what they nest, and a browser drops
    the first line break, so that each round would change what was typed."""
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    return mark_safe(escape("\n" + text if text.startswith("\n") else text).replace("\n", "&#10;"))


def error_words(bound: FieldOnPage) -> list[str]:
    return [_reworded(error, bound) for error in bound.errors.as_data()]


def _reworded(error: ValidationError, bound: FieldOnPage) -> str:
    """Django's stock sentences name neither the field nor what to do; ours do. A form's own words stand."""
    words, label = next(iter(error.messages), ""), str(bound.label)
    if error.code == "required" and words == str(forms.Field.default_error_messages["required"]):
        return _enter(bound, label)
    if error.code == "max_length" and error.params:
        limit, now = error.params["limit_value"], error.params["show_value"]
        named = f"Your answer to “{label}”" if label.endswith("?") else label
        return f"{named} must be {limit:,} characters or fewer. It has {now:,}: shorten it"
    if error.code in ("invalid_choice", "invalid_list"):
        return f"Choose from the list for “{label}”"
    return words.rstrip(".") if words.count(".") <= 1 else words


def _enter(bound: FieldOnPage, label: str) -> str:
    widget = bound.field.widget
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(widget, forms.FileInput):
        return "Choose a file"
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick the box “{label}” to go on"
    if isinstance(widget, forms.RadioSelect | forms.Select):
        return f"Select {first_lower(label)}"
    return f"Enter {first_lower(label)}"


def error_list(form: forms.BaseForm | Iterable[forms.BaseForm]) -> list[dict[str, str]]:
    """The lines of the error summary, in the order of the page. Takes a form, or several."""
    many: Iterable[Any] = [form] if isinstance(form, forms.BaseForm) else form
    lines: list[dict[str, str]] = []
    for one in many:
        lines += [{"text": str(words)} for words in one.errors.get(NON_FIELD_ERRORS, [])]
        for field in one:
            lines += [{"text": words, "href": f"#{field.anchor}"} for words in error_words(field)]
    return lines
