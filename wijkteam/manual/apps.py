from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ManualConfig(AppConfig):
    name = "wijkteam.manual"
    label = "manual"
    verbose_name = _("manual")

    def ready(self) -> None:
        from wijkteam.core import help
        from wijkteam.manual.selectors.screens import help_of
        from wijkteam.manual.selectors.tours import step_on

        help.use(about=help_of, tour=step_on)
