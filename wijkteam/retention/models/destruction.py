import uuid
from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.retention.enums import Ground
from wijkteam.teams.models import Team

WAITS = timedelta(days=7)


class DestructionListQuerySet(models.QuerySet["DestructionList"]):
    def to_take(self, *, at: datetime) -> Self:
        """Confirmed, not at its end, and held by nobody: it waits, or its worker was killed."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.filter(free, confirmed_at__isnull=False, ended_at=None)


@track_changes(exclude=("leased_until", "runs", "problem"))
class DestructionList(models.Model):
    """Files that are due, and the road they go: drawn up, looked through, authorised, seven days, carried out.

    Who draws it up, who looks it through and who authorises it are three people (check), and between the authorisation
    and the carrying out lie seven days (check). Carrying out is a kept job: confirming it is the wish, whoever works on
    it holds it until `leased_until`, and `runs` counts how often it was taken. PostgreSQL itself destroys a file only
    when its list came all this way (`carry_out_destruction`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    until = models.DateField(_("due on or before"))
    drawn_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn up by"))
    drawn_up_at = models.DateTimeField(_("drawn up at"))
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked through by")
    )
    reviewed_at = models.DateTimeField(_("looked through at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("authorised by")
    )
    approved_at = models.DateTimeField(_("authorised at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carried out by")
    )
    confirmed_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dropped by")
    )
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    dropped_because = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    runs = models.PositiveSmallIntegerField(_("times taken"), default=0)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DestructionListQuerySet.as_manager()

    class Meta:
        verbose_name = _("destruction list")
        verbose_name_plural = _("destruction lists")
        constraints = [
            models.CheckConstraint(
                name="destruction_is_of_three_people",
                condition=Q(reviewed_by=None, approved_by=None)
                | (Q(reviewed_by__isnull=False, approved_by=None) & ~Q(reviewed_by=F("drawn_up_by")))
                | (
                    Q(reviewed_by__isnull=False, approved_by__isnull=False)
                    & ~Q(reviewed_by=F("drawn_up_by"))
                    & ~Q(approved_by=F("drawn_up_by"))
                    & ~Q(approved_by=F("reviewed_by"))
                ),
            ),
            models.CheckConstraint(
                name="destruction_goes_in_order",
                condition=(
                    (Q(reviewed_at=None, reviewed_by=None) | Q(reviewed_at__isnull=False, reviewed_by__isnull=False))
                    & (Q(approved_at=None, approved_by=None) | Q(approved_at__isnull=False, approved_by__isnull=False))
                    & (
                        Q(confirmed_at=None, confirmed_by=None)
                        | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    )
                    & (Q(approved_at=None) | Q(reviewed_at__isnull=False))
                    & (Q(ended_at=None) | Q(confirmed_at__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="destruction_waits_seven_days",
                condition=Q(confirmed_at=None)
                | Q(
                    confirmed_at__isnull=False,
                    approved_at__isnull=False,
                    confirmed_at__gte=F("approved_at") + WAITS,
                ),
            ),
            models.CheckConstraint(
                name="destruction_is_dropped_with_a_reason",
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, confirmed_at=None) & ~Q(dropped_because=""),
            ),
            models.CheckConstraint(
                name="destruction_is_held_while_it_runs",
                condition=Q(leased_until=None)
                | Q(leased_until__isnull=False, confirmed_at__isnull=False, ended_at=None, runs__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"destruction list {self.pk}"


class DestructionEntryQuerySet(models.QuerySet["DestructionEntry"]):
    def standing(self) -> Self:
        """What is not taken out."""
        return self.filter(left_out_at=None)


@track_changes()
class DestructionEntry(models.Model):
    """One file on a list, by number: the list outlives the files. Without a name, an address or a word of them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    destruction = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="entries")
    case_id = models.BigIntegerField(_("number of the case"))
    number = models.CharField(_("case number"), max_length=20)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    closed_on = models.DateField(_("closed on"))
    changed_on = models.DateField(_("last change"))
    ground = models.CharField(_("ground"), max_length=5, choices=Ground)
    years = models.PositiveSmallIntegerField(_("years"))
    due_on = models.DateField(_("due on"))
    left_out_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    left_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_out_because = models.CharField(_("why it was taken out"), max_length=300, blank=True)
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)
    # What lay on the disk: taken away after the rows are gone for good, and again when that was interrupted.
    files = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("files"))
    files_removed_at = models.DateTimeField(_("files removed at"), null=True, blank=True)

    objects = DestructionEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on a destruction list")
        verbose_name_plural = _("files on destruction lists")
        constraints = [
            models.UniqueConstraint(name="case_is_on_one_list", fields=["case_id"], condition=Q(left_out_at=None)),
            models.CheckConstraint(
                name="entry_is_left_out_with_a_reason",
                condition=Q(left_out_at=None, left_out_by=None, left_out_because="")
                | Q(left_out_at__isnull=False, left_out_by__isnull=False, destroyed_at=None) & ~Q(left_out_because=""),
            ),
            models.CheckConstraint(
                name="entry_loses_its_files_after_its_rows",
                condition=Q(files_removed_at=None) | Q(files_removed_at__isnull=False, destroyed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["destruction", "due_on", "case_id"], name="entry_of_list")]

    def __str__(self) -> str:
        return f"file {self.pk} on a destruction list"
