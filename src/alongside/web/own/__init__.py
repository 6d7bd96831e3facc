"""The child's own view: pages for the child behind a link with a code, and pages for the worker who gives it."""
