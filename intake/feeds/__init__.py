"""Schedules of other programs, read: spreadsheets, calendars, HL7 and FHIR, all to one shape."""
