from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    name = "wijkteam.areas"
    label = "areas"
    verbose_name = _("areas")

    def ready(self) -> None:
        from wijkteam.areas.selectors.words import role_name
        from wijkteam.core import navigation, vocabulary

        vocabulary.use(role_name)
        administrators = frozenset({"administrator"})
        for url_name, label, icon, order in (
            ("areas:list", _("Areas"), "map-2", 30),
            ("areas:themes", _("Themes"), "tags", 40),
            ("areas:terms", _("Agreed terms"), "calendar-due", 50),
            ("areas:words", _("Words"), "vocabulary", 60),
        ):
            navigation.register(
                navigation.NavItem(url_name=url_name, label=label, icon=icon, roles=administrators, order=order)
            )
