from wijkteam.reports.models.facts import TeamMonth, TeamMonthStock
from wijkteam.reports.models.job import ReportJob
from wijkteam.reports.models.ledger import DisclosureAudit, PublishedCell
from wijkteam.reports.models.report import REPORT_ROLE, MonthlyReport, MonthSnapshot, ReportFile
from wijkteam.reports.models.story import ReportStory

__all__ = [
    "REPORT_ROLE",
    "DisclosureAudit",
    "MonthSnapshot",
    "MonthlyReport",
    "PublishedCell",
    "ReportFile",
    "ReportJob",
    "ReportStory",
    "TeamMonth",
    "TeamMonthStock",
]
