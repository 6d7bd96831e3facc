"""Programmes in schools: whom they reach, and the lessons of a class."""
