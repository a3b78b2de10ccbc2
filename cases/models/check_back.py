import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import CheckBackResult
from cases.models.question import Question
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


class CheckBackQuerySet(models.QuerySet["CheckBack"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def due(self, *, on: date) -> Self:
        """Those whose day has come."""
        return self.open().filter(due_on__lte=on)


@track_changes()
class CheckBack(models.Model):
    """The team looks again at a question that the street or an initiative took up: on a day, and then with a result.

    Who took it up is not left alone with it. At most one is open for a question; what the street took up always has
    one (deferred trigger); a finished one stays as it was (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="check_backs")
    due_on = models.DateField(_("look again on"))
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    result = models.CharField(_("result"), max_length=12, choices=CheckBackResult, blank=True)
    note = models.TextField(_("how it goes"), blank=True, max_length=4000)

    objects = CheckBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("look back")
        verbose_name_plural = _("looks back")
        constraints = [
            models.CheckConstraint(
                name="check_back_done_as_a_whole",
                condition=Q(done_at=None, done_by=None, result="", note="")
                | (
                    Q(done_at__isnull=False, done_at__gte=F("planned_at"), done_by__isnull=False)
                    & ~Q(result="")
                    & ~Q(note="")
                ),
            ),
            models.UniqueConstraint(
                name="question_has_one_open_check_back", fields=["question"], condition=Q(done_at=None)
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="check_back_open")]

    def __str__(self) -> str:
        return f"look back {self.pk}"
