"""Every bound of the product that Python knows, each with its reason."""

from datetime import time, timedelta

# What a patient types
SHORT_TEXT = 200
"""Letters of a line: the longest names fit, and a line of paper holds it in three."""
LONG_TEXT = 4_000
"""Letters of a free text: about a page, more than any patient wrote."""
LINE_BREAKS = 40
"""A text of empty lines would push everything else off its page."""
ACCENT_MARKS = 8
"""Marks on one letter: Vietnamese needs two, stacks of them paint over their neighbours."""
POSTED_LETTERS = 100_000
"""Letters of one posted page; a page of long texts in any script stays far below."""
DRAFTS_OF_A_PAGE = 3
"""Windows on one page whose unsent text is kept: who has more is not looking at them."""
DRAFTS_IN_A_MINUTE = 60
"""A page sends one every two seconds at most; what asks more often is a program."""
ANSWERS_IN_A_LIST = 5
"""Texts of a list whose question names no number of its own."""
ROWS_SHOWN = 4
"""Empty lines of a list that are seen at first; the others are unfolded, or come as it fills."""
NEAR_NAME, LONG_NAME, SHORTEST_NEAR = 1, 8, 5
"""Slips in a name that is asked about: one, two from eight letters on, none in a short one."""
DIGITS = 15
"""Digits of a number: more than any date, dose or count, fewer than a double loses."""

# People and time
ADULT_AGE = 18
"""Years; in two states 19, which the clinic's own rules must add."""
WORDS_A_MINUTE = 238
"""Adults read prose silently at this rate (Brysbaert 2019, a review of 190 studies)."""
SLOW_WORDS_A_MINUTE = 180
"""A slow reader: the longer of the two times on the start page is theirs."""
TAP_SECONDS = 3
FIELD_SECONDS = 12
"""A tap and a typed field in the model of how long the questions take."""
STEP_OF_TIMES = 5
LONGEST_ON_A_PAGE = 180
"""Real times on a page, in seconds: counted in steps, and cut where somebody was away."""
FEWEST_SITTINGS = 20
"""With fewer the model says more than the clinic's own times."""

WATCH_MINUTES = 30
"""After a treatment, where the clinic set none: 20 to 30 is the norm after allergy shots."""

# Links and sessions
LINK_DAYS = 14
"""A link that nobody used in two weeks is entered anew."""
LINK_ON_DEVICE = timedelta(minutes=30)
"""A link opened on the clinic's own device is used in the waiting room."""
DEVICE_PAIRS = timedelta(minutes=10)
"""A code that a tablet shows is typed at the desk beside it."""
DEVICES_ASKING = 20
"""Codes that wait at once: a clinic pairs a handful of tablets in its life."""
DEVICE_NAME = 60
"""Letters of the name of a tablet: it stands on a button."""
DEVICE_SEEN = timedelta(seconds=20)
"""A tablet asks every few seconds; it is noted no more often than this."""
DEVICE_IS_AWAY = timedelta(minutes=2)
"""A tablet that has not asked for so long is off, or has no network."""
COPY_OPENS = timedelta(days=7)
"""After sending and after signing: long enough to read it at home, and to show it to a doctor."""
BIRTH_DATE_TRIES = 5
"""Wrong birth dates until a link locks: a guesser has one chance in thousands."""
PATIENT_IDLE = timedelta(minutes=20)
"""A patient looks for a pill box; ASVS asks for an end all the same."""
PATIENT_IDLE_ON_DEVICE = timedelta(minutes=3)
"""A shared tablet is handed on."""
PATIENT_SESSION = timedelta(hours=4)
"""From opening to the end, whatever was typed in between."""
STAFF_SESSION = timedelta(hours=8)
"""A working day."""
WELCOME = timedelta(days=7)
"""A link that makes a password; who was away for a week asks for another."""
HELD_POSTS = 10
"""Forms posted after the end that wait for one person: more tabs than anybody has open."""
HELD_POSTS_FOR = timedelta(days=1)
"""Whoever does not come back by then has begun anew."""
HELD_LETTERS = 400_000
"""Letters of one such form: the longest page of the admin, with all its rows, has half."""
PASSWORD_AGAIN = timedelta(minutes=5)
"""A sensitive act asks for the password again after it."""
PASSWORD_TRIES = 5
"""Wrong passwords of somebody who is signed in, until the session ends."""
GUESSES_A_DAY = 30
"""Wrong passwords for one user name in a day, from all addresses, until tries are slowed down."""
PAUSE_BETWEEN_GUESSES = timedelta(minutes=5)
"""What is slowed down takes one try in this time: fewer than 300 guesses a day."""
PASSWORD_LETTERS = 128
"""A pass phrase fits, and hashing stays bounded."""
SHARED_VISIT = timedelta(hours=24)
"""How long another provider may read a visit after giving a reason."""

CLOCK_SLACK = timedelta(minutes=5)
"""Servers of one clinic differ by less; what is later than that was written under another clock."""

# Keeping
KEEP_UNSENT = timedelta(days=14)
"""Answers that were never sent are erased this long after the visit or the last link."""
LONGEST_SILENCE = timedelta(days=30)
"""The daily purge writes a line itself; a month without any means that the clock jumped."""
USUAL_PURGE = 20
"""Visits due on one day that nobody is asked about."""
UNUSUAL_SHARE = 0.1
"""More than this part of all visits due at once is a mistake, not a day's work."""
SOON = timedelta(days=30)
"""What falls due within it is listed on the front page: a month of notice."""

