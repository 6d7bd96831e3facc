"""The front door: the queues by clock, one concern on one page, and what is done with it."""
