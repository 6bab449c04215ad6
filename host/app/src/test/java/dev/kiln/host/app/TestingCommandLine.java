package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.DefaultModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs commands in folders of a test, with the project's models. */
final class TestingCommandLine {
  private final Path temp;
  private final Path pictures;
  private final Path plugins;

  TestingCommandLine(Path temp) throws IOException {
    this.temp = temp;
    pictures = Files.createDirectories(temp.resolve("pictures"));
    plugins = Files.createDirectories(temp.resolve("plugins"));
  }

  record Result(int exit, String out, String err) {}

  Path pictures() {
    return pictures;
  }

  Path plugins() {
    return plugins;
  }

  Result draw(String prompt, String... flags) {
    List<String> all = new ArrayList<>(List.of("txt2img", prompt, "-o", "x.png"));
    all.addAll(List.of(flags));
    return run(args(all.toArray(String[]::new)));
  }

  /** The picture's name becomes a path in the test's folder. */
  String[] args(String... arguments) {
    return Arrays.stream(arguments)
        .map(it -> it.equals("x.png") ? pictures.resolve(it).toString() : it)
        .toArray(String[]::new);
  }

  Result run(String... arguments) {
    return run(!List.of(arguments).contains("--home"), arguments);
  }

  /**
   * @param folders whether the test's folders are named in the arguments
   */
  Result run(boolean folders, String... arguments) {
    return folders ? at(temp.resolve("home"), arguments) : runAll(List.of(arguments));
  }

  /** In the test's folders, with another home. */
  Result at(Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    all.addAll(List.of("--plugins", plugins.toString()));
    all.addAll(List.of("--models", DefaultModel.models().toString()));
    return runAll(all);
  }

  private static Result runAll(List<String> all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new CommandLineTool(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(all.toArray(String[]::new));
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  void refused(Result result, String sentence) throws IOException {
    assertThat(result.err()).isEqualTo("kiln: " + sentence + "\n");
    oneSentence(result);
  }

  void oneSentence(Result result) throws IOException {
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    try (Stream<Path> left = Files.list(pictures)) {
      assertThat(left).isEmpty();
    }
  }
}
