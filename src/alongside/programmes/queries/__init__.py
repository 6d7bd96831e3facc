"""Reads of programmes. Classes are of the viewer's own school, unless she runs programmes; figures are counts."""
