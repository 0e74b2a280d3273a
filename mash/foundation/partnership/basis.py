"""The standing lawful basis on which a hub in England asks agencies, as a text for a partnership to start from."""

LAWFUL_BASIS = (
    "Public task: safeguarding and promoting the welfare of children, Children Act 1989 sections 17 and 47 and "
    "Children Act 2004 sections 10, 11 and 16LA; UK GDPR article 6(1)(e) and 9(2)(g) with Data Protection Act 2018 "
    "schedule 1 paragraph 18."
)
