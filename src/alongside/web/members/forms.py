"""What is asked for when an account is made or changed. Only the shape is checked here."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.partners.roles import Role
from alongside.web.design.text import Line

# A stranger who rings up and says that she is a member is how accounts are stolen: the answer stands with the account.
SURE = (
    ("met in person", "We met in person"),
    ("phoned on a number that we held", "I phoned a number that we held already"),
    ("seen on a video call", "I saw and knew the person on a video call"),
)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Sequence[tuple[Role, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role, _ in roles]


class AddForm(RoleForm):
    name = Line("Full name", 120, help_text="As colleagues and other agencies know the person")
    username = Line(
        "Username",
        80,
        help_text="To sign in with, without spaces, such as priya.nandakumar. It cannot be changed later",
        attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"},
    )
    job_title = Line("Job title", 120, required=False, help_text="You can leave this empty")
    field_order = ("name", "username", "job_title", "role")


class ChangeRoleForm(RoleForm):
    was = forms.CharField(widget=forms.HiddenInput, required=False)


class SureForm(forms.Form):
    """Before somebody gets a way to sign in."""

    reason = forms.ChoiceField(
        label="How do you know who is asking?",
        choices=SURE,
        widget=forms.RadioSelect,
        help_text="It stands with the account",
    )


class ReasonForm(forms.Form):
    reason = Line(
        "Why is the account closed?", 200, help_text="For example: left the agency. It stands with the account"
    )
