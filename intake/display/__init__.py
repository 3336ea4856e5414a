"""What pages and paper both need to show text: letters that print, and the traces of a line."""
