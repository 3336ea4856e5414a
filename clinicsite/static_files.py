"""Static files by hashed names, and by plain ones where nobody has collected them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Django's own fails every page, the error page too, when a name is not in the manifest."""

    # A browser keeps a script for a year by its name: one that another imports needs a hash too.
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def has_manifest(self) -> bool:
        return bool(self.hashed_files)
