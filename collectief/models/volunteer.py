"""Volunteers and active residents: what a team needs to know of them, as long as they agree, and no more."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import (
    CertificateKind,
    ConsentManner,
    DayPart,
    Interest,
    Language,
    StopReason,
    VolunteerKind,
    VolunteerRhythm,
)
from collectief.models.initiative import Initiative
from collectief.models.method import Method
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# What goes when the name goes; the history never had it.
PERSONAL = ("name", "phone", "email", "offers", "where", "thanks_wish", "languages", "day_parts", "interests", "wish")


def some_of(choices: type[models.TextChoices], label: "_StrOrPromise") -> "ArrayField[list[str], list[str]]":
    """Any of a few fixed words; empty when nobody said."""
    longest = max(len(value) for value in choices.values)
    return ArrayField(
        models.CharField(max_length=longest, choices=choices), verbose_name=label, default=list, blank=True
    )


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def active(self) -> Self:
        return self.filter(stopped_on=None)

    def can_start(self, *, on: date) -> Self:
        return self.active().filter(available_from__lte=on)

    def with_last_thanks(self) -> Self:
        return self.annotate(last_thanked=Max("thanks__given_on"))


# The history keeps no words of people: taking them away takes them away.
@track_changes(exclude=(*PERSONAL, "request_key"))
class Volunteer(models.Model):
    """Somebody who does something for others here, and agreed that the team keeps these few things of them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="volunteers", verbose_name=_("team"))
    kind = models.CharField(_("kind"), max_length=10, choices=VolunteerKind, default=VolunteerKind.VOLUNTEER)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("neighbourhood")
    )
    themes = models.ManyToManyField(Theme, related_name="volunteers", blank=True, verbose_name=_("themes"))
    offers = models.CharField(_("what they offer"), max_length=500, blank=True)
    where = models.CharField(_("where they would like to help"), max_length=200, blank=True)
    thanks_wish = models.CharField(_("how they like to be thanked"), max_length=200, blank=True)
    rhythm = models.CharField(
        _("how often"), max_length=10, choices=VolunteerRhythm, default=VolunteerRhythm.STRUCTURAL
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="volunteers",
        verbose_name=_("through which organisation"),
    )
    available_from = models.DateField(_("can start from"), null=True, blank=True)
    # For visiting one person.
    visits_at_once = models.PositiveSmallIntegerField(_("visits how many people at a time"), default=1)
    languages = some_of(Language, _("languages"))
    day_parts = some_of(DayPart, _("when"))
    interests = some_of(Interest, _("likes to"))
    wish = models.CharField(_("wishes about visiting"), max_length=200, blank=True)

    consent_on = models.DateField(_("consent given on"))
    consent_manner = models.CharField(_("how they agreed"), max_length=10, choices=ConsentManner)
    withdrawn_on = models.DateField(_("withdrew it on"), null=True, blank=True)
    started_on = models.DateField(_("since"))
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)
    stop_reason = models.CharField(_("why"), max_length=10, choices=StopReason, blank=True)
    erased_on = models.DateField(_("names taken away on"), null=True, blank=True, editable=False)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        constraints = [
            models.CheckConstraint(name="volunteer_kind_is_known", condition=Q(kind__in=VolunteerKind.values)),
            models.CheckConstraint(name="volunteer_rhythm_is_known", condition=Q(rhythm__in=VolunteerRhythm.values)),
            models.CheckConstraint(
                name="volunteer_agreed_somehow", condition=Q(consent_manner__in=ConsentManner.values)
            ),
            models.CheckConstraint(
                name="volunteer_visits_a_few_people", condition=Q(visits_at_once__gte=0, visits_at_once__lte=5)
            ),
            models.CheckConstraint(
                name="volunteer_stopped_with_a_reason",
                condition=Q(stopped_on=None, stop_reason="")
                | Q(
                    stopped_on__isnull=False,
                    stopped_on__gte=F("started_on"),
                    stop_reason__in=StopReason.values,
                ),
            ),
            models.CheckConstraint(
                name="volunteer_without_consent_has_stopped",
                condition=Q(withdrawn_on=None)
                | Q(
                    withdrawn_on__isnull=False,
                    stopped_on__isnull=False,
                    stopped_on__lte=F("withdrawn_on"),
                    withdrawn_on__gte=F("consent_on"),
                ),
            ),
            models.CheckConstraint(
                name="volunteer_is_known_or_forgotten",
                condition=(Q(erased_on=None) & ~Q(name="") & (~Q(phone="") | ~Q(email="")))
                | Q(
                    Q(erased_on__isnull=False, stopped_on__isnull=False, erased_on__gte=F("stopped_on")),
                    name="", phone="", email="", offers="", where="", thanks_wish="", wish="",
                ),
                violation_error_message=_("Give a phone number or an e-mail address."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["team", "stopped_on"], name="volunteer_of_team")]

    def __str__(self) -> str:
        return f"volunteer {self.pk}"

    @property
    def shown_as(self) -> str:
        return self.name or str(_("Name taken away"))

    @property
    def is_active(self) -> bool:
        return self.stopped_on is None


@track_changes(exclude=("name",))
class Certificate(models.Model):
    """A training or certificate of a volunteer, and until when it counts (not including that day)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind, default=CertificateKind.TRAINING)
    method = models.ForeignKey(
        Method, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for which method")
    )
    name = models.CharField(_("what it is"), max_length=120, blank=True)
    starts_on = models.DateField(_("got it on"))
    ends_on = models.DateField(_("counts until"), null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("training or certificate")
        verbose_name_plural = _("trainings and certificates")
        constraints = [
            models.CheckConstraint(
                name="certificate_kind_is_known", condition=Q(kind__in=CertificateKind.values)
            ),
            models.CheckConstraint(
                name="certificate_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__isnull=False, ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="certificate_training_alone_is_for_a_method",
                condition=Q(method=None) | Q(kind=CertificateKind.TRAINING),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"training or certificate {self.pk}"


@track_changes(exclude=("how",))
class VolunteerThanks(models.Model):
    """Somebody was thanked: when and how."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="thanks")
    given_on = models.DateField(_("on"))
    how = models.CharField(_("how"), max_length=200, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        indexes = [models.Index(fields=["volunteer", "-given_on"], name="thanks_of_volunteer")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class VolunteerRoleQuerySet(models.QuerySet["VolunteerRole"]):
    def running(self, *, on: date) -> Self:
        return self.filter(running_on(on))


@track_changes(exclude=("role",))
class VolunteerRole(models.Model):
    """What a volunteer does in an initiative, from when until when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="roles")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="volunteer_roles", verbose_name=_("initiative")
    )
    role = models.CharField(_("what they do there"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = VolunteerRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a volunteer")
        verbose_name_plural = _("roles of volunteers")
        constraints = [
            models.CheckConstraint(
                name="volunteer_role_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__isnull=False, ends_on__gt=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            no_overlap(
                name="volunteer_role_once_at_a_time",
                same=["volunteer", "initiative"],
                message=_("This volunteer helps there in that period already."),
            ),
        ]
        indexes = [models.Index(fields=["initiative", "starts_on"], name="volunteers_of_initiative")]

    def __str__(self) -> str:
        return f"role of a volunteer {self.pk}"
