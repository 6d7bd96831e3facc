"""Reads of support, by who reads: the referrer, the front door, an agency that is asked, those on a plan."""
