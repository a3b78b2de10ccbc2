"""The own passkeys. allauth's pages ask the database while they are drawn; ours ask before."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView, ListWebAuthnView

from wijkteam.accounts.permissions import EVERY_ROLE, for_roles, sets_up_second_factor


class ListPasskeysView(ListWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    def get_queryset(self) -> Sequence[Authenticator]:
        return list(super().get_queryset().order_by("created_at", "pk"))


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """With the form that was looked through: allauth makes another, that looks only when it is drawn."""
        return {**super().get_context_data(**given), **given}


passkeys = sets_up_second_factor(for_roles(*EVERY_ROLE)(ListPasskeysView.as_view()))
add_passkey = sets_up_second_factor(for_roles(*EVERY_ROLE)(AddPasskeyView.as_view()))
