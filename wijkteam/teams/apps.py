from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "wijkteam.teams"
    label = "teams"
    verbose_name = _("teams")

    def ready(self) -> None:
        from wijkteam.core import navigation

        navigation.register(
            navigation.NavItem(
                url_name="teams:manage-list",
                label=_("Teams"),
                icon="users-group",
                roles=frozenset({"administrator"}),
                order=20,
            )
        )
