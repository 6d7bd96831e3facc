"""Who runs mentors, and what the log calls what they read."""

from alongside.partners.roles import Permission

MENTOR, MATCH, AMBASSADOR = "mentor", "mentor’s match", "ambassador’s role"
RUNS_MENTORS = Permission.RUN_PROGRAMMES
"""The programme lead of a charity or of the council: an adult in a post, who opens no case. Neither Young Advisors nor
residents read whether a neighbour's certificate was accepted."""
