"""The verbs of enquiries and of the people described on them."""

from mash.pathway.enquiries.actions.files import attach_files
from mash.pathway.enquiries.actions.glass import break_glass, review_break_glass
from mash.pathway.enquiries.actions.identifying import Identified, identify_subject
from mash.pathway.enquiries.actions.messages import (
    Feedback,
    add_to_enquiry,
    answer_hub,
    ask_enquirer,
    hear_enquirer,
    read_referrer_feedback,
)
from mash.pathway.enquiries.actions.people import add_person, relate, say_where_lives
from mash.pathway.enquiries.actions.receiving import Received, receive_enquiry
from mash.pathway.enquiries.actions.ties import declare_tie, lift_tie
from mash.pathway.enquiries.actions.working import link_enquiry, see_risks, take_enquiry
from mash.pathway.enquiries.offering.actions import accept_offer, offer_to_area, send_offer_back

__all__ = [
    "Feedback",
    "Identified",
    "Received",
    "accept_offer",
    "add_person",
    "add_to_enquiry",
    "answer_hub",
    "ask_enquirer",
    "attach_files",
    "break_glass",
    "declare_tie",
    "hear_enquirer",
    "identify_subject",
    "lift_tie",
    "link_enquiry",
    "offer_to_area",
    "read_referrer_feedback",
    "receive_enquiry",
    "relate",
    "review_break_glass",
    "say_where_lives",
    "see_risks",
    "send_offer_back",
    "take_enquiry",
]
