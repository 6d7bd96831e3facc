"""Places: recorded crime by month, type and area, and the files that it came from."""
