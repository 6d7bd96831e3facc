"""allauth's forms with our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

GOOD_ONE = "At least 12 characters. Three words that nobody would guess are easy to remember."
CODE = "6 numbers"
NARROW = "govuk-input--width-10"


def _word(field: forms.Field, label: str, hint: str = "", narrow: bool = False) -> None:
    field.label, field.help_text = label, hint
    if narrow:
        field.widget.attrs["class"] = NARROW
        field.widget.attrs["inputmode"] = "numeric"


class SignIn(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "Username")
        _word(self.fields["password"], "Password")


class ConfirmPassword(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], "Your password")


class ChangePassword(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.user.password_is_temporary
        _word(self.fields["oldpassword"], "The password that you were given" if given else "Your password now")
        _word(self.fields["password1"], "New password", GOOD_ONE)
        _word(self.fields["password2"], "New password again")

    def clean_password1(self) -> str:
        """Somebody else may know the old one."""
        chosen = str(self.cleaned_data["password1"])
        if self.user.check_password(chosen):
            raise forms.ValidationError("That is the password that you have now. Choose another")
        return chosen


class SetPassword(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], "New password", GOOD_ONE)
        _word(self.fields["password2"], "New password again")


class SecondStep(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code", "6 numbers from your app, or one of your recovery codes", narrow=True)


class ConfirmCode(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code", "6 numbers from your app, or one of your recovery codes", narrow=True)


class AddApp(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code that the app shows", CODE, narrow=True)


class AddKey(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["name"], "Name", "So that you know it again, for example “Work phone”")
        self.fields["passwordless"].initial = True
        _word(
            self.fields["passwordless"],
            "Sign in with this alone, without a password",
            "It then asks for your fingerprint, face or PIN each time.",
        )


class RenameKey(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["name"], "Name")
