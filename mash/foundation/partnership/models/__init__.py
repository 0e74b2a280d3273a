"""Who works together here, and by which rules."""

from mash.foundation.partnership.models.agencies import Agency, SharingAgreement, Team
from mash.foundation.partnership.models.areas import Area, Concern, Criterion, Guidance, Prompt, ServiceStandard
from mash.foundation.partnership.models.asking import AskingRule
from mash.foundation.partnership.models.members import Member, MemberRole, Role

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
    "Role",
    "ServiceStandard",
    "SharingAgreement",
    "Team",
]
