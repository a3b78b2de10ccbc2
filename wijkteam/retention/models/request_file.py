import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.retention.models.resident_request import ResidentRequest

# How long it may be fetched after it was released.
KEPT = timedelta(days=30)


class RequestFileQuerySet(models.QuerySet["RequestFile"]):
    def to_take(self, *, at: datetime) -> Self:
        """Asked for, and held by nobody: it waits, or its worker was killed."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at), ready_at=None, erased_at=None)

    def standing(self) -> Self:
        return self.filter(erased_at=None)


@track_changes(exclude=("content", "archive", "leased_until", "runs", "problem"))
class RequestFile(models.Model):
    """Everything about one person, gathered by a worker: a kept job, and then what it made, closed with a key.

    `content` is what was found, to be looked through; `marks` are the passages that are blacked out or that go along
    though they are about somebody else. Another person than who asked for it releases it (check). Then `archive` is
    what the resident gets, and `content` is gone. Its days over, all of it is erased.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        ResidentRequest, on_delete=models.PROTECT, related_name="files", verbose_name=_("request")
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made for"))
    asked_at = models.DateTimeField(_("asked at"))
    runs = models.PositiveSmallIntegerField(_("times taken"), default=0)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=80, blank=True)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    content = models.BinaryField(_("what was found, sealed"), null=True, editable=False)
    marks: "models.JSONField[list[dict[str, object]], list[dict[str, object]]]" = models.JSONField(
        _("passages that were judged"), default=list, blank=True
    )
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    archive = models.BinaryField(_("what the resident gets, sealed"), null=True, editable=False)
    ends_at = models.DateTimeField(_("to be fetched until"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fetched by")
    )
    handed_over_at = models.DateTimeField(_("fetched at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RequestFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file for a resident")
        verbose_name_plural = _("files for residents")
        constraints = [
            models.UniqueConstraint(
                name="request_has_one_file_at_a_time", fields=["request"], condition=Q(erased_at=None)
            ),
            models.CheckConstraint(
                name="resident_file_is_held_while_it_is_made",
                condition=Q(leased_until=None)
                | Q(leased_until__isnull=False, runs__gte=1, ready_at=None, erased_at=None),
            ),
            models.CheckConstraint(
                name="resident_file_is_released_by_another",
                condition=Q(released_by=None, released_at=None)
                | (
                    Q(released_by__isnull=False, released_at__isnull=False, ready_at__isnull=False)
                    & ~Q(released_by=F("asked_by"))
                ),
            ),
            models.CheckConstraint(
                name="resident_file_holds_what_its_step_asks",
                condition=Q(erased_at__isnull=False, content=None, archive=None)
                | Q(erased_at=None, ready_at=None, content=None, archive=None, released_at=None)
                | Q(erased_at=None, ready_at__isnull=False, content__isnull=False, archive=None, released_at=None)
                | Q(
                    erased_at=None,
                    content=None,
                    archive__isnull=False,
                    released_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="resident_file_ends_after_its_days",
                condition=Q(released_at=None, ends_at=None)
                | Q(released_at__isnull=False, ends_at__isnull=False, ends_at=F("released_at") + KEPT),
            ),
            models.CheckConstraint(
                name="resident_file_is_fetched_in_its_days",
                condition=Q(handed_over_by=None, handed_over_at=None)
                | Q(
                    handed_over_by__isnull=False,
                    handed_over_at__isnull=False,
                    released_at__isnull=False,
                    ends_at__isnull=False,
                    handed_over_at__gte=F("released_at"),
                    handed_over_at__lte=F("ends_at"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"file for a resident {self.pk}"
