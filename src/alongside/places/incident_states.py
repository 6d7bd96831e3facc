"""The few words that sets of incidents and counts by area need."""

from django.db.models import TextChoices


class Measured(TextChoices):
    """Whose record an incident is. Police and hospital records of violence are two measures, never one sum."""

    POLICE = "police", "Police"
    HOSPITAL = "hospital", "Hospital"
    OTHER = "other", "Another agency"


class Audience(TextChoices):
    """Who may see what is made from a set."""

    PLACES = "places", "Everybody who sees the pages of places"
    STUDY = "study", "Only those who study places (analysts and sergeants)"


class FileState(TextChoices):
    """How far a file of incidents is."""

    UNMAPPED = "unmapped", "Its columns are to be chosen"
    WAITING = "waiting", "Waiting"
    READING = "reading", "Being read"
    STOPPED = "stopped", "Stopped"
    REFUSED = "refused", "Refused"
    DONE = "done", "Done"


FILES_UNDER_WAY = (FileState.WAITING, FileState.READING)


class Coordinates(TextChoices):
    """What the two numbers of a place mean."""

    LONLAT = "lonlat", "Longitude and latitude, in degrees"
    GRID = "grid", "Eastings and northings of the British National Grid, in metres"
    METRES = "metres", "Metres on a map of its own"
    FEET = "feet", "Feet on a map of its own (international foot, 0.3048 m)"
    SURVEY_FEET = "survey_feet", "Feet on a map of its own (US survey foot, 1200/3937 m)"


METRES_IN = {Coordinates.METRES: 1.0, Coordinates.FEET: 0.3048, Coordinates.SURVEY_FEET: 1200 / 3937}
LOCAL_PLANE = "local"


class DateOrder(TextChoices):
    """How a date is written. A month's name is read in each of them."""

    YEAR_FIRST = "ymd", "Year, month, day (2026-03-09)"
    DAY_FIRST = "dmy", "Day, month, year (9/3/2026)"
    MONTH_FIRST = "mdy", "Month, day, year (3/9/2026)"


class RowFault(TextChoices):
    """Why a row of incidents was rejected. Each says what to mend."""

    CELLS = "cells", "The row has not as many cells as the header: a cell that holds a separator needs quotation marks"
    FORMULA = "formula", "The cell begins like a spreadsheet formula: put the value itself there"
    TOO_LONG = "too_long", "The cell is too long: shorten it to 80 letters"
    NO_DATE = "no_date", "The date is missing: fill it in"
    DATE = "date", "This is no date in the order that was chosen: mend the cell, or choose another order"
    TIME = "time", "This is no time of day: write it like 21:30"
    NO_ZONE = "no_zone", "Other times of this file carry a time zone and this one does not: write all in one way"
    ZONE = "zone", "This time carries a time zone and others of this file do not: write all in one way"
    FUTURE = "future", "The date lies in the future: look for a day and a month that changed places, or a wrong year"
    TOO_OLD = "too_old", "The date lies before 1970: look for a wrong year"
    NUMBER = "number", "This is not a number: mend the cell, or leave both coordinates empty"
    HALF_PLACE = "half_place", "One coordinate is missing: give both, or leave both empty"
    SWAPPED = "swapped", "The two coordinates look swapped: change the columns over"
    DEGREES = "degrees", "The coordinate lies outside the globe: longitude and latitude are in degrees"
    OFF_GRID = "off_grid", "The coordinate lies outside the British National Grid: check it, or choose another form"
    COUNT = "count", "The count must be a whole number from 1 to 10,000"
