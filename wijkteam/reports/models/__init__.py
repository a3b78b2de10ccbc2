from wijkteam.reports.models.conversation import ReflectionPlan, ReportReading, ReportThread, ThreadPost
from wijkteam.reports.models.facts import TeamMonth, TeamMonthStock, TeamMonthTheme
from wijkteam.reports.models.job import ReportJob
from wijkteam.reports.models.ledger import DisclosureAudit, PublishedCell
from wijkteam.reports.models.period_report import PeriodReport, PeriodReportFile
from wijkteam.reports.models.public_edition import PublicEdition
from wijkteam.reports.models.report import REPORT_ROLE, MonthlyReport, MonthSnapshot, ReportFile
from wijkteam.reports.models.saved_view import MOST_VIEWS, SavedView
from wijkteam.reports.models.story import ReportStory
from wijkteam.reports.models.subscription import ReportMail, ReportSubscription

__all__ = [
    "MOST_VIEWS",
    "REPORT_ROLE",
    "DisclosureAudit",
    "MonthSnapshot",
    "MonthlyReport",
    "PeriodReport",
    "PeriodReportFile",
    "PublicEdition",
    "PublishedCell",
    "ReflectionPlan",
    "ReportFile",
    "ReportJob",
    "ReportMail",
    "ReportReading",
    "ReportStory",
    "ReportSubscription",
    "ReportThread",
    "SavedView",
    "TeamMonth",
    "TeamMonthStock",
    "TeamMonthTheme",
    "ThreadPost",
]
