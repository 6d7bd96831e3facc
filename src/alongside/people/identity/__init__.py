"""Which records tell of one child: found, weighed, grouped, and every change carried through in one transaction."""
