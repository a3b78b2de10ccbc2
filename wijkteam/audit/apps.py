from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "wijkteam.audit"
    label = "audit"
    verbose_name = _("audit")

    def ready(self) -> None:
        from wijkteam.accounts.selectors import own_pages
        from wijkteam.audit import checks  # noqa: F401  # it registers itself
        from wijkteam.audit.selectors import months
        from wijkteam.core import metrics, navigation
        from wijkteam.core.database_roles import grant_after_migrate
        from wijkteam.core.history import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="audit.history")
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="audit.grant")
        metrics.register_gauge("wijkteam_read_log_months_ahead", "Months made for the read log", months.months_ahead)
        metrics.register_gauge(
            "wijkteam_read_log_lines_caught", "Lines that no month was made for", months.lines_caught
        )
        own_pages.register(
            own_pages.OwnPage(
                url_name="audit:home",
                label=_("Postcode of your home"),
                icon="home",
                roles=frozenset({"team-member", "team-coordinator"}),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="audit:oversight",
                label=_("Oversight"),
                icon="shield-check",
                roles=frozenset({"privacy-officer"}),
                order=5,
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="audit:list",
                label=_("Read log"),
                short_label=_("Readings"),
                icon="eye",
                roles=frozenset({"privacy-officer"}),
                order=10,
            )
        )
