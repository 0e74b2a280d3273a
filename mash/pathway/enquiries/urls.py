"""Addresses of the front doors and of the work on an enquiry."""

from django.urls import path

from mash.pathway.enquiries.views import calling, known, people, returning, telling, working

app_name = "enquiries"
urlpatterns = [
    path("", telling.front, name="front"),
    path("enquire/professional/", telling.professional, name="professional"),
    path("enquire/received", telling.received, name="received"),
    path("enquire/back", returning.back, name="back"),
    path("enquire/mine/", returning.mine, name="mine"),
    path("enquire/mine/<str:reference>", returning.sent, name="sent"),
    path("enquire/<slug:area>/", telling.public, name="public"),
    path("enquiries/new", calling.new, name="new"),
    path("enquiries/calls/<uuid:draft>", calling.call, name="call"),
    path("enquiries/calls/<uuid:draft>/save", calling.kept, name="keep_call"),
    path("enquiries/calls/<uuid:draft>/hand-on", calling.hand, name="hand_call"),
    path("enquiries/calls/<uuid:draft>/throw-away", calling.throw_away, name="throw_call_away"),
    path("people/known", known.known, name="known"),
    path("enquiries/<str:reference>/take", working.take, name="take"),
    path("enquiries/<str:reference>/add", working.add, name="add"),
    path("enquiries/<str:reference>/ask-enquirer", working.ask, name="ask_enquirer"),
    path("enquiries/<str:reference>/heard", working.heard, name="heard"),
    path("enquiries/<str:reference>/link", working.link, name="link"),
    path("enquiries/<str:reference>/tie", working.tie, name="tie"),
    path("enquiries/<str:reference>/glass", working.glass, name="glass"),
    path("enquiries/<str:reference>/people/add", people.add, name="add_person"),
    path("enquiries/<str:reference>/people/<uuid:person>/identify", people.identify, name="identify"),
    path("enquiries/<str:reference>/relate", people.belong, name="relate"),
]
