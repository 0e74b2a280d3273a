"""Photos and files at the public door: kept with what is told as soon as they are chosen, and taken out again."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.floods import is_too_fast
from mash.foundation.access.pages import HubRequest, attempt, page
from mash.foundation.access.verbs import together
from mash.foundation.files.checking import Checked
from mash.foundation.partnership.models import Area
from mash.pathway.enquiries.drafts.actions import begin_draft
from mash.pathway.enquiries.drafts.files import keep_draft_files, remove_draft_file
from mash.pathway.enquiries.drafts.opening import Begun
from mash.pathway.enquiries.forms.files import FilesForm
from mash.pathway.enquiries.models import Draft
from mash.pathway.enquiries.telling.public.holding import held, let_hold
from mash.pathway.enquiries.telling.public.questions import FILES, after
from mash.pathway.enquiries.views.public import address_of, area_of, ask, sent_already


@page(public=True, does=(begin_draft, keep_draft_files))
def files(request: HubRequest, area: str) -> HttpResponse:
    """Whether they have photos or files. Whoever has chosen some sees that they are here before they go on."""
    where, draft = area_of(area), held(request)
    form = FilesForm(request.POST or None, request.FILES or None, draft=draft)
    if draft and draft.enquiry:
        return sent_already(request, where, FILES, draft, form)
    if request.method != "POST":
        return _asked(request, where, draft, form)
    # Before they are looked at, which takes a while: that many at once is what would harm the hub.
    if request.FILES and is_too_fast(request, browser=draft.opener if draft else "", address=True):
        return _asked(request, where, draft, FilesForm(draft=draft), wait=True)
    if form.is_valid():
        with attempt(form), together():
            return _go_on(request, where, draft, form.cleaned_data["attachments"])
    return _asked(request, where, draft, form)


@page(public=True, does=(remove_draft_file,))
def remove(request: HubRequest, area: str) -> HttpResponse:
    """Take one out again: a button on the page of the files."""
    where, draft = area_of(area), held(request)
    if draft and draft.enquiry:
        return sent_already(request, where, FILES, draft, forms.Form())
    if request.method == "POST" and draft is not None:
        remove_draft_file(request.me, draft, file=request.POST.get("file"))
    back = reverse("enquiries:public_files", args=[where.slug])
    return let_hold(HttpResponseRedirect(f"{back}?change=1" if "change" in request.GET else back), draft)


def _go_on(request: HubRequest, where: Area, draft: Begun | None, chosen: list[Checked]) -> HttpResponse:
    """Keep what was chosen, and show it; on to the next question when nothing was."""
    if chosen:
        draft = draft or begin_draft(request.me, door=Draft.Door.PUBLIC, area=where.slug)
        keep_draft_files(request.me, draft, files=chosen)
    if "save" in request.POST:
        onward = reverse("enquiries:public_save", args=[where.slug])
    elif chosen:
        onward = request.get_full_path()
    else:
        onward = address_of(where, None if "change" in request.GET else after(FILES, draft.told if draft else {}))
    return let_hold(HttpResponseRedirect(onward), draft)


def _asked(
    request: HubRequest, where: Area, draft: Begun | None, form: FilesForm, *, wait: bool = False
) -> HttpResponse:
    return ask(request, where, FILES, draft, form, wait=wait, template="enquiries/public/files.jinja")
