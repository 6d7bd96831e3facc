"""Programmes in schools. Classes and counts: no pupil is named in any of these tables."""

from alongside.programmes.models.classes import ClassFile, ClassFileRow, ClassStep, SchoolClass
from alongside.programmes.models.measured import Instrument, Reading
from alongside.programmes.models.programmes import Lesson, Programme, ProgrammeVersion, Spending, Target, Training
from alongside.programmes.models.sessions import Session, SessionStep
from alongside.programmes.models.starts import StartDraw, StartWave

__all__ = [
    "ClassFile", "ClassFileRow", "ClassStep", "Instrument", "Lesson", "Programme", "ProgrammeVersion", "Reading",
    "SchoolClass", "Session", "SessionStep", "Spending", "StartDraw", "StartWave", "Target", "Training",
]  # fmt: skip
