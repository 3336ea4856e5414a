"""The door of those who type in what patients wrote on paper."""
