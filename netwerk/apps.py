from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetwerkConfig(AppConfig):
    name = "netwerk"
    verbose_name = _("network")

    def ready(self) -> None:
        from netwerk.selectors import to_find
        from wijkteam.core import navigation

        to_find.register()

        team = frozenset({"team-member", "team-coordinator"})
        for order, (url_name, label, icon) in enumerate(
            [
                ("netwerk:directory", _("Organisations"), "building-community"),
                ("netwerk:rings", _("Rings"), "affiliate"),
                ("netwerk:agreements", _("Working agreements"), "file-text"),
                ("netwerk:relations", _("Relations"), "heart-handshake"),
                ("netwerk:independence", _("Independence"), "scale"),
                ("netwerk:dilemmas", _("Dilemmas"), "arrows-split-2"),
            ]
        ):
            navigation.register(
                navigation.NavItem(
                    url_name=url_name, label=label, icon=icon, roles=team, order=300 + order, group=_("Network")
                )
            )
        for order, (url_name, label, icon) in enumerate(
            [
                ("netwerk:secondments", _("Secondments"), "briefcase"),
                ("netwerk:principles", _("Principles"), "file-certificate"),
                ("netwerk:exchange", _("Directory"), "transfer"),
            ]
        ):
            navigation.register(
                navigation.NavItem(
                    url_name=url_name, label=label, icon=icon, roles=frozenset({"administrator"}), order=26 + order
                )
            )
        navigation.register(
            navigation.NavItem(
                url_name="netwerk:partner-accounts",
                label=_("Partner accounts"),
                icon="key",
                roles=frozenset({"team-coordinator", "administrator"}),
                order=350,
                group=_("Network"),
            )
        )
