"""Copies that leave the system: make one for a named person, hold one, keep the register."""
