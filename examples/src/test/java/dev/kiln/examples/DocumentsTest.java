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

  @Test
  void everyDecisionIsCheckedByATestThatIsThere() throws IOException {
    String tests = files("Test.java").map(DocumentsTest::text).collect(Collectors.joining());
    for (Path document : documents()) {
      if (document.toString().matches(".*decisions.\\d+.*")) {
        List<MatchResult> named = TEST.matcher(text(ROOT.resolve(document))).results().toList();
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
                      .matches("(.*/)?(target|dist|outputs|\\.git)/.*"))
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
