"""Log, export, erasure, holds and key rotation."""
