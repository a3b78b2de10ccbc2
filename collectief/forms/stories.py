"""A story in one form, asking for the second reading, reading it, and taking it back."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collectief.enums import StoryKind, WithdrawnBecause
from collectief.models import Edition, Initiative, Story
from collectief.models.story import TEXT_LETTERS, TITLE_LETTERS
from collectief.services.write_story import StoryDetails
from wijkteam.accounts.models import User
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.areas.models import Theme
from wijkteam.core.forms import CheckboxColumns, FilterForm, Form, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _InitiativesField = forms.ModelMultipleChoiceField[Initiative]
    _EditionField = forms.ModelChoiceField[Edition]
    _UserField = forms.ModelChoiceField[User]
else:
    _InitiativesField = forms.ModelMultipleChoiceField
    _EditionField = _UserField = forms.ModelChoiceField

TEXT_AT_LEAST = 60


class _ReaderField(_UserField):
    """By name: as text a user is a number, for the log."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class _ChosenEditionField(_EditionField):
    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.initiative.name} · {obj.name}"


class StoryForm(Form):
    """The text, where it comes from, and what it is about."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LETTERS)
    text = forms.CharField(
        label=_("The story"),
        min_length=TEXT_AT_LEAST,
        max_length=TEXT_LETTERS,
        help_text=_(
            "Tell it as you would at a kitchen table: what was going on, what did people do together, what changed? "
            "Leave out names, ages, streets and dates, and change what is rare."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "lang": "nl"}),
    )
    kind = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=StoryKind.choices,
        widget=RadioCards(
            hints={
                StoryKind.COMPOSED: _("It happened, but not to one person: nobody would know themselves in it"),
                StoryKind.CONSENT: _("The teller read or heard this text and agreed that others read it"),
            }
        ),
    )
    consent_on = NearDateField(label=_("The teller agreed on"), required=False)
    consent_how = forms.CharField(
        label=_("How did the teller agree?"),
        max_length=200,
        required=False,
        help_text=_("For example: read it together at the walk-in, said yes. No name."),
    )
    initiatives = _InitiativesField(
        label=_("About which initiative?"),
        queryset=Initiative.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=CheckboxColumns(),
    )
    edition = _ChosenEditionField(
        label=_("Edition"),
        queryset=Edition.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not about one edition"),
    )
    theme = ThemeField(required=False, empty_label=_("No theme"))
    area = AreaField(required=False, empty_label=_("The whole area of the team"))
    team = forms.ChoiceField(label=_("Team"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        teams: Sequence[Team],
        initiatives: QuerySet[Initiative],
        editions: QuerySet[Edition],
        today: date,
        story: Story | None = None,
        **kwargs: Any,
    ) -> None:
        if story is not None:
            kwargs["initial"] = {
                **{name: getattr(story, name) for name in ("title", "text", "kind", "consent_on", "consent_how")},
                "initiatives": [one.public_id for one in story.initiatives.all()],
                "edition": story.edition.public_id if story.edition else None,
                "theme": story.theme_id,
                "area": story.area_id,
                "seen": story.version,
            }
        super().__init__(*args, **kwargs)
        self._today, self._teams = today, {team.code: team for team in teams}
        cast("_InitiativesField", self.fields["initiatives"]).queryset = initiatives
        cast("_EditionField", self.fields["edition"]).queryset = editions
        cast("forms.ChoiceField", self.fields["team"]).choices = [(team.code, team.name) for team in teams]
        if story is not None:
            del self.fields["request_key"]
        if story is not None or len(teams) == 1:
            del self.fields["team"]

    @property
    def chosen_team(self) -> Team:
        """After validation: the team that was chosen, or the only one."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean_consent_on(self) -> date | None:
        day: date | None = self.cleaned_data["consent_on"]
        if day and day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == StoryKind.CONSENT and bool(cleaned.get("consent_on")) != bool(
            cleaned.get("consent_how")
        ):
            # Both may come later: one tells the story first, and asks then.
            name = "consent_how" if cleaned.get("consent_on") else "consent_on"
            if name not in self.errors:
                self.add_error(name, _("Write down both when and how, or leave both empty until you have asked."))
        return cleaned

    @property
    def details(self) -> StoryDetails:
        """After validation."""
        given = self.cleaned_data
        return StoryDetails(
            title=given["title"],
            text=given["text"],
            kind=StoryKind(given["kind"]),
            consent_on=given["consent_on"],
            consent_how=given["consent_how"],
            initiatives=list(given["initiatives"]),
            edition=given["edition"],
            theme=given["theme"],
            area=given["area"],
        )


class AskReadingForm(Form):
    """Who reads it."""

    reader = _ReaderField(label=_("Who reads it?"), queryset=User.objects.none(), empty_label=_("Choose a colleague"))

    def __init__(self, *args: Any, readers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_UserField", self.fields["reader"]).queryset = readers


class ReadingForm(Form):
    """The checklist; or what should be different."""

    marks_optional = False
    nobody_recognised = forms.BooleanField(
        label=_("Nobody can be recognised: no names, ages, streets or dates, and nothing rare that fits one household"),
        required=False,
    )
    consent_checked = forms.BooleanField(required=False)
    in_plain_words = forms.BooleanField(
        label=_("The words are plain: a neighbour would understand it at once"), required=False
    )
    remarks = forms.CharField(
        label=_("What should be different?"),
        max_length=1000,
        required=False,
        help_text=_("Only when you give it back. Say what you stumbled on; the writer changes it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story, approves: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": story.version}, **kwargs)
        self._approves = approves
        told = story.kind == StoryKind.CONSENT
        self.fields["consent_checked"].label = (
            _("The teller agreed to this text as it stands here")
            if told
            else _("It is really composed: it is not the story of one household with other names")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._approves:
            for name in ("nobody_recognised", "consent_checked", "in_plain_words"):
                if not cleaned.get(name):
                    self.add_error(name, _("Tick this off first, or give the story back with a remark."))
        elif not cleaned.get("remarks"):
            self.add_error("remarks", _("Say what should be different, so that the writer can go on."))
        return cleaned


class WithdrawForm(Form):
    because = forms.ChoiceField(label=_("Why?"), widget=RadioCards())

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["because"]).choices = [
            (one.value, one.label)
            for one in WithdrawnBecause
            if one != WithdrawnBecause.TELLER or story.kind == StoryKind.CONSENT
        ]


class StoryFilterForm(FilterForm):
    thema = ThemeField(required=False, empty_label=_("All themes"), to_field_name="code")

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["thema"]).queryset = themes
