from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "wijkteam.retention"
    label = "retention"
    verbose_name = _("retention")

    def ready(self) -> None:
        from wijkteam.core import navigation
        from wijkteam.retention import checks  # noqa: F401  (registers itself)

        navigation.register(
            navigation.NavItem(
                url_name="retention:register",
                label=_("Retention periods"),
                short_label=_("Retention"),
                icon="archive",
                roles=frozenset({"privacy-officer"}),
                order=20,
            )
        )
