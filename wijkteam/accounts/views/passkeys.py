"""The own passkeys. allauth's list asks the database while the page is drawn; ours asks before."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ListWebAuthnView

from wijkteam.accounts.permissions import EVERY_ROLE, for_roles


class ListPasskeysView(ListWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    def get_queryset(self) -> Sequence[Authenticator]:
        return list(super().get_queryset().order_by("created_at", "pk"))


passkeys = for_roles(*EVERY_ROLE)(ListPasskeysView.as_view())
