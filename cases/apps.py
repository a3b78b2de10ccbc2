from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("cases")

    def ready(self) -> None:
        from wijkteam.core import navigation

        navigation.register(
            navigation.NavItem(
                url_name="cases:questions",
                label=_("Questions for help"),
                icon="message-question",
                roles=frozenset({"team-member", "team-coordinator"}),
                order=30,
                short_label=_("Questions"),
            )
        )
