"""Plants faults one at a time, and sees whether the tests of their floor catch each of them."""
