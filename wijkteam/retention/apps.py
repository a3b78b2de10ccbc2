from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "wijkteam.retention"
    label = "retention"
    verbose_name = _("retention")

    def ready(self) -> None:
        from cases.permissions import show_also
        from wijkteam.core import navigation
        from wijkteam.retention import checks  # noqa: F401  (they register)
        from wijkteam.retention.destroyable import pass_after_migrate
        from wijkteam.retention.selectors.requests import has_statement

        show_also("has_statement", has_statement)
        post_migrate.connect(pass_after_migrate, sender=self, dispatch_uid="retention.destroyable")
        navigation.register(
            navigation.NavItem(
                url_name="retention:requests",
                label=_("Requests of residents"),
                short_label=_("Requests"),
                icon="user-question",
                roles=frozenset({"privacy-officer"}),
                order=15,
            )
        )
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
        navigation.register(
            navigation.NavItem(
                url_name="retention:takeouts",
                label=_("Taking data along"),
                short_label=_("Take along"),
                icon="package-export",
                roles=frozenset({"privacy-officer"}),
                order=62,
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="retention:lists",
                label=_("Destruction"),
                short_label=_("Destruction"),
                icon="trash",
                roles=frozenset({"administrator", "privacy-officer"}),
                order=60,
            )
        )