# What is sealed is filled up to these sizes in bytes, then twice, four times as much
SEALED_ROOM = 256
"""Names, dates, signatures and ordinary notes are all of one size."""
PASSKEY_ROOM = 1024
"""The key of a device with its name; keys of RSA are the longest."""
SHEET_ROOM = 8 * 1024
"""Answers to the shipped questionnaire with twenty allergies and some long texts, packed."""
DRAFT_ROOM = 1024
"""A page with its fields, packed."""
DISCUSSION_ROOM = 32 * 1024
"""Packed, the shortest discussion of the shipped patients has 15,000 bytes, the longest 28,000."""
PDF_ROOM = 160 * 1024
"""The shortest copy of the shipped patients has 27,000 bytes, the longest 129,000."""
RECORD_ROOM = 1024
"""An outcome or a verified fact, with a note of some 800 letters."""
CHOICE_ROOM = 4 * 1024
"""What the register says of one product, lot and person; a signed decision; kept notes."""

# Sites
LOGO_BYTES = 200_000
"""Of a file; a logo of a few colours has a tenth."""
LOGO_WIDTH, LOGO_HEIGHT = 1200, 400
"""Pixels: 4 cm on paper at twice what a printer shows."""

# Photos by the patient
PHOTOS = 6
"""Of one visit: a label from two sides, two certificates, a consent form of two pages."""
PHOTO_BYTES = 12_000_000
"""Of the file that a phone sends: one of 12 megapixels has 3 to 6 MB."""
PHOTO_BODY = 13 * 1024 * 1024
"""Of a post with such a file and its form around it; as in deploy/nginx.conf."""
PHOTO_PIXELS = 60_000_000
"""Looked at before one is decoded: phones take 12 to 50 megapixels, a bomb says 400."""
PHOTO_SIDE = 2_000
"""Pixels of the longer side as it is kept: the small print of a page can be read at 170 dpi."""
PHOTO_QUALITY = 75
"""Of JPEG: letters stay sharp, and a page of print takes 300 to 700 kB."""
PHOTO_SMALL_SIDE = 480
"""Pixels of the small one: 43 mm on paper at 280 dpi."""
PHOTO_ROOM = 512 * 1024
"""Most photos of a page or a label, drawn anew, are of this one size when sealed."""
PHOTO_SMALL_ROOM = 64 * 1024
"""Small ones have 15,000 to 50,000 bytes."""
PHOTO_SECONDS = 8.0
"""On the clock, to draw one anew; with the wait for a turn less than the proxy waits."""

# Documents
DOCUMENT_BYTES = 1_000_000
"""The largest file that is read: the shipped content takes a quarter."""
LETTERS_OF_AN_ERROR = 500
"""What is wrong with a document is quoted from it, and may be as long as the whole of it."""
DOCUMENT_DEPTH = 32
"""Levels of nesting; a questionnaire has nine."""
QUESTIONS = 2_000
"""Questions of one questionnaire: twice what the bench walks in time."""
REGULATORY_REVIEW = timedelta(days=183)
"""Rules of agencies change faster than science: such evidence is read again within six months."""

# Words of a rule, so that page 1 can be read in two minutes
SHORT_WORDS = 6
TITLE_WORDS = 12
TALK_WORDS = 20
PATIENT_WORDS = 30
ASK_WORDS = 14
LIFT_WORDS = 7
WAYS_TO_LIFT = 2
CHECK_TITLE_WORDS = 8
HELP_WORDS = 25
"""A hint is only what is needed to answer."""
WHY_WORDS = 30
HIGHEST_GRADE = 8
"""School grade of what patients read; public advice on health asks for sixth to eighth."""

HIGHEST_OF_A_TRANSLATION = 6
"""School grade, by the formula of its language, that a translator is told about."""
# Paper and talk
MOST_QUESTIONS = 5
"""Questions to ask on the patient's list: longer lists do not help patients."""
MUCH_UNKNOWN = 4
"""One answer in so many not known: "no hold" is then said together with the count."""

# Work that follows a commit
JOB_LEASE = timedelta(minutes=5)
"""Longer than any job takes; a worker that was killed is given up after it."""
JOB_AFTER = tuple(timedelta(seconds=seconds) for seconds in (20, 60, 300, 1500))
"""How long to wait after the first, second, … try that failed; then it is given up."""
JOB_SPREAD = 0.2
"""Tries are spread by so much, so that many that failed together do not come back together."""
COPY_REST = timedelta(minutes=10)
"""What could not be printed is not tried at every click; workers try it by their own rule."""
PRINTS_AT_ONCE = 2
"""Pages laid out at once in one process; each keeps a whole core busy."""
PRINTS_WAITING = 1
"""Others that may wait: with four threads to a process, one is always left for pages."""
PRINT_QUEUE_SECONDS = 5.0
"""How long they wait; whoever comes then is told to come again."""

# The desk
DESK_OPENS, DESK_CLOSES = time(8), time(18)
"""A time of day without a.m. or p.m. is the one between these."""

# The talk
MOST_TALK_TEXTS = 120
"""Answers and words said back in one talk: more than a discussion has points."""
KEPT_LETTERS = 20_000
"""Letters of one note that is kept while it is typed: five times what can be recorded."""
