from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "wijkteam.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from wijkteam.accounts.adapters import listen_to_sign_in
        from wijkteam.accounts.middleware import stamp_session
        from wijkteam.core import navigation

        user_logged_in.connect(stamp_session, dispatch_uid="accounts.stamp_session")
        listen_to_sign_in()
        navigation.register(
            navigation.NavItem(
                url_name="accounts:list",
                label=_("Accounts"),
                icon="user-cog",
                roles=frozenset({"administrator"}),
                order=10,
            )
        )
