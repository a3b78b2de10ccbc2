import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import MethodForm
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.history import track_changes
from wijkteam.hours.enums import WorkKind

# The hours of a meeting count for one of these.
GROUP_WORK = (WorkKind.COLLECTIVE, WorkKind.PREVENTION)


def measure_is_whole(name: str) -> models.CheckConstraint:
    """A scale has a name and a range, or there is none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(measure_name="", measure_low=None, measure_high=None)
        | (
            ~Q(measure_name="")
            & Q(measure_low__isnull=False, measure_high__isnull=False, measure_high__gt=F("measure_low"))
        ),
        violation_error_message=_("Name the scale, its lowest and its highest score; or leave all three empty."),
    )


class MethodQuerySet(models.QuerySet["Method"]):
    def visible_to(self, user: User) -> Self:
        """Whoever works here may read how a method goes: nothing in it is about anybody."""
        return self.all()

    def in_use(self) -> Self:
        return self.filter(is_active=True)


@track_changes(exclude=("shipped",))
class Method(models.Model):
    """How something is done by the book: for whom, how often, with how many, and who says that it works so.

    A method that came with the application has a `key`, and keeps in `shipped` the text as it came: a field that
    nobody changed follows the next version, one that was changed here stays.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=40, null=True, blank=True, unique=True, editable=False)
    shipped: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, editable=False)
    name = models.CharField(_("name"), max_length=120)
    form = models.CharField(_("kind of method"), max_length=10, choices=MethodForm, default=MethodForm.GROUP)
    goal = models.TextField(_("what it is for"), max_length=2000)
    target_group = models.TextField(_("for whom"), max_length=2000)
    dose = models.TextField(_("how often and how long"), max_length=2000)
    how = models.TextField(_("how it goes"), max_length=4000, blank=True)
    source = models.TextField(_("source"), max_length=2000)
    themes = models.ManyToManyField(Theme, related_name="methods", blank=True, verbose_name=_("themes"))
    work_kind = models.CharField(
        _("hours count as"), max_length=15, choices=WorkKind, default=WorkKind.PREVENTION, db_default="prevention"
    )
    meetings = models.PositiveSmallIntegerField(_("number of meetings"))
    interval_weeks = models.PositiveSmallIntegerField(_("weeks between two meetings"), default=1)
    minutes = models.PositiveSmallIntegerField(_("minutes per meeting"), default=120)
    return_after_months = models.PositiveSmallIntegerField(_("months until the return meeting"), null=True, blank=True)
    min_participants = models.PositiveSmallIntegerField(_("participants, at least"))
    max_participants = models.PositiveSmallIntegerField(_("participants, at most"))
    leaders = models.PositiveSmallIntegerField(_("how many people lead it"), default=1)
    max_missed = models.PositiveSmallIntegerField(_("meetings that somebody may miss"), null=True, blank=True)
    needs_names = models.BooleanField(_("attendance is kept by name"), default=False)
    measure_name = models.CharField(_("scale"), max_length=120, blank=True)
    measure_low = models.SmallIntegerField(_("lowest score"), null=True, blank=True)
    measure_high = models.SmallIntegerField(_("highest score"), null=True, blank=True)
    measure_higher_is_better = models.BooleanField(_("a higher score is better"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        constraints = [
            models.CheckConstraint(
                name="method_is_described",
                condition=~Q(name="") & ~Q(goal="") & ~Q(target_group="") & ~Q(dose="") & ~Q(source=""),
            ),
            models.CheckConstraint(name="method_form_is_known", condition=Q(form__in=MethodForm.values)),
            models.CheckConstraint(name="method_hours_are_group_work", condition=Q(work_kind__in=GROUP_WORK)),
            models.CheckConstraint(
                name="method_schedule_is_possible",
                condition=Q(meetings__gte=1, meetings__lte=60, interval_weeks__gte=1, interval_weeks__lte=12)
                & Q(minutes__gte=15, minutes__lte=600, leaders__gte=1, leaders__lte=20)
                & (Q(return_after_months=None) | Q(return_after_months__gte=1, return_after_months__lte=24))
                & (Q(max_missed=None) | Q(max_missed__isnull=False, max_missed__lt=F("meetings"))),
                violation_error_message=_("This schedule is not possible: check the numbers."),
            ),
            models.CheckConstraint(
                name="method_participants_up_to_most",
                condition=Q(min_participants__gte=1, max_participants__gte=F("min_participants")),
                violation_error_message=_("The most participants is less than the least."),
            ),
            measure_is_whole("method_measure_is_whole"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        return self.form == MethodForm.GROUP
