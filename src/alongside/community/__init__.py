"""Residents: networks, priorities, reports, events, Young Advisors, mentors. Nothing here knows a person of the front door."""
