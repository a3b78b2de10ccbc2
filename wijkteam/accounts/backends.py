"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as PasswordBackend

from wijkteam.accounts.models import User
from wijkteam.core.prepared import Prepared, slot

_BY_NUMBER: Prepared[User] = Prepared(lambda: User.objects.filter(pk=slot("number")))


class AuthenticationBackend(PasswordBackend):  # type: ignore[misc]  # allauth is not typed
    """That of allauth; every page asks it who is there, so that statement is put together once."""

    def get_user(self, user_id: int) -> Any:
        return next((user for user in _BY_NUMBER(number=user_id) if self.user_can_authenticate(user)), None)
