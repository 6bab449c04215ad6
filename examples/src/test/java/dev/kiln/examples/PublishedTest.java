package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a public repository of Maven's demands of each module, and the BOM that names all. */
class PublishedTest {
  private static final Path ROOT = StandAloneProject.ROOT;
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  /** All poms of modules that are published. */
  static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      return files
          .filter(file -> file.endsWith("pom.xml"))
          .map(ROOT::relativize)
          .filter(file -> !file.toString().matches("(examples|dist|target|.*/target)/.*"))
          .sorted()
          .toList();
    }
  }

  private static Document pom(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(file).toFile());
  }

  private static String text(Document pom, String path) throws Exception {
    return XPATH.evaluate(path, pom).strip();
  }

  /** The root's metadata are inherited; a name is not. */
  @ParameterizedTest
  @MethodSource("modules")
  void hasANameAndADescription(Path module) throws Exception {
    Document pom = pom(module);
    assertThat(text(pom, "/project/name")).as("name of " + module).startsWith("Kiln");
    if (!text(pom, "/project/packaging").equals("pom")) {
      assertThat(text(pom, "/project/description")).as("description of " + module).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("withoutAParent")
  void hasWhatARepositoryDemands(Path module) throws Exception {
    Document pom = pom(module);
    for (String path :
        List.of(
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url")) {
      assertThat(text(pom, "/project/" + path)).as(path + " of " + module).isNotEmpty();
      assertThat(text(pom, "/project/" + path))
          .isEqualTo(text(pom(Path.of("pom.xml")), "/project/" + path));
    }
  }

  static List<Path> withoutAParent() {
    return List.of(Path.of("pom.xml"), Path.of("host/bom/pom.xml"));
  }

  @Test
  void theBomNamesEveryJarWithItsVersion() throws Exception {
    Map<String, String> jars = new TreeMap<>();
    for (Path module : modules()) {
      Document pom = pom(module);
      if (!text(pom, "/project/packaging").equals("pom")) {
        String own = text(pom, "/project/version");
        jars.put(
            text(pom, "/project/artifactId"),
            own.isEmpty() ? text(pom, "/project/parent/version") : own);
      }
    }
    Document bom = pom(Path.of("host/bom/pom.xml"));
    Map<String, String> named = new TreeMap<>();
    NodeList all =
        (NodeList)
            XPATH.evaluate(
                "/project/dependencyManagement/dependencies/dependency",
                bom,
                XPathConstants.NODESET);
    for (int i = 0; i < all.getLength(); i++) {
      String property = XPATH.evaluate("version", all.item(i)).replaceAll("[${}]", "");
      named.put(
          XPATH.evaluate("artifactId", all.item(i)), text(bom, "/project/properties/" + property));
    }
    assertThat(named).isEqualTo(jars);
  }
}
