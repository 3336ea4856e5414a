"""What a provider opens: the worklist, and the pages of a talk."""
