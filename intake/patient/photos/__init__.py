"""Photos that a patient adds beside the answers: chosen, shown to her, taken away again."""
