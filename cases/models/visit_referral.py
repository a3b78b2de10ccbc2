import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.household import Person
from collectief.models import VisitWish
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


@track_changes()
class VisitReferral(models.Model):
    """Somebody of a household would like visits of a volunteer, and asked the worker to arrange them.

    The visiting service knows nothing of the file: this row points at the wish, never the other way round.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visit_referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    wish = models.OneToOneField(
        VisitWish, on_delete=models.PROTECT, related_name="visit_referral", verbose_name=_("wish for visits")
    )
    referred_on = models.DateField(_("referred on"))
    referred_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("referred by"))

    class Meta:
        verbose_name = _("referral to the visiting service")
        verbose_name_plural = _("referrals to the visiting service")
        indexes = [models.Index(fields=["case", "-referred_on"], name="visits_of_case")]

    def __str__(self) -> str:
        return f"referral to the visiting service {self.pk}"
