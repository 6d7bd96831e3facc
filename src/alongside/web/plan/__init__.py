"""Plans: who leads, what the child wants, who does what by when, and what is shared with whom."""
