from typing import Any, ClassVar

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.forms import FilterForm, Form, ModelForm, RadioCards


class AccountForm(ModelForm[User]):
    """Who somebody is and what the account is for."""

    role = forms.ChoiceField(
        label=_("What is this account for?"),
        choices=[],
        widget=RadioCards(
            hints={
                Role.TEAM_MEMBER.value: _("Works with households, in the teams and on the days you give."),
                Role.TEAM_COORDINATOR.value: _("The same, and sees the caseload and the hours of the team."),
                Role.COMMISSIONER.value: _("Reads published reports. No household at all."),
                Role.ADMINISTRATOR.value: _("Manages accounts, teams and lists. No household at all."),
                Role.PRIVACY_OFFICER.value: _("Sees who opened what, and how long things are kept."),
                Role.PARTNER.value: _("Answers requests of teams until an end date. Reads only what was shared."),
            }
        ),
    )

    class Meta:
        model = User
        fields: ClassVar = ["name", "username", "email", "role"]
        labels: ClassVar = {"name": _("Name"), "username": _("User name"), "email": _("E-mail address")}
        help_texts: ClassVar = {"username": _("To sign in with. Letters, figures and @ . + - _")}
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "username": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, role_names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_names  # type: ignore[attr-defined]  # a ChoiceField

    def clean_username(self) -> str:
        """Two names that differ only in capitals would be one to everybody who reads them."""
        username: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is an account with this user name already."), code="taken")
        return username


class FindAccountForm(FilterForm):
    """Posted, because a name does not belong in an address."""

    q = forms.CharField(
        label=_("Name or user name"), required=False, max_length=100, widget=forms.TextInput({"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("May sign in"),
        required=False,
        choices=[("", _("Everybody")), ("active", _("Yes")), ("disabled", _("No"))],
    )

    def __init__(self, *args: Any, role_names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("All roles")), *role_names]  # type: ignore[attr-defined]  # a ChoiceField


class ChoosePasswordForm(Form):
    """Twice the same, and strong enough."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account
        self.fields["password"].help_text = " ".join(map(str, password_validators_help_texts()))

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        password, again = answers.get("password"), answers.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        elif password:
            try:
                validate_password(password, self._account)
            except ValidationError as error:
                self.add_error("password", error)
        return answers


class OwnSettingsForm(ModelForm[User]):
    class Meta:
        model = User
        fields: ClassVar = ["language", "shortcuts"]
        labels: ClassVar = {"language": _("Language"), "shortcuts": _("Use keyboard shortcuts")}
        help_texts: ClassVar = {
            "shortcuts": _("“/” goes to the search field, Ctrl and Enter together save what you are writing.")
        }
        widgets: ClassVar = {"language": forms.RadioSelect}


class _OwnWords:
    """allauth's forms for a code, with a label in our words and the keyboard for figures where that is all."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.error_messages["required"] = _("Fill in the code.")
        code.widget.attrs.pop("placeholder", None)


class ActivateAppForm(_OwnWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class CodeForm(_OwnWords, AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """A code of the app, or a recovery code (which has letters)."""


class CodeAgainForm(_OwnWords, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """The same, before a change of the second factor."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A passkey always knows who holds it (`passwordless`): it is a password and a second factor in one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("For example “telephone” or “laptop of work”.")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
