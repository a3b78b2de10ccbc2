from django.urls import path

from local.bench.limit import views

urlpatterns = [
    path("W1/", views.new_case),
    path("W2/<uuid:public_id>/", views.case),
    path("W3/", views.case_list),
    path("W4/", views.search),
    path("W5/", views.dashboard),
    path("W6/", views.month_figures),
]
