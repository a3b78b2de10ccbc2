from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectiefConfig(AppConfig):
    name = "collectief"
    verbose_name = _("collective work")

    def ready(self) -> None:
        from collectief.selectors import on_calendar, to_find
        from collectief.selectors.figures import own_figures
        from collectief.selectors.initiatives import to_join
        from wijkteam.core import navigation
        from wijkteam.core.draftable import register_draft_form
        from wijkteam.daily.selectors import calendar
        from wijkteam.teams.selectors.public_page import register_activities

        to_find.register()
        calendar.register("collectief", on_calendar.on_calendar)
        register_activities(to_join)
        own_figures()
        register_draft_form("assignment", _("Write down an assignment"))
        register_draft_form("outreach", _("Write down outreach"))
        register_draft_form("outreach-edit", _("Correct the moment"))
        register_draft_form("reflection", _("Write down a reflection"))
        register_draft_form("review", _("Look back"))
        register_draft_form("analysis-part", _("Write a part of an analysis"))
        register_draft_form("story", _("Write a story"))
        register_draft_form("signal-new", _("Add a signal"))
        team = frozenset({"team-member", "team-coordinator"})
        for order, (url_name, label, icon) in enumerate(
            [
                ("collectief:places", _("Districts and neighbourhoods"), "map-2"),
                ("collectief:initiatives", _("Initiatives"), "plant-2"),
                ("collectief:signals", _("Signals"), "broadcast"),
                ("collectief:outreach", _("Outreach"), "walk"),
                ("collectief:opportunities", _("Opportunities"), "bulb"),
                ("collectief:reflections", _("Reflections"), "messages"),
                ("collectief:assignments", _("Assignments"), "target-arrow"),
                ("collectief:rounds", _("Information round"), "mail-forward"),
            ]
        ):
            navigation.register(
                navigation.NavItem(
                    url_name=url_name,
                    label=label,
                    icon=icon,
                    roles=team,
                    order=200 + order,
                    group=_("In the neighbourhood"),
                )
            )
