from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "alongside.web"
    label = "web"

    def ready(self) -> None:
        from alongside.web import checks  # noqa: F401 - registers itself
        from alongside.web.accounts import events

        events.connect()
