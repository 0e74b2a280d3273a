"""Photos and documents at the professional's door: kept with the draft as soon as they are chosen, and taken out."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from mash.foundation.access.floods import TOO_FAST, is_too_fast, ticket
from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.verbs import Invalid, together
from mash.foundation.files.checking import Checked
from mash.foundation.zones import Seat
from mash.pathway.enquiries.drafts.actions import begin_draft
from mash.pathway.enquiries.drafts.files import keep_draft_files, remove_draft_file
from mash.pathway.enquiries.drafts.opening import Begun
from mash.pathway.enquiries.forms.files import FilesForm
from mash.pathway.enquiries.professional.drafts import (
    address,
    begun_now,
    browser_of,
    chosen_by,
    draft_of,
    held,
    own_first,
)
from mash.pathway.enquiries.professional.parts import FILES

# Its page may stand open until the browser tells of somebody else: a photo must not come to the wrong child.
OF = "of"
GONE = (
    "What these files belong to has been sent or thrown away, and they were not added to it. "
    "Choose them again if they belong to what you tell now"
)


@page(Seat.INTAKE, public=True, does=(begin_draft, keep_draft_files))
@own_first
def files(request: HubRequest) -> HttpResponse:
    """Files that go with what is told. Whoever has chosen some sees that they are here before they go on."""
    draft = draft_of(request)
    if request.method != "POST":
        return _files(request, draft, FilesForm(draft=draft))
    # Before they are looked at, which takes a while: that many at once is what would harm the hub.
    if request.FILES and is_too_fast(request, browser=browser_of(request, draft), address=True):
        return _files(request, draft, FilesForm(draft=draft), wait=True)
    form = FilesForm(request.POST, request.FILES, draft=draft)
    if not _is_its_own(request, draft) and request.FILES:
        form.add_error(None, GONE)
    if form.is_valid():
        with attempt(form), together():
            return _go_on(request, draft, form.cleaned_data["attachments"])
    return _files(request, draft, form)


@page(Seat.INTAKE, public=True, does=(remove_draft_file,))
@own_first
def remove(request: HubRequest) -> HttpResponse:
    """Take one out again: a button on the page of the files."""
    draft = draft_of(request)
    if request.method == "POST" and draft is not None:
        remove_draft_file(request.me, draft, file=request.POST.get("file"))
    return HttpResponseRedirect(address(request, "professional_files", draft))


def _is_its_own(request: HubRequest, draft: Begun | None) -> bool:
    """Whether the page was opened for this draft, or before anything was begun."""
    return request.POST.get(OF, "") in ("", str(draft.id) if draft else "")


def _go_on(request: HubRequest, draft: Begun | None, chosen: list[Checked]) -> HttpResponse:
    """Keep what was chosen, and show it; back to the list when nothing was."""
    if not chosen:
        return HttpResponseRedirect(address(request, "professional", draft))
    draft = draft or begun_now(request)
    if draft.enquiry:
        raise Invalid(__all__=GONE)
    keep_draft_files(request.me, draft, files=chosen)
    return held(request, HttpResponseRedirect(address(request, "professional_files", draft)), draft)


def _files(request: HubRequest, draft: Begun | None, form: FilesForm, *, wait: bool = False) -> HttpResponse:
    context = {
        "part": FILES,
        "form": form,
        "draft": draft,
        "of": draft.id if draft else "",
        # What a page chose to begin may be what is gone: then the next one is begun.
        "begins": "" if draft or form.non_field_errors() else chosen_by(request),
        "here": address(request, "professional_files", draft),
        "back": address(request, "professional", draft),
        "remove": address(request, "professional_remove_file", draft),
        "wait": ticket() if wait else "",
    }
    return render(request, "enquiries/professional_files.jinja", context, status=TOO_FAST if wait else 200)
