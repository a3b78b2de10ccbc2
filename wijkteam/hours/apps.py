from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoursConfig(AppConfig):
    name = "wijkteam.hours"
    label = "hours"
    verbose_name = _("hours")

    def ready(self) -> None:
        from wijkteam.core import navigation

        caseworkers = frozenset({"team-member", "team-coordinator"})
        navigation.register(
            navigation.NavItem(url_name="hours:list", label=_("Hours"), icon="clock", roles=caseworkers, order=40)
        )
