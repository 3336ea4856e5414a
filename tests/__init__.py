"""Tests: they mirror intake/, and spec/, journeys/ and browser/ tell whole stories."""
