from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "wijkteam.reports"
    label = "reports"
    verbose_name = _("reports")

    def ready(self) -> None:
        from cases.selectors.my_work import from_reports
        from collectief.selectors.analysis_evidence import register_published
        from collectief.selectors.reflections import register_planned
        from collectief.selectors.stories import register_publications
        from wijkteam.accounts.selectors import own_pages
        from wijkteam.core import metrics, navigation
        from wijkteam.daily.selectors import calendar
        from wijkteam.reports.selectors import on_calendar, to_find
        from wijkteam.reports.selectors.for_analysis import published_for
        from wijkteam.reports.selectors.for_teams import for_my_work, planned_for
        from wijkteam.reports.selectors.jobs import open_jobs
        from wijkteam.reports.selectors.told_stories import publications_of

        metrics.register_gauge("wijkteam_report_jobs_open", "Reports that wait or are made", open_jobs)
        to_find.register()
        calendar.register("reports", on_calendar.on_calendar)
        register_published(published_for)
        from_reports.register(for_my_work)
        register_planned(planned_for)
        register_publications(publications_of)
        coordinator, member, commissioner = "team-coordinator", "team-member", "commissioner"
        own_pages.register(
            own_pages.OwnPage(
                url_name="reports:subscribe",
                label=_("Mail about reports"),
                icon="mail",
                roles=frozenset({coordinator, member, commissioner}),
            )
        )
        for item in (
            navigation.NavItem(
                url_name="reports:start",
                label=_("Today"),
                icon="home",
                roles=frozenset({commissioner}),
                order=5,
            ),
            navigation.NavItem(
                url_name="reports:dashboard",
                label=_("Overview"),
                icon="layout-dashboard",
                roles=frozenset({coordinator}),
                order=10,
            ),
            navigation.NavItem(
                url_name="reports:drafts",
                label=_("Monthly reports"),
                short_label=_("Reports"),
                icon="report-analytics",
                roles=frozenset({coordinator}),
                order=70,
            ),
            navigation.NavItem(
                url_name="reports:list",
                label=_("Reports"),
                icon="report-analytics",
                roles=frozenset({member, commissioner}),
                order=70,
            ),
            navigation.NavItem(
                url_name="reports:definitions",
                label=_("What the figures mean"),
                short_label=_("Figures"),
                icon="list-details",
                roles=frozenset({commissioner}),
                order=80,
            ),
            navigation.NavItem(
                url_name="reports:administration",
                label=_("State of the application"),
                short_label=_("State"),
                icon="gauge",
                roles=frozenset({"administrator"}),
                order=60,
            ),
        ):
            navigation.register(item)
