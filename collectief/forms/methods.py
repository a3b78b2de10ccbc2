"""Form of a method: what it is for, for whom, how often, with how many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import MethodForm as MethodKind
from collectief.models import Method
from collectief.models.method import GROUP_WORK
from wijkteam.areas.models import Theme
from wijkteam.core.forms import CheckboxColumns, ModelForm, RadioChips

_SHORT = forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"})
_NUMBERS = (
    "meetings", "interval_weeks", "minutes", "return_after_months", "min_participants", "max_participants", "leaders",
    "max_missed", "measure_low", "measure_high",
)  # fmt: skip


class MethodForm(ModelForm[Method]):
    """Add a method, or change the text or the schedule of one."""

    class Meta:
        model = Method
        fields = [
            "name", "form", "goal", "target_group", "dose", "how", "source", "themes", "work_kind", "meetings",
            "interval_weeks", "minutes", "return_after_months", "min_participants", "max_participants", "leaders",
            "max_missed", "needs_names", "measure_name", "measure_low", "measure_high", "measure_higher_is_better",
            "is_active",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "form": _("What kind of method is it?"),
            "goal": _("What it is for"),
            "target_group": _("For whom"),
            "dose": _("How often and how long"),
            "how": _("How it goes"),
            "source": _("Source"),
            "themes": _("Themes"),
            "work_kind": _("Hours count as"),
            "meetings": _("Number of meetings"),
            "interval_weeks": _("Weeks between two meetings"),
            "minutes": _("Minutes per meeting"),
            "return_after_months": _("Months until the return meeting"),
            "min_participants": _("Participants, at least"),
            "max_participants": _("Participants, at most"),
            "leaders": _("How many people lead it"),
            "max_missed": _("Meetings that somebody may miss"),
            "needs_names": _("Attendance is kept by name"),
            "measure_name": _("Scale, before and after"),
            "measure_low": _("Lowest score"),
            "measure_high": _("Highest score"),
            "measure_higher_is_better": _("A higher score is better"),
            "is_active": _("In use: editions can be planned"),
        }
        help_texts = {
            "source": _("Who says that it works so, and where that can be read."),
            "return_after_months": _("Leave this empty when there is no return meeting."),
            "max_missed": _("Leave this empty when the method does not say so."),
            "needs_names": _("Leave this off when counting how many came is enough."),
            "measure_name": _("The name of a short scale that you may use. Leave this empty when nothing is measured."),
        }
        widgets = {
            "form": RadioChips(icons={"group": "users-group", "visits": "home-heart"}),
            "work_kind": RadioChips(),
            "themes": CheckboxColumns(),
            "goal": forms.Textarea(attrs={"rows": 3}),
            "target_group": forms.Textarea(attrs={"rows": 3}),
            "dose": forms.Textarea(attrs={"rows": 3}),
            "how": forms.Textarea(attrs={"rows": 5}),
            "source": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(_NUMBERS, _SHORT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("form", "work_kind"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type)
            known = MethodKind.choices if name == "form" else [(kind, kind.label) for kind in GROUP_WORK]
            field.choices = known
        themes = self.fields["themes"]
        assert isinstance(themes, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type)
        themes.queryset = Theme.objects.filter(is_active=True).order_by("name")
