from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectiefConfig(AppConfig):
    name = "collectief"
    verbose_name = _("collective work")

    def ready(self) -> None:
        from collectief.selectors.figures import own_figures
        from collectief.selectors.initiatives import to_join
        from wijkteam.core import navigation
        from wijkteam.core.draftable import register_draft_form
        from wijkteam.teams.selectors.public_page import register_activities

        register_activities(to_join)
        own_figures()
        register_draft_form("outreach", _("Write down outreach"))
        register_draft_form("reflection", _("Write down a reflection"))
        register_draft_form("review", _("Look back"))
        team = frozenset({"team-member", "team-coordinator"})
        navigation.register(
            navigation.NavItem(
                url_name="collectief:initiatives",
                label=_("Initiatives"),
                icon="plant-2",
                roles=team,
                order=50,
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="collectief:signals", label=_("Signals"), icon="broadcast", roles=team, order=60
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="collectief:rounds",
                label=_("Information round"),
                icon="mail-forward",
                roles=team,
                order=65,
                short_label=_("Round"),
            )
        )
        for order, url_name, label, icon in (
            (62, "collectief:outreach", _("Outreach"), "walk"),
            (64, "collectief:opportunities", _("Opportunities"), "bulb"),
            (66, "collectief:reflections", _("Reflections"), "messages"),
        ):
            navigation.register(navigation.NavItem(url_name=url_name, label=label, icon=icon, roles=team, order=order))
