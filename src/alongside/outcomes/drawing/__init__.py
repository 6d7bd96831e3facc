"""Drawing a scoreboard: what the domains counted, made fit to be shown beside all that was shown before."""
