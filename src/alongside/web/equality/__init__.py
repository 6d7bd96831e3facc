"""Whether help is fair: groups of children compared at each step, with what the figures cannot tell."""
