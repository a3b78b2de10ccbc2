import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import AnalysisPart
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, FigureKind
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class NeighbourhoodAnalysisQuerySet(models.QuerySet["NeighbourhoodAnalysis"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """A draft: of the teams one works in now. Finished: everyone in a team. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(Q(team__in=Team.objects.of_worker(user, on=on)) | Q(finished_at__isnull=False))

    def made_by(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now: they write in it as long as it is a draft."""
        return self.filter(team__in=Team.objects.of_worker(user, on=on)) if user.does_casework else self.none()


@track_changes()
class NeighbourhoodAnalysis(models.Model):
    """What is going on in a neighbourhood over whole months, made with residents and partners; half-open as elsewhere.

    A draft until `finished_at`; then nothing of it changes any more, and `snapshot` holds the figures as they were.
    It goes outside, so that its own figures are those of published reports alone (docs/adr).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="analyses", verbose_name=_("team"))
    areas = models.ManyToManyField(Area, related_name="analyses", verbose_name=_("areas"))
    figures = models.ManyToManyField(FigureKind, related_name="+", blank=True, verbose_name=_("figures of CBS"))
    starts_on = models.DateField(_("from the month"))
    ends_on = models.DateField(_("up to the month"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    started_at = models.DateTimeField(_("begun"))
    finished_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("finished by")
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    snapshot: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        _("figures as they were"), null=True, blank=True
    )

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = NeighbourhoodAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("neighbourhood analysis")
        verbose_name_plural = _("neighbourhood analyses")
        constraints = [
            models.CheckConstraint(
                name="analysis_is_about_whole_months", condition=Q(starts_on__day=1, ends_on__day=1)
            ),
            models.CheckConstraint(name="analysis_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="analysis_finished_is_signed",
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["team", "-starts_on"], name="analysis_of_team")]

    def __str__(self) -> str:
        return f"neighbourhood analysis {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


@track_changes()
class AnalysisSection(models.Model):
    """One part of an analysis in words. `version` counts how often it was saved: two people notice each other."""

    analysis = models.ForeignKey(NeighbourhoodAnalysis, on_delete=models.PROTECT, related_name="sections")
    part = models.CharField(_("part"), max_length=12, choices=AnalysisPart)
    text = models.TextField(_("text"), max_length=6000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of a neighbourhood analysis")
        verbose_name_plural = _("parts of neighbourhood analyses")
        constraints = [
            models.UniqueConstraint(name="section_once", fields=["analysis", "part"]),
            models.CheckConstraint(name="section_part_is_known", condition=Q(part__in=AnalysisPart.values)),
            models.CheckConstraint(
                name="section_saved_is_signed",
                condition=Q(version=0, text="", saved_by=None, saved_at=None)
                | Q(version__gt=0, saved_by__isnull=False, saved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"part of a neighbourhood analysis {self.pk}"


@track_changes()
class AnalysisMeeting(models.Model):
    """A meeting at which the analysis was made: residents as a number, partners by organisation, others by function."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    analysis = models.ForeignKey(NeighbourhoodAnalysis, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("held on"))
    residents = models.PositiveSmallIntegerField(_("residents who were there"), default=0)
    functions = models.CharField(_("others, by function"), max_length=300, blank=True)
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True, verbose_name=_("partners"))

    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("meeting for a neighbourhood analysis")
        verbose_name_plural = _("meetings for neighbourhood analyses")
        constraints = [
            models.CheckConstraint(name="meeting_residents_are_possible", condition=Q(residents__lte=500)),
        ]

    def __str__(self) -> str:
        return f"meeting for a neighbourhood analysis {self.pk}"


class AnalysisVoice(models.Model):
    """A resident who wants to be named, by first name alone: said on `agreed_on`, taken away when they ask."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(AnalysisMeeting, on_delete=models.CASCADE, related_name="voices")
    first_name = models.CharField(_("first name"), max_length=40)
    agreed_on = models.DateField(_("said yes on"))

    class Meta:
        verbose_name = _("resident named in an analysis")
        verbose_name_plural = _("residents named in analyses")
        constraints = [models.CheckConstraint(name="voice_has_a_first_name", condition=~Q(first_name=""))]

    def __str__(self) -> str:
        return f"resident named in an analysis {self.pk}"
