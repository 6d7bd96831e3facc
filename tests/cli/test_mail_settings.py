"""How messages leave is one address in the environment; what makes no sense is refused in words, without its password."""

import sys
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from alongside.config.environment import SettingsError, mail, public_url, read
from alongside.exchange.govuk_notify import GovukNotify

LIVE = {"ALONGSIDE_SECRET_KEY": "x" * 60, "ALONGSIDE_ALLOWED_HOSTS": "alongside.example"}
SMTP = {"ALONGSIDE_EMAIL_URL": "smtp://name:pass%40word@mail.example", "ALONGSIDE_EMAIL_FROM": "us@alongside.example"}


def settings_of(**more):
    return mail(read({**LIVE, **more}))


def test_a_mail_server_is_reached_by_name_and_password_under_tls():
    found = settings_of(**SMTP)
    assert (found.host, found.port, found.user, found.password) == ("mail.example", 587, "name", "pass@word")
    assert (found.tls_later, found.tls_first, found.sends) == (True, False, True)


def test_smtps_begins_with_tls_and_a_server_on_this_machine_needs_none():
    assert settings_of(**{**SMTP, "ALONGSIDE_EMAIL_URL": "smtps://mail.example"}).tls_first
    local = settings_of(**{**SMTP, "ALONGSIDE_EMAIL_URL": "smtp://localhost:25"})
    assert (local.tls_later, local.tls_first, local.port) == (False, False, 25)


def test_without_one_production_sends_nothing_and_the_demo_writes_files(tmp_path):
    assert settings_of().sends is False
    demo = mail(read({"ALONGSIDE_MODE": "demo", "ALONGSIDE_VAR": str(tmp_path)}))
    assert (demo.sends, demo.folder) == (True, str(tmp_path / "sent"))
    assert "filebased" in demo.backend


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ALONGSIDE_EMAIL_URL": "http://mail.example"}, "must begin with smtp://"),
        ({"ALONGSIDE_EMAIL_URL": "smtp://:587", "ALONGSIDE_EMAIL_FROM": "a@b.example"}, "must name the mail server"),
        ({"ALONGSIDE_EMAIL_URL": "smtp://mail.example:many"}, "no address of a mail server"),
        ({"ALONGSIDE_EMAIL_URL": "smtp://mail.example"}, "ALONGSIDE_EMAIL_FROM must be"),
        ({"ALONGSIDE_EMAIL_URL": "notify:template"}, "ALONGSIDE_NOTIFY_KEY"),
        ({"ALONGSIDE_PUBLIC_URL": "alongside.example"}, "ALONGSIDE_PUBLIC_URL"),
        ({"ALONGSIDE_DIGEST_HOUR": "25"}, "ALONGSIDE_DIGEST_HOUR"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, said):
    with pytest.raises(SettingsError, match=said):
        read({**LIVE, **wrong})


def test_a_refused_address_does_not_show_its_password():
    with pytest.raises(SettingsError) as refused:
        read({**LIVE, "ALONGSIDE_EMAIL_URL": "http://name:hunter2@mail.example"})
    assert "hunter2" not in str(refused.value)


def test_links_lead_to_the_host_that_is_served():
    assert public_url(read(LIVE)) == "https://alongside.example"
    assert public_url(read({**LIVE, "ALONGSIDE_PUBLIC_URL": "https://a.example/"})) == "https://a.example"


@pytest.fixture
def notify(settings):
    settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE = "key", "template"
    return GovukNotify()


MESSAGE = EmailMessage("Subject", "Body", to=["a@b.example"])


def test_notify_without_its_client_says_what_to_install(notify, monkeypatch):
    monkeypatch.setitem(sys.modules, "notifications_python_client", None)
    with pytest.raises(ImproperlyConfigured, match="pip install"):
        notify.send_messages([MESSAGE])


def test_notify_gets_the_subject_and_the_text_for_its_template(notify, monkeypatch):
    sent = []

    class Client:
        def __init__(self, key):
            assert key == "key"

        def send_email_notification(self, **given):
            sent.append(given)

    client = ModuleType("notifications_python_client.notifications")
    client.NotificationsAPIClient = Client
    monkeypatch.setitem(sys.modules, "notifications_python_client", ModuleType("notifications_python_client"))
    monkeypatch.setitem(sys.modules, client.__name__, client)
    assert notify.send_messages([MESSAGE]) == 1
    told = {"subject": "Subject", "body": "Body"}
    assert sent == [{"email_address": "a@b.example", "template_id": "template", "personalisation": told}]
