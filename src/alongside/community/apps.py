from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "alongside.community"
    label = "community"
    verbose_name = "Community"
