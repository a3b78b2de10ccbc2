from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "wijkteam.audit"
    label = "audit"
    verbose_name = _("audit")

    def ready(self) -> None:
        from wijkteam.core import navigation
        from wijkteam.core.database_roles import grant_after_migrate
        from wijkteam.core.history import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="audit.history")
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="audit.grant")
        navigation.register(
            navigation.NavItem(
                url_name="audit:list",
                label=_("Read log"),
                icon="eye",
                roles=frozenset({"privacy-officer"}),
                order=10,
            )
        )
