"""Panels: meetings, agendas, cases heard together, minutes cut to each agency."""
