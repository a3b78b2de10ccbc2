from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("cases")

    def ready(self) -> None:
        from cases.enums import LifeDomain
        from cases.selectors import asked_of_partners, assignment_progress, for_digest, on_calendar, to_find
        from cases.selectors.break_glass import emergencies_to_judge
        from cases.selectors.collective import count_households
        from cases.selectors.collective_figures import case_figures
        from cases.selectors.draft_subjects import draft_subjects
        from cases.selectors.facts_for_log import give_facts
        from cases.selectors.household_names import names_of_households_in
        from cases.selectors.merged_households import numbers_of
        from cases.selectors.questions_of_signals import questions_of_signals
        from cases.selectors.waiting_times import RequestsOfCases
        from cases.services.leave_team import count_to_hand_over
        from collectief.selectors import round_names
        from collectief.selectors.funding import count_referrals_with
        from collectief.selectors.tabs import register_beside_assignments
        from netwerk.selectors import waiting
        from wijkteam.areas.selectors import life_domains
        from wijkteam.audit.selectors import merged
        from wijkteam.audit.selectors import waiting as waiting_for_privacy
        from wijkteam.core import navigation
        from wijkteam.core.draftable import register_draft_form, register_draft_subjects
        from wijkteam.daily.selectors import calendar, digest, find
        from wijkteam.teams.services import leaving

        merged.register(numbers_of)
        waiting_for_privacy.register("emergencies", emergencies_to_judge)
        give_facts()
        find.register(to_find.SOURCE)
        calendar.register("cases", on_calendar.on_calendar)
        digest.register(for_digest.SOURCE)
        assignment_progress.register()
        register_beside_assignments("mandate", _("Mandate"), "cases:mandates")
        leaving.register(count_to_hand_over)
        asked_of_partners.register()
        round_names.register(names_of_households_in)
        case_figures()
        questions_of_signals()
        count_referrals_with(count_households)
        life_domains.register(LifeDomain.choices)
        waiting.register(RequestsOfCases())
        register_draft_subjects(draft_subjects)
        for key, label in (
            ("contact", _("Log a contact")),
            ("log", _("Log something")),
            ("contact-correct", _("Correct a contact")),
            ("question-behind", _("The question behind the question")),
            ("goal", _("Change the goal")),
            ("goal-new", _("Add a goal")),
            ("evaluate", _("Look back together")),
            ("close", _("Close the case")),
            ("question-new", _("Add a question")),
            ("escalation", _("An escalation begins")),
            *((f"safety-step-{number}", _("Reporting code")) for number in range(1, 6)),
        ):
            register_draft_form(key, label)
        caseworkers = frozenset({"team-member", "team-coordinator"})
        navigation.register_action(
            navigation.HeaderAction(url_name="cases:log", label=_("Log"), icon="plus", roles=caseworkers, key="n")
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:waiting",
                label=_("Waiting times"),
                icon="hourglass",
                roles=caseworkers,
                order=310,
                group=_("Network"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:partner-desk",
                label=_("What is asked of you"),
                icon="message-question",
                roles=frozenset({"partner"}),
                order=5,
                short_label=_("Asked"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:my-work", label=_("My work"), icon="checklist", roles=caseworkers, order=5
            )
        )
        navigation.register(
            navigation.NavItem(url_name="cases:list", label=_("Cases"), icon="folders", roles=caseworkers, order=20)
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:emergencies",
                label=_("Emergency access"),
                icon="lock-open",
                roles=caseworkers | {"privacy-officer"},
                order=95,
                short_label=_("Emergency"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:consulted-by-number",
                label=_("Overview for a resident"),
                icon="file-search",
                roles=frozenset({"privacy-officer"}),
                order=12,
                short_label=_("Overview"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:safety-officers",
                label=_("Safety officers"),
                icon="shield-lock",
                roles=frozenset({"administrator"}),
                order=25,
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:doubles",
                label=_("Possible doubles"),
                icon="copy",
                roles=frozenset({"team-coordinator"}),
                order=90,
                short_label=_("Doubles"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:board",
                label=_("Questions for help"),
                icon="message-question",
                roles=frozenset({"team-member", "team-coordinator"}),
                order=30,
                short_label=_("Questions"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:conferences",
                label=_("Case conferences"),
                icon="users-group",
                roles=caseworkers,
                order=40,
                short_label=_("Conferences"),
            )
        )
        navigation.register(
            navigation.NavItem(
                url_name="cases:secondments",
                label=_("Secondment"),
                icon="briefcase",
                roles=frozenset({"team-coordinator"}),
                order=305,
                group=_("Network"),
            )
        )
