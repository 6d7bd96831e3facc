"""Who is in the demo borough, for its start page: the order, and one line on what to try as that person."""

# By username. `config` hands this to the start page as a setting; the web never imports the demo.
NOTES: dict[str, tuple[int, str]] = {}
