"""The visiting service: who would like visits, which volunteer comes, and how the visits go."""

import uuid
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import ConsentManner, DayPart, Interest, Language, MatchEnd, VisitOutcome, WishEnd
from collectief.models.method import Method
from collectief.models.volunteer import Volunteer, some_of
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.core.mail_links import LinkUse, MailCode, MailLink, MailLinkUse, code_rules, link_rules
from wijkteam.core.periods import months_later
from wijkteam.teams.models import Team

# Half a year of visits, as the method says; somebody may come a month longer before a conversation ends it.
MONTHS = 6
LINK_LONGEST_DAYS = 400


class VisitWishQuerySet(models.QuerySet["VisitWish"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        return self.filter(team__in=Team.objects.of_worker(user, on=on))

    def waiting(self) -> Self:
        """Nobody visits them now, and they still want it."""
        running = VisitMatch.objects.filter(wish=models.OuterRef("pk"), ended_on=None)
        return self.filter(~models.Exists(running), closed_on=None)


# The history keeps no words of people.
@track_changes(exclude=("name", "reach", "wish", "languages", "day_parts", "interests", "request_key"))
class VisitWish(models.Model):
    """Somebody who would like visits, and agreed that the team looks for a volunteer. Why is not written here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="visit_wishes", verbose_name=_("team"))
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="visit_wishes", verbose_name=_("method"))
    name = models.CharField(_("first name"), max_length=60, blank=True)
    reach = models.CharField(_("how to reach them"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("neighbourhood")
    )
    languages = some_of(Language, _("languages"))
    day_parts = some_of(DayPart, _("when"))
    interests = some_of(Interest, _("likes to"))
    wish = models.CharField(_("wishes about visiting"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"))
    consent_on = models.DateField(_("consent given on"))
    consent_manner = models.CharField(_("how they agreed"), max_length=10, choices=ConsentManner)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("why"), max_length=15, choices=WishEnd, blank=True)
    erased_on = models.DateField(_("names taken away on"), null=True, blank=True, editable=False)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = VisitWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for visits")
        verbose_name_plural = _("wishes for visits")
        constraints = [
            models.CheckConstraint(
                name="visit_wish_agreed_somehow", condition=Q(consent_manner__in=ConsentManner.values)
            ),
            models.CheckConstraint(
                name="visit_wish_closed_as_a_whole",
                condition=Q(closed_on=None, close_reason="")
                | Q(closed_on__isnull=False, closed_on__gte=F("asked_on"), close_reason__in=WishEnd.values),
            ),
            models.CheckConstraint(
                name="visit_wish_is_known_or_forgotten",
                condition=(Q(erased_on=None) & ~Q(name="") & ~Q(reach=""))
                | Q(
                    Q(erased_on__isnull=False, closed_on__isnull=False, erased_on__gte=F("closed_on")),
                    name="",
                    reach="",
                    wish="",
                ),
            ),
        ]
        indexes = [models.Index(fields=["team", "closed_on"], name="visit_wish_of_team")]

    def __str__(self) -> str:
        return f"wish for visits {self.pk}"

    @property
    def shown_as(self) -> str:
        return self.name or str(_("Name taken away"))


def _on_the_scale(name: str) -> Q:
    """Not measured, or between the lowest and the highest score."""
    between = {f"{name}__isnull": False, f"{name}__gte": F("measure_low"), f"{name}__lte": F("measure_high")}
    return Q(**{name: None}) | Q(**between)


class VisitMatchQuerySet(models.QuerySet["VisitMatch"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of the teams one works in now. The only place with that rule."""
        return self.filter(wish__in=VisitWish.objects.visible_to(user, on=on))

    def running(self) -> Self:
        return self.filter(ended_on=None)


@track_changes(exclude=("end_note", "request_key"))
class VisitMatch(models.Model):
    """A volunteer visits somebody, for half a year. Ended it stays as it was (trigger)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wish = models.ForeignKey(VisitWish, on_delete=models.PROTECT, related_name="matches")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="matches")
    coordinator = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who looks after it")
    )
    starts_on = models.DateField(_("from"))
    planned_until = models.DateField(_("planned until"))
    measure_name = models.CharField(_("scale"), max_length=120, blank=True)
    measure_low = models.SmallIntegerField(_("lowest score"), null=True, blank=True)
    measure_high = models.SmallIntegerField(_("highest score"), null=True, blank=True)
    score_before = models.SmallIntegerField(_("score before"), null=True, blank=True)
    score_after = models.SmallIntegerField(_("score after"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why"), max_length=10, choices=MatchEnd, blank=True)
    talked_on = models.DateField(_("end conversation on"), null=True, blank=True)
    end_note = models.CharField(_("how they look back"), max_length=300, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = VisitMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer and who is visited")
        verbose_name_plural = _("volunteers and who is visited")
        constraints = [
            models.UniqueConstraint(
                name="visit_match_one_at_a_time", fields=["wish"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="visit_match_lasts_a_while", condition=Q(planned_until__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="visit_match_ended_as_a_whole",
                condition=Q(ended_on=None, end_reason="", talked_on=None)
                | Q(
                    Q(talked_on=None) | Q(talked_on__isnull=False, talked_on__gte=F("starts_on")),
                    ended_on__isnull=False,
                    ended_on__gte=F("starts_on"),
                    end_reason__in=MatchEnd.values,
                ),
            ),
            models.CheckConstraint(
                name="visit_match_scores_lie_on_the_scale",
                condition=Q(measure_name="", measure_low=None, measure_high=None, score_before=None, score_after=None)
                | (
                    ~Q(measure_name="")
                    & Q(measure_low__isnull=False, measure_high__isnull=False, measure_high__gt=F("measure_low"))
                    & _on_the_scale("score_before")
                    & _on_the_scale("score_after")
                ),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["volunteer"], condition=Q(ended_on=None), name="running_match_of_volunteer"),
            models.Index(fields=["coordinator"], condition=Q(ended_on=None), name="running_match_of_worker"),
        ]

    def __str__(self) -> str:
        return f"visits {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.ended_on is None

    def months(self) -> list[tuple[date, date]]:
        """The months of the half year, counted from its first day: from, and up to (not including)."""
        edges = [months_later(self.starts_on, number) for number in range(MONTHS + 1)]
        return list(pairwise(edges))


class VisitQuerySet(models.QuerySet["Visit"]):
    def to_tell(self) -> Self:
        return self.filter(outcome="")


@track_changes(exclude=("words", "request_key"))
class Visit(models.Model):
    """A visit that is planned, or was told of: whether it happened, when, how long. No story about anybody's health."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    match = models.ForeignKey(VisitMatch, on_delete=models.CASCADE, related_name="visits")
    planned_on = models.DateField(_("planned around"), null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=VisitOutcome, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    words = models.CharField(_("how it went"), max_length=200, blank=True)
    is_worried = models.BooleanField(_("worries"), default=False)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    # Empty when the volunteer told it through the own page.
    told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written down by")
    )
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to somebody")
        verbose_name_plural = _("visits to somebody")
        constraints = [
            models.CheckConstraint(
                name="visit_told_as_a_whole",
                condition=Q(
                    outcome="", planned_on__isnull=False, held_on=None, minutes=None, words="", is_worried=False,
                    told_at=None, told_by=None,
                )
                | Q(
                    outcome=VisitOutcome.HAPPENED, held_on__isnull=False, minutes__isnull=False, minutes__gte=5,
                    minutes__lte=600, told_at__isnull=False,
                )
                | Q(
                    outcome__in=[VisitOutcome.NOT, VisitOutcome.NO_CONTACT], held_on=None, minutes=None,
                    told_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(name="visit_once_a_day", fields=["match", "held_on"]),
        ]  # fmt: skip
        indexes = [models.Index(fields=["match", "planned_on"], name="visits_of_match")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


# -- the own page of a volunteer -----------------------------------------------------------------------


class VisitLinkQuerySet(models.QuerySet["VisitLink"]):
    def live(self, *, on: date) -> Self:
        """Sent and not over, of a volunteer who visits somebody now."""
        visiting = VisitMatch.objects.running().filter(volunteer=models.OuterRef("volunteer"))
        return self.filter(
            models.Exists(visiting),
            revoked_at=None,
            sent_at__isnull=False,
            expires_on__gt=on,
            volunteer__stopped_on=None,
        )


@track_changes(exclude=("digest", "email", "request_key"))
class VisitLink(MailLink):
    """The address of a volunteer's own page about visits. One at a time."""

    purpose = "collectief.visit-link"

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="links")

    objects = VisitLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to tell about visits")
        verbose_name_plural = _("links to tell about visits")
        constraints = [
            *link_rules("visit_link"),
            models.CheckConstraint(
                name="visit_link_lasts_about_a_year_at_most",
                condition=Q(
                    expires_on__gt=F("starts_on"), expires_on__lte=F("starts_on") + timedelta(days=LINK_LONGEST_DAYS)
                ),
            ),
            models.UniqueConstraint(name="volunteer_has_one_link", fields=["volunteer"], condition=Q(revoked_at=None)),
        ]

    def __str__(self) -> str:
        return f"link to tell about visits {self.pk}"


@track_changes(exclude=("digest",))
class VisitCode(MailCode):
    """The code for the own page of a volunteer."""

    purpose = "collectief.visit-code"

    link = models.ForeignKey(VisitLink, on_delete=models.PROTECT, related_name="codes")

    class Meta:
        verbose_name = _("code of a link about visits")
        verbose_name_plural = _("codes of links about visits")
        constraints = code_rules("visit_code")
        indexes = [
            models.Index(fields=["link", "-asked_at"], name="visit_code_of_link"),
            models.Index(fields=["asked_at"], condition=Q(sent_at=None), name="visit_code_to_send"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} of a link about visits"


@append_only
@track_changes()
class VisitLinkUse(MailLinkUse):
    """Somebody used the link of a volunteer."""

    link = models.ForeignKey(VisitLink, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("use of a link about visits")
        verbose_name_plural = _("uses of links about visits")
        constraints = [models.CheckConstraint(name="visit_link_use_is_known", condition=Q(outcome__in=LinkUse.values))]
        indexes = [models.Index(fields=["link", "-at"], name="use_of_visit_link")]

    def __str__(self) -> str:
        return f"use {self.pk} of a link about visits"
