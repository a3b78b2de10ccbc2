from django.urls import path

from wijkteam.retention.views import destruction, holds, register, takeouts

app_name = "retention"
urlpatterns = [
    path("bewaartermijnen/", register.register, name="register"),
    path("vernietigen/", destruction.lists, name="lists"),
    path("vernietigen/opstellen/", destruction.draw_up, name="draw-up"),
    path("vernietigen/lijst/<uuid:public_id>/", destruction.one_list, name="list"),
    path("vernietigen/lijst/<uuid:public_id>/nagekeken/", destruction.review, name="review"),
    path("vernietigen/lijst/<uuid:public_id>/machtigen/", destruction.approve, name="approve"),
    path("vernietigen/lijst/<uuid:public_id>/uitvoeren/", destruction.confirm, name="confirm"),
    path("vernietigen/lijst/<uuid:public_id>/stoppen/", destruction.drop, name="drop"),
    path("vernietigen/lijst/<uuid:public_id>/dossier/<uuid:entry>/", destruction.take_out, name="take-out"),
    path("vernietigen/lijst/<uuid:public_id>/verklaring/", destruction.declare, name="declaration"),
    path("vernietigen/lijst/<uuid:public_id>/verklaring.pdf", destruction.declare_pdf, name="declaration-pdf"),
    path("vernietigen/vasthouden/", holds.holds, name="holds"),
    path("vernietigen/vasthouden/nieuw/", holds.hold, name="hold"),
    path("vernietigen/vasthouden/<uuid:public_id>/loslaten/", holds.lift, name="lift"),
    path("vernietigen/termijnen/", holds.terms, name="terms"),
    path("vernietigen/termijnen/nieuw/", holds.term_add, name="term-add"),
    path("meenemen/", takeouts.takeouts, name="takeouts"),
    path("meenemen/aanvragen/", takeouts.ask, name="takeout-ask"),
    path("meenemen/<uuid:public_id>/", takeouts.one_takeout, name="takeout"),
    path("meenemen/<uuid:public_id>/toestaan/", takeouts.allow, name="takeout-allow"),
    path("meenemen/<uuid:public_id>/weigeren/", takeouts.refuse, name="takeout-refuse"),
    path("meenemen/<uuid:public_id>/bestand/", takeouts.take, name="takeout-file"),
    path("meenemen/<uuid:public_id>/weg/", takeouts.drop, name="takeout-drop"),
]
