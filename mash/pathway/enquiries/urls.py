"""Addresses of the front doors and of the work on an enquiry."""

from django.urls import path

from mash.pathway.enquiries.telling.public.questions import FILES, QUESTIONS
from mash.pathway.enquiries.views import (
    calling,
    family,
    files,
    known,
    offering,
    people,
    privacy,
    professional,
    professional_files,
    public,
    public_files,
    returning,
    telling,
    working,
)

app_name = "enquiries"
urlpatterns = [
    path("", telling.front, name="front"),
    path("enquire/professional/", professional.professional, name="professional"),
    path("enquire/professional/check", professional.check, name="check"),
    path("enquire/professional/later", professional.later, name="later"),
    path("enquire/professional/throw-away", professional.throw_away, name="throw_away"),
    path("enquire/professional/go-on", professional.go_on, name="go_on"),
    path("enquire/professional/files", professional_files.files, name="professional_files"),
    path("enquire/professional/files/remove", professional_files.remove, name="professional_remove_file"),
    path("enquire/professional/elsewhere", professional.elsewhere, name="part_elsewhere"),
    path("enquire/professional/<slug:part>", professional.part, name="part"),
    path("enquire/elsewhere", telling.elsewhere, name="elsewhere"),
    path("enquire/received", telling.received, name="received"),
    path("enquire/received/copy", telling.copy, name="copy"),
    path("enquire/back", returning.back, name="back"),
    path("enquire/mine/", returning.mine, name="mine"),
    path("enquire/mine/<str:reference>", returning.sent, name="sent"),
    path("enquire/<slug:area>/", public.begin, name="public"),
    *(
        path(f"enquire/<slug:area>/{one.slug}", public.question, {"asked": one.slug}, name=f"public_{one.slug}")
        for one in QUESTIONS
        if one is not FILES
    ),
    path("enquire/<slug:area>/privacy", privacy.privacy, name="privacy"),
    path("enquire/<slug:area>/files", public_files.files, name="public_files"),
    path("enquire/<slug:area>/files/remove", public_files.remove, name="public_remove_file"),
    path("enquire/<slug:area>/check", public.check, name="public_check"),
    path("enquire/<slug:area>/save", public.save, name="public_save"),
    path("people/known", known.known, name="known"),
    path("enquiries/new", calling.new, name="new"),
    path("enquiries/calls/<uuid:draft>", calling.call, name="call"),
    path("enquiries/calls/<uuid:draft>/save", calling.kept, name="keep_call"),
    path("enquiries/calls/<uuid:draft>/hand-on", calling.hand, name="hand_call"),
    path("enquiries/calls/<uuid:draft>/throw-away", calling.throw_away, name="throw_call_away"),
    path("enquiries/<str:reference>/take", working.take, name="take"),
    path("enquiries/<str:reference>/add", working.add, name="add"),
    path("enquiries/<str:reference>/ask-enquirer", working.ask, name="ask_enquirer"),
    path("enquiries/<str:reference>/heard", working.heard, name="heard"),
    path("enquiries/<str:reference>/risks/<uuid:risk>", working.risk, name="risk"),
    path("enquiries/<str:reference>/link", working.link, name="link"),
    path("enquiries/<str:reference>/offer", offering.offer, name="offer"),
    path("enquiries/<str:reference>/offer/accept", offering.accept, name="accept_offer"),
    path("enquiries/<str:reference>/offer/back", offering.send_back, name="send_offer_back"),
    path("enquiries/<str:reference>/tie", working.tie, name="tie"),
    path("enquiries/<str:reference>/glass", working.glass, name="glass"),
    path("enquiries/<str:reference>/people/add", people.add, name="add_person"),
    path("enquiries/<str:reference>/people/<uuid:person>/identify", people.identify, name="identify"),
    path("enquiries/<str:reference>/household", people.lives, name="lives"),
    path("enquiries/<str:reference>/family", family.family, name="family"),
    path("enquiries/<str:reference>/family.svg", family.family_drawing, name="family_drawing"),
    path("enquiries/<str:reference>/relate", people.belong, name="relate"),
    path("enquiries/<str:reference>/files/<uuid:attachment>", files.attachment, name="attachment"),
    path("enquiries/<str:reference>/files/<uuid:attachment>/small", files.attachment_small, name="attachment_small"),
    path("enquiries/<str:reference>/files/<uuid:attachment>/copy", files.attachment_copy, name="attachment_copy"),
]
