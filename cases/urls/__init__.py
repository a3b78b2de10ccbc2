from cases.urls import case_files, intake, my_work

app_name = "cases"
urlpatterns = [*intake.urlpatterns, *case_files.urlpatterns, *my_work.urlpatterns]
