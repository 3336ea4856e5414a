"""The register of verified sources."""
