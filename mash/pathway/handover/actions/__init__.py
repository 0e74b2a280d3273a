"""The verbs of what leaves the hub: permissions, releases, handovers, the reply to the referrer, and closing."""

from mash.pathway.handover.actions.approval import approve_release, clear_warning
from mash.pathway.handover.actions.closing import close_enquiry
from mash.pathway.handover.actions.elsewhere import acknowledge_elsewhere, say_sent_elsewhere
from mash.pathway.handover.actions.feedback import tell_referrer
from mash.pathway.handover.actions.permissions import agree_release, ask_owner, refuse_release
from mash.pathway.handover.actions.receipts import acknowledge_handover, escalate_handover, return_handover
from mash.pathway.handover.actions.releases import prepare_release, withdraw_release

__all__ = [
    "acknowledge_elsewhere",
    "acknowledge_handover",
    "agree_release",
    "approve_release",
    "ask_owner",
    "clear_warning",
    "close_enquiry",
    "escalate_handover",
    "prepare_release",
    "refuse_release",
    "return_handover",
    "say_sent_elsewhere",
    "tell_referrer",
    "withdraw_release",
]
