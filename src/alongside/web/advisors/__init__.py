"""Young Advisors: the rota, how a patrol went in counts, surveys, and advice that a partner answers."""
