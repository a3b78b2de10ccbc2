from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collectief.models import Story
from wijkteam.reports.models.report import MonthlyReport

MOST_STORIES = 4


class ReportStory(models.Model):
    """A story that the coordinator chose for a report that is not published yet.

    Publishing copies its words into the report (a trigger compares them with what the second reader approved); one
    that was changed or withdrawn meanwhile does not come along.
    """

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="chosen_stories")
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+", verbose_name=_("story"))
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("story in a report")
        verbose_name_plural = _("stories in reports")
        constraints = [
            models.UniqueConstraint(name="report_story_once", fields=["report", "story"]),
            models.UniqueConstraint(name="report_story_one_per_place", fields=["report", "place"]),
            models.CheckConstraint(name="report_has_few_stories", condition=Q(place__gte=1, place__lte=MOST_STORIES)),
        ]

    def __str__(self) -> str:
        return f"story {self.story_id} in report {self.report_id}"
