"""What the pages about a patient's record say: the acts, and what is asked before each."""

FIND = (
    "Find the patient by a visit's reference, or by surname and date of birth. The access log keeps"
    " that you looked."
)
ACTS = {
    "export": (
        "A copy of everything",
        "One file with a PDF to read, a JSON document for other programs, and the copies on paper.",
    ),
    "merge": (
        "Two records of one person",
        "Somebody who was entered twice has one record again, with all visits of both.",
    ),
    "hold": ("Legal hold", "Keeps everything from being erased, by time or on request."),
    "lift": ("Legal hold", "Once it is lifted, records are erased when their time comes."),
    "erase": ("Erase", "For good. Only numbers stay, for the access log."),
}
ASKED = {
    "export": {
        "here": "Hand out",
        "intro": [
            "You get one file (ZIP) with everything kept about this patient, and the list of who"
            " looked. Anybody who has it can read it: hand it over, then delete it."
        ],
        "button": "Hand out the record",
    },
    "hold": {
        "here": "Place a hold",
        "intro": [
            "Nothing of this patient is erased while the hold stands, neither when its time comes"
            " nor when somebody asks for it."
        ],
        "button": "Place the hold",
    },
    "lift": {
        "here": "Lift the hold",
        "intro": ["After this, the patient's visits are erased when their time comes."],
        "button": "Lift the hold",
    },
    "erase": {
        "here": "Erase",
        "warning": "This erases the patient with every visit, answer, discussion, signature and"
        " paper, for good. Backups made earlier keep them until they expire. Hand out a copy first"
        " if one was asked for.",
        "button": "Erase for good",
    },
}


BUTTONS = {act: str(words["button"]) for act, words in ASKED.items()} | {"merge": "Find the other"}
