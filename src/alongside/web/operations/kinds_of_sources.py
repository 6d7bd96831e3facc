"""Where counts come from, and under each source the kinds that it holds: nobody looks for one in a list of all sources."""

from collections.abc import Sequence

from django import forms

from alongside.common.text import not_shouted
from alongside.web.operations.forms import Choices, offer, ticks

# Key, name and kinds of a source.
Offered = tuple[str, str, Sequence[tuple[str, str]]]


class KindsOfSources(forms.Form):
    """For a form with radios named `source`: a field of kinds for each source, drawn under it."""

    revealed: dict[str, dict[str, forms.BoundField]]

    def offer_sources(self, sources: Sequence[Offered], question: str) -> None:
        chosen, kinds = self.initial.get("source"), self.initial.get("kinds", ())
        self.revealed = {"source": {}}
        offer(self, source=[(key, name) for key, name, _ in sources])
        for key, name, pairs in sources:
            offered = kinds_in_order(pairs)
            if offered:
                self.fields[_field(key)] = ticks(
                    question, offered, help_text=f"None ticked: everything that “{name}” holds.",
                    initial=kinds if key == chosen else (),
                )  # fmt: skip
                self.revealed["source"][key] = self[_field(key)]

    def kinds_chosen(self) -> tuple[str, ...]:
        """Those under the source that was chosen; what is ticked under others was hidden when it was sent."""
        return tuple(self.cleaned_data.get(_field(self.cleaned_data["source"]), ()))


def kinds_in_order(pairs: Sequence[tuple[str, str]]) -> Choices:
    """By their words. Kinds within a kind that is offered (“robbery/of a person”) are left to those who ask for them."""
    whole = {key for key, _ in pairs}
    offered = [(key, not_shouted(words)) for key, words in pairs if key.partition("/")[0] not in whole - {key}]
    return sorted(offered, key=lambda one: one[1])


def _field(source: str) -> str:
    return f"kinds_{source}"
