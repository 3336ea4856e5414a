"""One file that keeps two standards: PDF/A-3a to archive, PDF/UA-1 to be read aloud."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from intake.display.letters import plain

VARIANT = "pdf/a-3a"
SPOKEN = "ActualText"

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

# PDF/A allows foreign metadata only with a description of its schema in the same packet, and
# validators read one rdf:RDF: a second packet with the PDF/UA identifier would be ignored.
_PDF_UA = """
<rdf:RDF {namespaces}>
  <rdf:Description rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>
  <rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag>
    <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
      </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li>
  </rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>
""".format(namespaces=" ".join(f'xmlns:{key}="{uri}"' for key, uri in _NAMESPACES.items()))


def declare_pdf_ua(document: Any) -> None:
    """Make a WeasyPrint document write the PDF/UA-1 identifier next to that of PDF/A-3a."""
    described = document.metadata.generate_rdf_metadata
    for key, uri in _NAMESPACES.items():
        ElementTree.register_namespace(key, uri)

    def both(variant: str, version: int, conformance: str) -> bytes:
        # Both texts are our own, so the standard parser's weakness for entities does not matter.
        rdf = ElementTree.fromstring(described(variant, version, conformance))  # noqa: S314
        rdf.extend(ElementTree.fromstring(_PDF_UA))  # noqa: S314
        return ElementTree.tostring(rdf, encoding="utf-8")

    document.metadata.generate_rdf_metadata = both


def speak_letters() -> None:
    """Make WeasyPrint tell the letters of scripts whose shapes do not tell them.

    Fonts draw the Arabic beh and teh with one shape and different dots, and a Vietnamese letter
    with two shapes; WeasyPrint names each shape after the first letter that used it. Readers then
    copied and read aloud other letters than the patient's. The marked content carries them.
    """
    import pydyf
    from weasyprint.pdf.stream import Stream

    # Left as it is for our own Latin words: there the shapes tell, and are checked as drawn.
    draw_marked = Stream.marked

    @contextmanager
    def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
        with draw_marked(self, box, tag):
            text = getattr(box, "text", "")
            if not plain().issuperset(text) or any(map(unicodedata.combining, text)):
                number = pydyf.Dictionary({"MCID": self._tags[box]["mcid"]})
                number[SPOKEN] = pydyf.String(text)
                # The dictionary that opened this content, just written.
                self.stream[-2] = number
            yield

    Stream.marked = marked
