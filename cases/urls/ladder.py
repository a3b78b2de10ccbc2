from django.urls import path

from cases.urls.case_files import CASE
from cases.views import ladder

urlpatterns = [path(f"{CASE}meedoen/<uuid:person_id>/", ladder.ladder, name="ladder")]
