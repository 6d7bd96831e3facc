"""Alongside: the working system of a borough's violence reduction partnership."""

__version__ = "0.1.0"
