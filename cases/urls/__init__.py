from cases.urls import case_files, intake, my_work, partners

app_name = "cases"
urlpatterns = [*intake.urlpatterns, *case_files.urlpatterns, *partners.urlpatterns, *my_work.urlpatterns]
