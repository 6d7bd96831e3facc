"""The addresses of accounts. Only what is used is here: no signing up, no reset by e-mail."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from alongside.web.accounts import forms, views


def _borrowed(route: str, view: Any, name: str, template: str = "", **more: Any) -> URLPattern:
    """A page of allauth's with our template. Its door is in `doors.BORROWED`."""
    if template:
        more["template_name"] = f"accounts/{template}"
    return path(f"account/{route}", never_cache(view.as_view(**more)), name=name)


urlpatterns = [
    _borrowed("sign-in", account.LoginView, "account_login", "sign_in.html", form_class=forms.SignIn),
    _borrowed("sign-out", account.LogoutView, "account_logout", "sign_out.html"),
    _borrowed("closed", account.AccountInactiveView, "account_inactive", "closed.html"),
    _borrowed(
        "confirm", account.ReauthenticateView, "account_reauthenticate", "confirm_password.html",
        form_class=forms.ConfirmPassword,
    ),
    _borrowed(
        "password", account.PasswordChangeView, "account_change_password", "password.html",
        form_class=forms.ChangePassword,
    ),
    _borrowed(
        "password/set", account.PasswordSetView, "account_set_password", "password.html",
        form_class=forms.SetPassword,
    ),
    path("account", never_cache(mfa.IndexView.as_view(template_name="accounts/account.html")), name="mfa_index"),
    _borrowed("second-step", mfa.AuthenticateView, "mfa_authenticate", "second_step.html", form_class=forms.SecondStep),
    _borrowed(
        "confirm/code", mfa.ReauthenticateView, "mfa_reauthenticate", "confirm_code.html", form_class=forms.ConfirmCode
    ),
    _borrowed("app/add", totp.ActivateTOTPView, "mfa_activate_totp", "app_add.html", form_class=forms.AddApp),
    _borrowed("app/remove", totp.DeactivateTOTPView, "mfa_deactivate_totp", "app_remove.html"),
    _borrowed("codes", codes.ViewRecoveryCodesView, "mfa_view_recovery_codes", "codes.html"),
    _borrowed("codes/new", codes.GenerateRecoveryCodesView, "mfa_generate_recovery_codes", "codes_new.html"),
    _borrowed("keys/add", webauthn.AddWebAuthnView, "mfa_add_webauthn", "key_add.html", form_class=forms.AddKey),
    _borrowed("keys", webauthn.ListWebAuthnView, "mfa_list_webauthn", "keys.html"),
    _borrowed("keys/<int:pk>/remove", webauthn.RemoveWebAuthnView, "mfa_remove_webauthn", "key_remove.html"),
    _borrowed(
        "keys/<int:pk>/rename", webauthn.EditWebAuthnView, "mfa_edit_webauthn", "key_rename.html",
        form_class=forms.RenameKey,
    ),
    _borrowed("keys/confirm", webauthn.ReauthenticateWebAuthnView, "mfa_reauthenticate_webauthn", "confirm_key.html"),
    _borrowed("keys/sign-in", webauthn.LoginWebAuthnView, "mfa_login_webauthn"),
    _borrowed("sessions", sessions.ListUserSessionsView, "usersessions_list", "sessions.html"),
    path("account/second-factor", views.second_factor_first, name="second_factor_first"),
    path("account/signed-in-again", views.signed_in_again, name="signed_in_again"),
]  # fmt: skip
