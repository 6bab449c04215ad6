package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs with OpenAI's own clients, Spring AI and LangChain4j draw with {@code dist/kiln serve},
 * and their requests are recorded for {@code RecordedClientsTest}. With {@code ./mvnw -Pclients
 * verify}; {@code -Dclients.python=FILE} names a Python that has the package {@code openai}.
 */
class OpenAiClients {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path PROGRAMS = ROOT.resolve("examples/clients/openai");
  private static final Path RECORDED = PROGRAMS.resolve("recorded");

  @TempDir Path folder;
  private Shell shell;
  private Shell.Running server;

  @BeforeEach
  void serve() throws IOException {
    shell = new Shell(folder).home(folder.resolve("home"));
    server = shell.serve();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({"openai-java, OpenAiJava", "spring-ai, SpringAi", "langchain4j, LangChain4j"})
  void javaClientsDraw(String client, String program) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String libraries = System.getProperty("java.class.path");
    run(client, List.of(java, "-cp", libraries, PROGRAMS.resolve(program + ".java").toString()));
  }

  @Test
  void pythonClientDraws() throws Exception {
    String python = System.getProperty("clients.python", "python3");
    run("openai-python", List.of(python, PROGRAMS.resolve("openai_client.py").toString()));
  }

  private void run(String client, List<String> program) throws Exception {
    Files.createDirectories(RECORDED);
    try (Stream<Path> old = Files.list(RECORDED)) {
      for (Path file : old.filter(it -> name(it).startsWith(client + "-")).toList()) {
        Files.delete(file);
      }
    }
    try (Recorder recorder = new Recorder(server.firstLine(), RECORDED, client)) {
      String[] words =
          Stream.concat(program.stream(), Stream.of(recorder.url(), ".")).toArray(String[]::new);
      Shell.Result result = shell.run(words);
      assertThat(result.exit()).as(result.out() + result.err()).isZero();
      assertThat(result.out().lines().filter(line -> line.endsWith(".png"))).isNotEmpty();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
