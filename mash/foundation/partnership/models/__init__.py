"""Who works together here, and by which rules."""

from mash.foundation.partnership.models.agencies import Agency, SharingAgreement, Team
from mash.foundation.partnership.models.areas import Area, ServiceStandard
from mash.foundation.partnership.models.asking import AskingRule
from mash.foundation.partnership.models.members import Member, MemberRole, Role
from mash.foundation.partnership.models.words import Concern, Criterion, Guidance, Prompt, PublicText, Service

__all__ = [
    "Agency",
    "Area",
    "AskingRule",
    "Concern",
    "Criterion",
    "Guidance",
    "Member",
    "MemberRole",
    "Prompt",
    "PublicText",
    "Role",
    "Service",
    "ServiceStandard",
    "SharingAgreement",
    "Team",
]
