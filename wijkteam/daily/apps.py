from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DailyConfig(AppConfig):
    name = "wijkteam.daily"
    label = "daily"
    verbose_name = _("every day")

    def ready(self) -> None:
        from wijkteam.accounts.enums import Role
        from wijkteam.core import navigation
        from wijkteam.daily.selectors import find, pages

        find.register(pages.SOURCE)
        navigation.register_search(
            navigation.HeaderSearch(
                url_name="daily:find",
                label=_("Find"),
                roles=frozenset(Role.values),
            )
        )
