"""Forms that anybody may send: machines are slowed down, and nobody is followed.

A form carries a signed moment and a key. It is taken between three seconds and a day after the page was made, and once. A
box that people do not see must stay empty. No address, no browser and no cookie is looked at or kept.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

SOONEST, LATEST = timedelta(seconds=3), timedelta(days=1)


def new_token(form: str, at: datetime) -> str:
    return Signer(salt=f"public form {form}").sign(f"{uuid4()}:{int(at.timestamp())}")


def read_token(form: str, token: str) -> tuple[UUID, datetime]:
    """The key and the moment. Raises `BadSignature` for what we did not make, or made for another form."""
    key, _colon, seconds = Signer(salt=f"public form {form}").unsign(token).partition(":")
    return UUID(key), datetime.fromtimestamp(int(seconds), UTC)


class AnybodysForm(forms.Form):
    """`kind` is the name under which sendings are counted. `sent_key` is there once the form is valid."""

    kind = ""
    website = forms.CharField(
        label=_("Leave this box empty"), required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    sent_key: UUID

    def __init__(self, data: Any = None, *, at: datetime, **more: Any) -> None:
        super().__init__(data, **more)
        self.at, self.fresh = at, new_token(self.kind, at)
        self.is_caught = False

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            self.is_caught = True
            raise ValidationError(_("A box that must stay empty was filled in. Empty it and send again"))
        return ""

    def clean(self) -> dict[str, Any]:
        """The token belongs to no box, so what is wrong with it is said of the whole form."""
        token = self.cleaned_data.get("token", "")
        try:
            key, made = read_token(self.kind, token)
        except (BadSignature, ValueError, OverflowError):
            raise ValidationError(_("This page was not quite ready. Send it once more")) from None
        if self.at - made > LATEST:
            raise ValidationError(_("This page was open for more than a day. Send it once more"))
        self.sent_key, self.fresh = key, token
        if self.at - made < SOONEST:
            raise ValidationError(_("That was very quick. Wait a moment and send it once more"))
        return self.cleaned_data

    def renew(self) -> None:
        """Let the page that comes back carry a number of its own."""
        self.fresh = new_token(self.kind, self.at)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [one for one in self if one.name not in ("website", "token")]
