"""One contact with the hub about one household, and the people as they were described."""

from mash.pathway.enquiries.drafts.models import Draft, DraftFile
from mash.pathway.enquiries.models.enquiries import Enquiry, EnquiryQuerySet, Link, Origin, Receipt, Words
from mash.pathway.enquiries.models.exchanges import Attachment, Message, Rationale
from mash.pathway.enquiries.models.people import DescribedPerson, Identification, Living, ProtectedAddress, Relation
from mash.pathway.enquiries.models.risks import AdultRisk, SeenRisk
from mash.pathway.enquiries.offering.models import Offer
from mash.pathway.enquiries.particulars.models import Particulars

__all__ = [
    "AdultRisk",
    "Attachment",
    "DescribedPerson",
    "Draft",
    "DraftFile",
    "Enquiry",
    "EnquiryQuerySet",
    "Identification",
    "Link",
    "Living",
    "Message",
    "Offer",
    "Origin",
    "Particulars",
    "ProtectedAddress",
    "Rationale",
    "Receipt",
    "Relation",
    "SeenRisk",
    "Words",
]
