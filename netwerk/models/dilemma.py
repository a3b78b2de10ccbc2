import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import DilemmaKind
from netwerk.models.organisation import Organisation
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class DilemmaQuerySet(models.QuerySet["Dilemma"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Who wrote it, the colleagues named, and the team coordinator if asked along; while they work in its team.

        The only place with that rule. For everybody else it is not there: in no list, search, file or count.
        """
        if not user.does_casework:
            return self.none()
        allowed = Q(author=user) | Q(Exists(DilemmaReader.objects.filter(dilemma=OuterRef("pk"), user=user)))
        if user.role == Role.TEAM_COORDINATOR:
            allowed |= Q(with_coordinator=True)
        return self.filter(allowed, team__in=Team.objects.of_worker(user, on=on))


@track_changes()
class Dilemma(models.Model):
    """What somebody is torn about in the work with a partner: for a few eyes, and never for a figure.

    It ends with what was chosen; until then it stands open for who may read it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="dilemmas", verbose_name=_("team"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dilemmas", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DilemmaKind)
    text = models.TextField(_("what you are torn about"), max_length=4000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    with_coordinator = models.BooleanField(_("the team coordinator reads along"), default=False)
    written_on = models.DateField(_("written on"))
    look_back_on = models.DateField(_("come back to it on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.TextField(_("how it ended"), max_length=2000, blank=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DilemmaQuerySet.as_manager()

    class Meta:
        verbose_name = _("dilemma")
        verbose_name_plural = _("dilemmas")
        constraints = [
            models.CheckConstraint(name="dilemma_kind_is_known", condition=Q(kind__in=DilemmaKind.values)),
            models.CheckConstraint(name="dilemma_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="dilemma_comes_back_later", condition=Q(look_back_on=None) | Q(look_back_on__gt=F("written_on"))
            ),
            models.CheckConstraint(
                name="dilemma_ends_with_an_outcome",
                condition=Q(ended_on=None, outcome="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("written_on")) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"dilemma {self.pk}"


@track_changes()
class DilemmaReader(models.Model):
    """A colleague who may read a dilemma along: of the same team on the day of being named (trigger)."""

    dilemma = models.ForeignKey(Dilemma, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who reads along"))

    class Meta:
        verbose_name = _("reader of a dilemma")
        verbose_name_plural = _("readers of dilemmas")
        constraints = [models.UniqueConstraint(name="dilemma_reader_once", fields=["dilemma", "user"])]

    def __str__(self) -> str:
        return f"reader {self.pk} of a dilemma"


@append_only
@track_changes()
class DilemmaNote(models.Model):
    """What somebody who reads it along adds: advice, or what happened since."""

    dilemma = models.ForeignKey(Dilemma, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))
    text = models.TextField(_("what you add"), max_length=2000)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("note in a dilemma")
        verbose_name_plural = _("notes in dilemmas")
        constraints = [models.CheckConstraint(name="dilemma_note_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"note {self.pk} in a dilemma"
