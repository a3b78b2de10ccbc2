import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import Occasion, ReflectionChoice, ReviewResult
from collectief.models.initiative import Initiative
from collectief.models.opportunity import Opportunity
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team

REVIEW_MONTHS = (3, 6, 12)


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now: small numbers stand beside it. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))


@append_only
@track_changes()
class Reflection(models.Model):
    """A team sat down with others, saw something and chose: with whom, what we see, what we choose, who decided.

    Never rewritten: what one thinks later stands in its reviews. Who was there is a number or an organisation; a
    resident is never named.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="reflections", verbose_name=_("team"))
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    opportunity = models.ForeignKey(
        Opportunity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reflections",
        verbose_name=_("opportunity"),
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    held_on = models.DateField(_("held on"))
    residents = models.PositiveSmallIntegerField(_("residents who were there"), default=0)
    officials = models.CharField(_("who came from the municipality"), max_length=200, blank=True)
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True, verbose_name=_("partners"))
    colleagues = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("colleagues"))
    seen = models.TextField(_("what we see"), max_length=4000)
    choice = models.CharField(_("what we choose"), max_length=10, choices=ReflectionChoice)
    chosen = models.TextField(_("what exactly, or why not now"), max_length=4000)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="reflections",
        verbose_name=_("initiative"),
    )  # fmt: skip
    decided_by = models.CharField(_("who decided"), max_length=200)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who sees to it"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written down"))

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.CheckConstraint(
                name="reflection_is_whole", condition=~Q(seen="") & ~Q(chosen="") & ~Q(decided_by="")
            ),
            models.CheckConstraint(name="reflection_choice_is_known", condition=Q(choice__in=ReflectionChoice.values)),
            models.CheckConstraint(
                name="reflection_names_its_occasion",
                condition=Q(occasion=Occasion.OPPORTUNITY, opportunity__isnull=False)
                | Q(occasion__in=[Occasion.CASELOAD, Occasion.CALENDAR], opportunity=None)
                | (Q(occasion=Occasion.MUNICIPALITY) & ~Q(officials="")),
                violation_error_message=_("Say with which opportunity it began, or who came from the municipality."),
            ),
            models.CheckConstraint(
                name="reflection_strengthens_an_initiative",
                condition=~Q(choice=ReflectionChoice.STRENGTHEN) | Q(initiative__isnull=False),
                violation_error_message=_("Choose the initiative that you strengthen."),
            ),
        ]
        indexes = [models.Index(fields=["team", "-held_on"], name="reflection_of_team")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


@track_changes()
class ReflectionReview(models.Model):
    """Looking back three, six and twelve months later. Planned with the reflection; written once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reflection = models.ForeignKey(Reflection, on_delete=models.PROTECT, related_name="reviews")
    months = models.PositiveSmallIntegerField(_("after how many months"))
    due_on = models.DateField(_("to look at on"))
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who sees to it"))
    done_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    result = models.CharField(_("how it stands"), max_length=8, choices=ReviewResult, blank=True)
    note = models.TextField(_("what we see now, and do with it"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("review of a reflection")
        verbose_name_plural = _("reviews of reflections")
        constraints = [
            models.UniqueConstraint(name="review_once_per_term", fields=["reflection", "months"]),
            models.CheckConstraint(name="review_term_is_known", condition=Q(months__in=REVIEW_MONTHS)),
            models.CheckConstraint(
                name="review_is_whole",
                condition=Q(done_at=None, done_by=None, result="", note="")
                | (Q(done_at__isnull=False, done_by__isnull=False, result__in=ReviewResult.values) & ~Q(note="")),
            ),
        ]
        indexes = [
            models.Index(fields=["responsible", "due_on"], condition=Q(done_at=None), name="review_waiting"),
        ]

    def __str__(self) -> str:
        return f"review of a reflection {self.pk}"


@append_only
class ReflectionFigure(models.Model):
    """A figure as it was when the reflection was held, or when one looked back. Frozen, to compare then and now."""

    reflection = models.ForeignKey(Reflection, on_delete=models.PROTECT, related_name="figures")
    review = models.ForeignKey(
        ReflectionReview, on_delete=models.PROTECT, null=True, blank=True, related_name="figures"
    )
    key = models.SlugField(_("figure"), max_length=30)
    value = models.PositiveIntegerField(_("value"))

    class Meta:
        verbose_name = _("figure beside a reflection")
        verbose_name_plural = _("figures beside reflections")
        constraints = [
            models.UniqueConstraint(
                name="figure_once_per_moment", fields=["reflection", "review", "key"], nulls_distinct=False
            ),
            models.CheckConstraint(name="figure_has_a_key", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"figure {self.pk}"
