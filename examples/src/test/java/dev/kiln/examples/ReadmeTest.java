package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the READMEs tell a newcomer to type is typed here, in order, on the finished dist/. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final String ADDRESS = "http://127.0.0.1:7860";

  /** Enlarging takes as long as drawing, and the first page does it. */
  private static final String NOT_ENLARGED =
      "{\"plugins\": {\"upscaler-onnx\": {\"upscaler\": \"None\"}}}";

  @TempDir Path folder;

  /** The first page, and all pages of plugins. */
  static Stream<Path> readmes() throws IOException {
    try (Stream<Path> pages = Files.walk(ROOT.resolve("plugins"), 2)) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              pages.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream())
          .map(ROOT::relativize);
    }
  }

  @ParameterizedTest
  @MethodSource("readmes")
  void commandsWork(Path readme) throws Exception {
    Files.createSymbolicLink(folder.resolve("kiln"), ROOT.resolve("dist/kiln"));
    Path home = Files.createDirectories(folder.resolve("home"));
    if (readme.getNameCount() > 1) {
      Files.writeString(home.resolve("settings.json"), NOT_ENLARGED);
    }
    // By all processors, as a newcomer's is.
    Shell shell = new Shell(folder).home(home).with("KILN_JAVA_OPTIONS", "");
    List<Shell.Running> servers = new ArrayList<>();
    String address = ADDRESS;
    try {
      for (String block : blocks(Files.readString(ROOT.resolve(readme)))) {
        if (block.startsWith("./kiln serve")) {
          servers.add(
              shell.start(
                  "sh", "-c", "exec " + block.replace("--port 7860", "--port 0 --measure-time 0")));
          address = servers.get(servers.size() - 1).firstLine();
        } else {
          Shell.Result result = shell.run("sh", "-eu", "-c", block.replace(ADDRESS, address));
          assertThat(result.exit()).as("%s\n%s", block, result.err()).isZero();
          result.out().lines().filter(line -> line.endsWith(".png")).forEach(this::isPicture);
        }
      }
      files(".png").forEach(this::isPicture);
    } finally {
      for (Shell.Running server : servers) {
        server.stop();
      }
    }
  }

  /** The blocks without what would build again, and without curl where there is none. */
  private static List<String> blocks(String text) {
    boolean curl =
        Stream.of("/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl")
            .anyMatch(it -> Files.exists(Path.of(it)));
    return BLOCK
        .matcher(text)
        .results()
        .map(ReadmeTest::code)
        .filter(block -> !block.startsWith("./mvnw"))
        .filter(block -> curl || !block.startsWith("curl"))
        .toList();
  }

  private static String code(MatchResult block) {
    return block.group(1).strip();
  }

  private void isPicture(String file) {
    assertThat(folder.resolve(file))
        .content(java.nio.charset.StandardCharsets.ISO_8859_1)
        .startsWith("\u0089PNG");
  }

  private List<String> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).filter(file -> file.endsWith(ending)).toList();
    }
  }
}
