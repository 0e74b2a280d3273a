"""The parts on law and safety: consent, the lawful basis, danger and child protection."""

from __future__ import annotations

from typing import Any

from mash.pathway.enquiries.forms.telling import choice
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.particulars.models import Particulars
from mash.pathway.enquiries.professional.forms.part import YES_NO, YES_NO_UNKNOWN, PartForm, long


class ConsentForm(PartForm):
    """Whether the family agreed; and, apart from it, whether they know."""

    consent = choice(
        "Has the family agreed that you share this?",
        [
            (Enquiry.Consent.GIVEN, "They agreed"),
            (Enquiry.Consent.REFUSED, "They refused"),
            (Enquiry.Consent.NOT_SOUGHT, "They were not asked"),
        ],
        required="Say whether the family agreed, refused, or was not asked",
    )
    consent_why = long("Why, if they refused or were not asked?", rows=3)
    family_told = choice(
        "Does the family know that you are telling us?", YES_NO, required="Say whether the family knows"
    )
    family_not_told = choice("Why do they not know?", Particulars.NotTold.choices, hint="Only if they do not know")
    family_told_why = long(
        "Anything else about what the family knows or thinks", "What the parents say, for one", rows=3
    )

    def clean(self) -> dict[str, Any]:
        """What was not asked, and what was not told, needs a reason."""
        said = self.cleaned_data
        if said.get("consent") == Enquiry.Consent.NOT_SOUGHT and not str(said.get("consent_why", "")).strip():
            self.missing("consent_why", "Say why the family was not asked")
        if said.get("family_told") == "no" and not said.get("family_not_told"):
            self.missing("family_not_told", "Choose why the family does not know")
        return said

    def told(self) -> dict[str, Any]:
        """Consent, and the family's knowledge."""
        said = self.cleaned_data
        names = ("family_told", "family_not_told", "family_told_why")
        return {
            "consent": {"state": said["consent"], "why": said["consent_why"]},
            "particulars": {name: said[name] for name in names},
        }


class BasisForm(PartForm):
    """On what law it is shared."""

    particulars = ("lawful_basis", "without_consent", "lawful_basis_why")

    lawful_basis = choice(
        "On what lawful basis do you share this?",
        Particulars.Basis.choices,
        required="Choose a lawful basis, or say that you do not know",
    )
    without_consent = choice(
        "If you share it without consent, why can you?",
        Particulars.WithoutConsent.choices,
        hint="Leave it if they agreed",
    )
    lawful_basis_why = long("Your reasons", "Who decided to share it, and what they weighed", rows=3)


class DangerForm(PartForm):
    """What cannot wait."""

    immediate_danger = choice(
        "Is somebody in danger right now?",
        YES_NO_UNKNOWN,
        hint="If so, call 999 first.",
        required="Say whether somebody is in danger right now",
    )
    child_protection = choice(
        "Is a child suffering, or likely to suffer, significant harm?",
        YES_NO_UNKNOWN,
        hint="If you answer yes, practice managers and police see it at once.",
        required="Say whether a child is suffering, or likely to suffer, significant harm",
    )

    def told(self) -> dict[str, Any]:
        """Both answers; what is not known is no yes."""
        return {name: self.cleaned_data[name] == "yes" for name in ("immediate_danger", "child_protection")}
