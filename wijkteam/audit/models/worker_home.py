"""Where a worker lives, as a mark that can be compared and not be read."""

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


def mark_of(postcode: str) -> str:
    """The same for the same postcode; nobody gets back from it to the postcode without the key of this application."""
    spoken = "".join(postcode.split()).upper()
    return salted_hmac("wijkteam.audit.home", spoken, algorithm="sha256").hexdigest() if spoken else ""


@track_changes(exclude=("mark",))
class WorkerHome(models.Model):
    """What a worker told, so that reading about the own street is noticed."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    mark = models.CharField(_("mark of the postcode"), max_length=64)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("home of a worker")
        verbose_name_plural = _("homes of workers")
        constraints = [models.CheckConstraint(name="home_has_a_mark", condition=~Q(mark=""))]

    def __str__(self) -> str:
        return f"home {self.pk}"
