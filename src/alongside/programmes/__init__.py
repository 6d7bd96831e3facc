"""Programmes in schools: lessons, classes, delivery, reach, and what was measured before and after. No pupil is named."""
