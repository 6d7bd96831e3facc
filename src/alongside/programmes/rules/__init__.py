"""Decisions without a database: days of lessons, pupils' codes, what may be written of a lesson, how far a class came."""
