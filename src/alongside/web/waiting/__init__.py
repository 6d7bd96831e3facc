"""Who waits, for the team that works the queue; and waits in figures, for those who answer for them."""
