"""Hashes passwords as the product does, but for a thousandth of the work."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The work is what protects a stolen database, and no test steals one to break its hashes."""

    time_cost, memory_cost, parallelism = 1, 8, 1
