from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "alongside.support"
    label = "support"
    verbose_name = "Support"

    def ready(self) -> None:
        from alongside.support.following import tell_people

        tell_people()
