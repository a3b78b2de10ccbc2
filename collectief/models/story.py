import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collectief.enums import StoryKind, StoryState, WithdrawnBecause
from collectief.models.edition import Edition
from collectief.models.initiative import Initiative
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team

TITLE_LETTERS = 100
TEXT_LETTERS = 2400


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Of one's own teams, and what another team shares. The only place with that rule."""
        if not user.does_casework:
            return self.none()
        own = Q(team__in=Team.objects.of_worker(user, on=on))
        return self.filter(own | Q(state=StoryState.APPROVED, shared_at__isnull=False))

    def of_teams_of(self, user: User, *, on: date) -> Self:
        return self.filter(team__in=Team.objects.of_worker(user, on=on)) if user.does_casework else self.none()

    def shared_with(self, user: User, *, on: date) -> Self:
        """What other teams share."""
        return self.visible_to(user, on=on).exclude(team__in=Team.objects.of_worker(user, on=on))


# The history keeps who did what and when, but no text: a story that is withdrawn has to be gone.
@track_changes(exclude=("title", "text", "consent_how", "remarks"))
class Story(models.Model):
    """What a figure cannot say, in plain words and without identifying anyone.

    Read by somebody else before it is used. `version` counts the texts (a trigger): what was approved is version
    `read_version`, and a story of which the text changed is no longer approved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="stories", verbose_name=_("team"))
    title = models.CharField(_("title"), max_length=TITLE_LETTERS, blank=True)
    text = models.TextField(_("the story"), max_length=TEXT_LETTERS, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    kind = models.CharField(_("where it comes from"), max_length=8, choices=StoryKind)
    consent_on = models.DateField(_("the teller agreed on"), null=True, blank=True)
    consent_how = models.CharField(_("how the teller agreed"), max_length=200, blank=True)
    initiatives = models.ManyToManyField(
        Initiative, related_name="stories", blank=True, verbose_name=_("about which initiative")
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="stories", verbose_name=_("edition")
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    state = models.CharField(_("state"), max_length=10, choices=StoryState, default=StoryState.DRAFT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by"))
    changed_at = models.DateTimeField(_("changed"))
    asked_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second reader")
    )
    asked_at = models.DateTimeField(_("asked to read"), null=True, blank=True)
    read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("read by")
    )
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    nobody_recognised = models.BooleanField(_("nobody can be recognised"), default=False)
    consent_checked = models.BooleanField(_("where it comes from is right"), default=False)
    in_plain_words = models.BooleanField(_("in plain words"), default=False)
    remarks = models.TextField(_("remarks"), max_length=1000, blank=True)
    shared_at = models.DateTimeField(_("shared with other teams"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_because = models.CharField(_("why"), max_length=10, choices=WithdrawnBecause, blank=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.CheckConstraint(
                name="story_says_something",
                condition=(~Q(title="") & ~Q(text="") & ~Q(state=StoryState.WITHDRAWN))
                | Q(state=StoryState.WITHDRAWN, title="", text="", consent_how="", remarks=""),
            ),
            models.CheckConstraint(
                name="story_state_is_known",
                condition=Q(state__in=StoryState.values, kind__in=StoryKind.values),
            ),
            models.CheckConstraint(
                name="story_of_a_teller_has_consent",
                condition=Q(kind=StoryKind.COMPOSED, consent_on=None, consent_how="")
                | (
                    Q(kind=StoryKind.CONSENT)
                    & (
                        ~Q(state__in=[StoryState.ASKED, StoryState.APPROVED])
                        | (Q(consent_on__isnull=False) & ~Q(consent_how=""))
                    )
                ),
            ),
            models.CheckConstraint(
                name="story_is_asked_of_somebody_else",
                condition=~Q(state=StoryState.ASKED)
                | (
                    Q(asked_of__isnull=False, asked_at__isnull=False)
                    & ~Q(asked_of=F("written_by"))
                    & ~Q(asked_of=F("changed_by"))
                ),
            ),
            models.CheckConstraint(
                name="story_second_reader_is_another",
                condition=Q(read_by=None) | (~Q(read_by=F("written_by")) & ~Q(read_by=F("changed_by"))),
            ),
            models.CheckConstraint(
                name="story_is_approved_as_it_was_read",
                condition=~Q(state=StoryState.APPROVED)
                | Q(
                    read_by__isnull=False,
                    read_at__isnull=False,
                    read_version__isnull=False,
                    read_version=F("version"),
                    nobody_recognised=True,
                    consent_checked=True,
                    in_plain_words=True,
                ),
            ),
            models.CheckConstraint(
                name="story_comes_back_with_remarks",
                condition=~Q(state=StoryState.BACK)
                | (Q(read_by__isnull=False, read_at__isnull=False) & ~Q(remarks="")),
            ),
            models.CheckConstraint(
                name="story_is_shared_when_approved",
                condition=Q(shared_at=None) | Q(state=StoryState.APPROVED),
            ),
            models.CheckConstraint(
                name="story_withdrawn_as_a_whole",
                condition=(
                    Q(withdrawn_on=None, withdrawn_by=None, withdrawn_because="") & ~Q(state=StoryState.WITHDRAWN)
                )
                | (
                    Q(
                        withdrawn_on__isnull=False,
                        withdrawn_by__isnull=False,
                        withdrawn_because__in=WithdrawnBecause.values,
                        state=StoryState.WITHDRAWN,
                    )
                    & (~Q(withdrawn_because=WithdrawnBecause.TELLER) | Q(kind=StoryKind.CONSENT))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-written_at"], name="story_of_team"),
            models.Index(fields=["asked_of"], condition=Q(state=StoryState.ASKED), name="story_to_read"),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


@append_only
class StoryThanks(models.Model):
    """Another team says that a story helps them. Once per team: it is no contest."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="thanks")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("thanks for a story")
        verbose_name_plural = _("thanks for stories")
        constraints = [models.UniqueConstraint(name="story_thanked_once_per_team", fields=["story", "team"])]

    def __str__(self) -> str:
        return f"thanks {self.pk}"
