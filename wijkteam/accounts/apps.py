from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "wijkteam.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        if not (settings.SECOND_FACTOR_REQUIRED or settings.DEMO):
            raise ImproperlyConfigured("Everybody needs a second factor: only the demo and the tests do without.")
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from wijkteam.accounts.middleware import new_key_after_second_look, stamp_session
        from wijkteam.core import navigation
        from wijkteam.core.logs import log_signing_in

        for signal in (user_logged_in, user_logged_out, user_login_failed):
            signal.connect(log_signing_in, dispatch_uid="core.log_signing_in")
        user_logged_in.connect(stamp_session, dispatch_uid="accounts.stamp_session")
        authentication_step_completed.connect(new_key_after_second_look, dispatch_uid="accounts.new_key")
        authenticator_added.connect(new_key_after_second_look, dispatch_uid="accounts.new_key_for_factor")
        navigation.register(
            navigation.NavItem(
                url_name="accounts:list",
                label=_("Accounts"),
                icon="user-cog",
                roles=frozenset({"administrator"}),
                order=10,
            )
        )
