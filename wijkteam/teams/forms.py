from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area
from wijkteam.core.forms import CheckboxColumns, DateField, FilterForm, Form, ModelForm, TimeField
from wijkteam.teams.models import Discipline, Employer, OpeningHours, Team, TeamMembership

_CODE_HELP = _("Short and lasting, for example T01: it stands in reports and in file names.")


# Words that stand at the place of a team in other addresses.
_RESERVED = frozenset({"toevoegen", "lijsten", "mensen"})


class TeamForm(ModelForm[Team]):
    class Meta:
        model = Team
        fields: ClassVar = [
            "name", "code", "slug", "welcome", "street", "postcode", "city", "phone", "email", "is_active",
        ]  # fmt: skip
        labels: ClassVar = {
            "name": _("Name"),
            "code": _("Code"),
            "slug": _("Address of the public page"),
            "welcome": _("Welcome text"),
            "street": _("Street and number"),
            "postcode": _("Postcode"),
            "city": _("Town"),
            "phone": _("Telephone"),
            "email": _("E-mail address"),
            "is_active": _("In use"),
        }
        help_texts: ClassVar = {
            "code": _CODE_HELP,
            "slug": _("Small letters, figures and hyphens, for example oost."),
            "welcome": _("The first thing residents read. Short sentences, no difficult words."),
        }

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in _RESERVED:
            raise ValidationError(_("This word is used for other pages. Choose another one."), code="reserved")
        return slug

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if Team.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another team has this code."), code="taken")
        return code


class OpeningHoursForm(ModelForm[OpeningHours]):
    opens_at = TimeField(label=_("From"))
    closes_at = TimeField(label=_("Until"))

    class Meta:
        model = OpeningHours
        fields: ClassVar = ["weekday", "opens_at", "closes_at", "note"]
        labels: ClassVar = {"weekday": _("Day"), "note": _("Note")}
        help_texts: ClassVar = {"note": _("For example: by appointment")}

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        opens, closes = answers.get("opens_at"), answers.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Fill in a later time than the one it opens at."))
        elif opens and closes and "weekday" in answers and self._overlaps(answers):
            self.add_error("opens_at", _("The team is open at that time already."))
        return answers

    def _overlaps(self, answers: dict[str, Any]) -> bool:
        return bool(
            OpeningHours.objects.filter(
                team=self.instance.team,
                weekday=answers["weekday"],
                opens_at__lt=answers["closes_at"],
                closes_at__gt=answers["opens_at"],
            )
            .exclude(pk=self.instance.pk)
            .exists()
        )


class MembershipForm(ModelForm[TeamMembership]):
    """`ends_on` is the first day on which it is over: the screen asks for the last day, see EndMembershipForm."""

    starts_on = DateField(label=_("First day"))
    fte = forms.DecimalField(
        label=_("Part of a full week (fte)"),
        max_digits=3,
        decimal_places=2,
        help_text=_("1 is full time, 0.5 is half."),
        localize=True,
    )

    class Meta:
        model = TeamMembership
        fields: ClassVar = ["user", "starts_on", "fte", "discipline", "employer", "is_named_publicly"]
        labels: ClassVar = {
            "user": _("Who"),
            "discipline": _("Discipline"),
            "employer": _("Employer"),
            "is_named_publicly": _("Named on the public page"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = User.objects.filter(
            is_active=True, role__in=[Role.TEAM_MEMBER, Role.TEAM_COORDINATOR]
        ).order_by("name", "pk")
        user.label_from_instance = _name_of  # type: ignore[assignment]  # __str__ holds no name
        user.empty_label = _("Choose a person")
        for name, model in (("discipline", Discipline), ("employer", Employer)):
            field = cast("forms.ModelChoiceField[Any]", self.fields[name])
            field.queryset = model.objects.order_by("name", "pk")
        if self.instance.pk:
            # Another person is another membership.
            del self.fields["user"]


def _name_of(user: User) -> str:
    return user.name


class EndMembershipForm(Form):
    last_day = DateField(
        label=_("Last day in the team"), help_text=_("From the day after, the cases of this team are out of sight.")
    )


class BandForm(Form):
    """Open cases per full-time worker."""

    starts_on = DateField(label=_("From which day?"))
    low = forms.IntegerField(label=_("At least, per fte"), min_value=0, max_value=200)
    high = forms.IntegerField(label=_("At most, per fte"), min_value=0, max_value=200)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        low, high = answers.get("low"), answers.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("Fill in a number that is not lower than the least."))
        return answers


class FloorForm(Form):
    starts_on = DateField(label=_("From which day?"))
    percentage = forms.IntegerField(
        label=_("At least, in per cent of the hours"),
        min_value=0,
        max_value=100,
        help_text=_("For collective work, prevention and outreach together."),
    )


class RateForm(Form):
    starts_on = DateField(label=_("From which day?"))
    euros = forms.DecimalField(
        label=_("Euros for an hour"),
        min_value=Decimal("0.01"),
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text=_("What the municipality and the team reckon with. Reports then show hours as money too."),
    )


class DistrictForm(FilterForm):
    """Which district to choose areas from."""

    wijk = forms.ModelChoiceField(
        label=_("District"), queryset=Area.objects.none(), required=False, to_field_name="code",
        empty_label=_("Choose a district"),
    )  # fmt: skip

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wijk = cast("forms.ModelChoiceField[Area]", self.fields["wijk"])
        wijk.queryset = Area.objects.districts().filter(year=year).order_by("name", "pk")


class TeamAreasForm(Form):
    """The whole district, or some of its neighbourhoods."""

    areas = forms.ModelMultipleChoiceField(
        label=_("Which areas does the team work for?"), queryset=Area.objects.none(), widget=CheckboxColumns
    )

    def __init__(self, *args: Any, district: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = cast("forms.ModelMultipleChoiceField[Area]", self.fields["areas"])
        # The district itself comes first ("WK" after "BU").
        areas.queryset = Area.objects.filter(Q(pk=district.pk) | Q(parent=district)).order_by("-kind", "name", "pk")
        areas.label_from_instance = _area_label  # type: ignore[assignment]  # Django's way to name the choices


def _area_label(area: Area) -> str:
    if area.kind == AreaKind.DISTRICT:
        return gettext("The whole district %(name)s") % {"name": area.name}
    return area.name
