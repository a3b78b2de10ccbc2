import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Person
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.retention.models.resident_request import ResidentRequest


class ResidentStatementQuerySet(models.QuerySet["ResidentStatement"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """As its request: who may see the file, and the privacy officer."""
        return self.filter(request__in=ResidentRequest.objects.visible_to(user, on=on))


@track_changes()
class ResidentStatement(models.Model):
    """What a resident says of something in the file that was not changed. It stays with the file, in own words."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.OneToOneField(
        ResidentRequest, on_delete=models.PROTECT, related_name="statement", verbose_name=_("request")
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements", verbose_name=_("case"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements", verbose_name=_("person"))
    text = models.TextField(_("what they want to say of it"), max_length=4000)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))

    objects = ResidentStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of a resident")
        verbose_name_plural = _("statements of residents")
        constraints = [models.CheckConstraint(name="statement_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"statement of a resident {self.pk}"
