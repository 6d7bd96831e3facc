"""Words that fit the child: slots for her or his name and for the small words that go with it."""

from collections.abc import Mapping

_WORDS = {
    "female": {"he": "she", "him": "her", "his": "her", "himself": "herself", "boy": "girl", "son": "daughter"},
    "male": {"he": "he", "him": "him", "his": "his", "himself": "himself", "boy": "boy", "son": "son"},
}


def slots(name: str, sex: str, **more: str) -> Mapping[str, str]:
    """`{name}`, `{he}`, `{him}`, `{his}`, `{himself}`, `{He}`, `{His}` and whatever else the text asks for."""
    words = _WORDS[sex]
    return {"name": name, **words, **{word.capitalize(): form.capitalize() for word, form in words.items()}, **more}
