"""The reception desk's door: the day, entering, links, moving and cancelling. No answers."""
