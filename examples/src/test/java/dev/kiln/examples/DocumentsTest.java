package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What documents point at is there. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\((?!http)([^)#]+)");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern WHOLE_LINK = Pattern.compile("\\[[^\\]]*\\]\\([^)]*\\)");
  private static final Pattern CLASS = Pattern.compile("`(\\w+/[A-Z]\\w+)`");
  private static final int WIDTH = 120;
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  static List<Path> documents() throws IOException {
    return files(".md").map(ROOT::relativize).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    assertThat(
            LINK.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(link -> link.group(1)))
        .allSatisfy(
            link -> assertThat(ROOT.resolve(document).resolveSibling(link).normalize()).exists());
  }

  /** Rows of tables, code and links cannot be wrapped. */
  @ParameterizedTest
  @MethodSource("documents")
  void linesOfAReadmeFitIntoAWindow(Path document) {
    if (document.endsWith("README.md")) {
      String prose = CODE.matcher(text(ROOT.resolve(document))).replaceAll("");
      assertThat(prose.lines())
          .filteredOn(line -> !line.startsWith("|"))
          .filteredOn(line -> WHOLE_LINK.matcher(line).replaceAll("").length() > WIDTH)
          .isEmpty();
    }
  }

  @Test
  void theReadingOrderOfTheHostNamesFilesThatAreThere() throws IOException {
    List<String> sources = files(".java").map(file -> file.toUri().getPath()).toList();
    assertThat(CLASS.matcher(text(ROOT.resolve("host/README.md"))).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            it ->
                assertThat(sources)
                    .as(it.group(1))
                    .anyMatch(path -> path.endsWith("dev/kiln/host/" + it.group(1) + ".java")));
  }

  /** A decision about what is not built yet has no test. */
  @Test
  void everyDecisionIsCheckedByATestThatIsThere() throws IOException {
    String tests = files("Test.java").map(DocumentsTest::text).collect(Collectors.joining());
    for (Path document : documents()) {
      String content = text(ROOT.resolve(document));
      if (document.toString().matches(".*decisions.\\d+.*")
          && !content.contains("\nTo be built with ")) {
        List<MatchResult> named = TEST.matcher(content).results().toList();
        assertThat(named)
            .as(document.toString())
            .isNotEmpty()
            .allSatisfy(
                it ->
                    assertThat(tests)
                        .contains("class " + it.group(1), "void " + it.group(2) + "("));
      }
    }
  }

  private static Stream<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(
              file ->
                  !ROOT.relativize(file)
                      .toString()
                      .matches("(.*/)?(target|dist|outputs|node_modules|\\.git)/.*"))
          .toList()
          .stream();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
