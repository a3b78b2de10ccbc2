from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DailyConfig(AppConfig):
    name = "wijkteam.daily"
    label = "daily"
    verbose_name = _("every day")

    def ready(self) -> None:
        from wijkteam.accounts.enums import Role
        from wijkteam.accounts.selectors import own_pages
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
        caseworkers = frozenset({"team-member", "team-coordinator"})
        navigation.register(
            navigation.NavItem(
                url_name="daily:calendar", label=_("Calendar"), icon="calendar", roles=caseworkers, order=15
            )
        )
        for url_name, label, icon in (
            ("daily:digest", _("Daily mail"), "mail"),
            ("daily:calendar-address", _("Calendar in your own program"), "calendar"),
        ):
            own_pages.register(own_pages.OwnPage(url_name=url_name, label=label, icon=icon, roles=caseworkers))
