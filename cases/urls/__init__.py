from cases.urls import (
    case_files,
    collective,
    conferences,
    coordinators,
    exploration,
    households,
    intake,
    journal,
    my_work,
    partner_desk,
    partners,
    plan,
    provisions,
    requests,
    restricted,
    secondments,
)

app_name = "cases"
urlpatterns = [
    *intake.urlpatterns,
    *case_files.urlpatterns,
    *exploration.urlpatterns,
    *journal.urlpatterns,
    *requests.urlpatterns,  # before the steps of a request, which take any word
    *partners.urlpatterns,
    *collective.urlpatterns,
    *plan.urlpatterns,
    *conferences.urlpatterns,
    *my_work.urlpatterns,
    *partner_desk.urlpatterns,
    *provisions.urlpatterns,
    *households.urlpatterns,
    *restricted.urlpatterns,
    *coordinators.urlpatterns,
    *secondments.urlpatterns,
]
