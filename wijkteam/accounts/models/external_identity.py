from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.core.history import track_changes


@track_changes()
class ExternalIdentity(models.Model):
    """Who somebody is at the identity provider of the municipality: a subject that never changes and says nothing."""

    user = models.ForeignKey("accounts.User", verbose_name=_("account"), on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(_("issuer"), max_length=300)
    subject = models.CharField(_("subject"), max_length=255)
    matched_at = models.DateTimeField(_("matched at"))

    class Meta:
        verbose_name = _("account at the municipality")
        verbose_name_plural = _("accounts at the municipality")
        constraints = [
            models.UniqueConstraint(name="external_identity_is_of_one_account", fields=["issuer", "subject"]),
            models.UniqueConstraint(name="account_has_one_external_identity", fields=["issuer", "user"]),
            models.CheckConstraint(name="external_identity_says_who", condition=~Q(issuer="") & ~Q(subject="")),
        ]

    def __str__(self) -> str:
        return f"external identity {self.pk}"
