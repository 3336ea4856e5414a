"""Questions as forms: shared by the patient's door and by the staff's preview of a draft."""
