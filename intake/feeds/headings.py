"""What the columns of schedules are called, in the programs that clinics use."""

import re

COLUMNS = {
    "name": "Name",
    "surname": "Surname",
    "given": "First names",
    "birth_date": "Date of birth",
    "day": "Day",
    "time": "Time",
    "day_time": "Day and time",
    "provider": "Provider",
    "phone": "Phone",
    "mail": "Mail",
    "language": "Language",
    "standing": "Status",
    "source_id": "Number of the visit",
}
"""What a column can be, with the word that the desk reads."""

_CALLED = {
    "name": "name|patient|patient name|client|client name|full name|nombre|paciente|pt name|pt",
    "surname": "surname|last|last name|lastname|family name|apellido|apellidos|patient last name",
    "given": "first|first name|firstname|given|given name|given names|forename|patient first name",
    "birth_date": "dob|d o b|birth date|birthdate|date of birth|born|birthday|patient dob"
    "|fecha de nacimiento|nacimiento",
    "day": "date|day|appt date|appointment date|visit date|start date|fecha|service date",
    "time": "time|start|start time|appt time|appointment time|hora|begins|from|time slot",
    "day_time": "date time|datetime|appointment|appt|date and time|start date time|when|starts at"
    "|appointment date time|scheduled for",
    "provider": "provider|doctor|with|clinician|practitioner|staff|resource|rendering provider"
    "|seen by|proveedor|doctor a",
    "phone": "phone|mobile|cell|cell phone|mobile phone|telephone|tel|phone number|home phone"
    "|telefono|mobile number",
    "mail": "email|e mail|mail|email address|correo",
    "language": "language|preferred language|primary language|idioma|lengua",
    "standing": "status|appt status|appointment status|state|estado",
    "source_id": "id|appt id|appointment id|visit id|booking id|confirmation|appointment number",
}
_BY_WORDS = {words: what for what, said in _CALLED.items() for words in said.split("|")}


def column_of(head: str) -> str | None:
    """What a column with this heading holds; None for one that is not read."""
    plain = re.sub(r"\(.*?\)", " ", head.casefold())
    plain = plain.replace("é", "e").replace("ú", "u")
    return _BY_WORDS.get(" ".join(re.findall(r"[a-z]+", plain)))
