"""The draft, walked as a patient would."""
