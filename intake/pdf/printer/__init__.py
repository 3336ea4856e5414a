"""The limited process that turns HTML into PDF."""
