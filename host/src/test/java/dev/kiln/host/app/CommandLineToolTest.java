package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PluginJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole commands: exit code, what is on stdout and stderr, and what is left on the disk. */
class CommandLineToolTest {
  private static final String SEE = "; see kiln txt2img --help";

  @TempDir private Path temp;
  private Path pictures;
  private Path plugins;

  private record Result(int exit, String out, String err) {}

  @BeforeEach
  void folders() throws IOException {
    pictures = Files.createDirectories(temp.resolve("pictures"));
    plugins = Files.createDirectories(temp.resolve("plugins"));
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        bad("unknown sampler \"Eulr a\"; nearest: Euler a, Euler, DPM2 a", "--sampler", "Eulr a"),
        bad("width is 100, which is not a multiple of 8; take 96 or 104", "--size", "100x64"),
        bad("width is 99999; it must be 16 to 8192", "--size", "99999x64"),
        bad("height is 8; it must be 16 to 8192", "--size", "64x8"),
        bad(
            "size is \"wide\"; write width x height in pixels, for example 512x768",
            "--size",
            "wide"),
        bad("steps is 0; it must be 1 to 1000", "--steps", "0"),
        bad("steps is 10000; it must be 1 to 1000", "--steps", "10000"),
        bad("cfg scale is NaN; it must be a number from -100 to 100", "--cfg", "NaN"),
        bad("Invalid value for option '--cfg': 'abc' is not a double" + SEE, "--cfg", "abc"),
        bad("Unknown option: '--nope'" + SEE, "--nope"),
        bad("there is no plugin 'nobody'; there are: none", "--with", "nobody"),
        bad("--with echo=1 names no option; write --with ID.OPTION=VALUE", "--with", "echo=1"),
        bad(
            "seed is 4294967296; it must be 0 to 4294967295, or -1 for a random one",
            "--seed",
            "4294967296"),
        bad(
            "emphasis is \"Loud\"; it must be one of: None, Ignore, Original, No norm",
            "--emphasis",
            "Loud"),
        bad("unknown guidance \"x\"; there are: classifier-free", "--guidance", "x"),
        bad("unknown VAE \"x\0y\"; there are: none; \"None\" is the model's own", "--vae", "x\0y"));
  }

  private static Arguments bad(String sentence, String... flags) {
    return Arguments.of(sentence, List.of(flags));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String sentence, List<String> flags) throws IOException {
    refused(draw("a girl", flags.toArray(String[]::new)), sentence);
  }

  @Test
  void promptThatIsMissingTooLongOrAsksForWhatIsNotThereIsRefused() throws IOException {
    refused(run("txt2img"), "Missing required parameter: 'PROMPT'" + SEE);
    refused(
        draw("a".repeat(100_000)),
        "the prompt has 100000 characters, at most 50000 are read: make it shorter");
    refused(
        draw("a girl <lora:red:1>"),
        "the prompt asks for <lora:red:1>, but no installed plugin takes lora tags; leave it out or"
            + " install one that does");
  }

  @Test
  void modelThatIsNotThereOrBrokenIsRefused() throws IOException {
    Result absent = draw("a girl", "--model", "absent");
    assertThat(absent.err()).startsWith("kiln: unknown model \"absent\"; in ");
    oneSentence(absent);
    Path missing = copyOfTheModel("missing");
    Files.delete(missing.resolve("unet/model.onnx"));
    refused(
        draw("a girl", "--model", missing.toString()),
        "model 'missing' has no unet/model.onnx in "
            + missing
            + "; copy the missing file there or export the model again");
    Path damaged = copyOfTheModel("damaged");
    truncate(damaged.resolve("unet/model.onnx"));
    Result truncated = draw("a girl", "--model", damaged.toString());
    assertThat(truncated.err())
        .startsWith(
            "kiln: " + damaged.resolve("unet/model.onnx") + " cannot be read as an ONNX network: ");
    oneSentence(truncated);
  }

  @Test
  void sizeWhoseMemoryCannotBeHadIsRefused() throws IOException {
    Result result = draw("a girl", "--size", "8192x8192");
    assertThat(result.err())
        .matches(
            "kiln: 8192x8192 needs about [\\d.]+ GB for attention and [\\d.]+ GB are free; ask for a"
                + " smaller size\n");
    oneSentence(result);
  }

  @Test
  void outputThatCannotBeWrittenIsRefused() throws IOException {
    refused(
        run("txt2img", "a girl", "-o", pictures.resolve("x.jpg").toString()),
        "the output "
            + pictures.resolve("x.jpg")
            + " does not end in .png: pictures are written as PNG only");
    Path folder = Files.createDirectories(temp.resolve("folder.png"));
    refused(
        run("txt2img", "a girl", "-o", folder.toString()),
        "the output " + folder + " is a folder: name a file in it");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void outputInAFolderThatTakesNoFilesIsRefused() throws IOException {
    refused(
        run("txt2img", "a girl", "-o", "/proc/q.png"),
        "the output /proc cannot be written, it takes no new files: name another place");
  }

  @Test
  void stdoutHoldsThePathAndNothingElse() {
    Result result = draw("", "--steps", "1", "--seed", "3");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(pictures.resolve("x.png") + "\n");
    assertThat(pictures.resolve("x.png")).isNotEmptyFile();
  }

  @Test
  void pluginIsSwitchedOffAndOn() {
    drop();
    assertThat(run("plugins").out()).containsPattern("echo +1.0.0 +IDLE");
    assertThat(run("plugins", "disable", "echo").out()).containsPattern("echo +1.0.0 +DISABLED");
    assertThat(run("plugins").out()).containsPattern("echo +1.0.0 +DISABLED");
    assertThat(run("plugins", "enable", "echo").out()).containsPattern("echo +1.0.0 +IDLE");
    assertThat(run("plugins", "enable", "nobody"))
        .isEqualTo(new Result(2, "", "kiln: there is no plugin 'nobody'; there are: echo\n"));
  }

  @Test
  void clashesWithTheHostAreShown() {
    PluginJar.of("bold", "1.0.0")
        .source(
            "demo.Places",
            """
            package demo;
            import dev.kiln.spi.hook.*;
            import dev.kiln.spi.host.*;
            import dev.kiln.spi.index.*;
            import dev.kiln.spi.sampling.*;
            @org.pf4j.Extension
            @Route(method = "GET", path = "/sdapi/v1/samplers", summary = "Samplers otherwise")
            @Command(name = "serve", summary = "Serve otherwise")
            @Offers({"euler A"})
            public class Places implements HttpEndpoint, CliContribution, SamplerProvider {
              public int run(CliCall call) { return 0; }
              public ApiResponse handle(ApiCall call) { return null; }
              public SamplerInfo info() { return SamplerInfo.of("euler A"); }
              public Sampler create() { return null; }
            }
            """)
        .dropInto(plugins, "bold.jar");
    String list = run("plugins").out();
    String why =
        " +host, bold +host +the host has it itself; the plugin must name its own otherwise";
    assertThat(list).containsPattern("route +GET /sdapi/v1/samplers" + why);
    assertThat(list).containsPattern("command +serve" + why);
    assertThat(list).containsPattern("SamplerProvider +euler A" + why);
    assertThat(run("serve", "--help").out()).contains("--port");
  }

  @Test
  void safeModeRunsWithoutPlugins() throws IOException {
    drop();
    assertThat(run("plugins", "--safe-mode").out()).doesNotContain("echo");
    assertThat(run("--safe-mode", "plugins").out()).doesNotContain("echo");
    assertThat(run("--safe-mode", "plugins", "disable", "echo"))
        .isEqualTo(new Result(2, "", "kiln: there is no plugin 'echo'; there are: none\n"));
    assertThat(run("greet").out()).isEqualTo("hello\n");
    refused(
        run("--safe-mode", "greet"),
        "unknown command \"greet\"; see kiln --help for those there are");
    Result drawn = run(args("--safe-mode", "txt2img", "", "--steps", "1", "-o", "x.png"));
    assertThat(drawn.exit()).as(drawn.err()).isZero();
  }

  @Test
  void everyCommandExplainsItself() {
    drop();
    assertThat(run("--help").out()).contains("txt2img").contains("serve").contains("greet");
    assertThat(run("--help", "--safe-mode").exit()).isZero();
    for (String command : List.of("txt2img", "serve", "plugins", "models")) {
      Result help = run(command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).startsWith("Usage: kiln " + command);
      assertThat(help.err()).isEmpty();
    }
    assertThat(run("greet", "--help"))
        .isEqualTo(
            new Result(
                0,
                "Usage: kiln greet [OPTIONS]\n"
                    + "Say hello (plugin echo)\n"
                    + "Options of all commands: kiln plugins --help\n",
                ""));
  }

  @Test
  void commandThatIsNotThereIsRefused() throws IOException {
    refused(run("paint"), "unknown command \"paint\"; see kiln --help for those there are");
    refused(run("--home"), "Missing required parameter for option '--home' (DIR); see kiln --help");
    refused(run("serve", "--port", "70000"), "port is 70000; it must be 0 to 65535");
  }

  private void drop() {
    PluginJar.of("echo", "1.0.0")
        .source(
            "demo.Greet",
            """
            package demo;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Command(name = "greet", summary = "Say hello")
            public class Greet implements dev.kiln.spi.hook.CliContribution {
              public int run(dev.kiln.spi.host.CliCall call) { call.print("hello"); return 0; }
            }
            """)
        .dropInto(plugins, "echo.jar");
  }

  private Result draw(String prompt, String... flags) {
    List<String> all = new ArrayList<>(List.of("txt2img", prompt, "-o", "x.png"));
    all.addAll(List.of(flags));
    return run(args(all.toArray(String[]::new)));
  }

  /** The picture's name becomes a path in the test's folder. */
  private String[] args(String... arguments) {
    return Arrays.stream(arguments)
        .map(it -> it.equals("x.png") ? pictures.resolve(it).toString() : it)
        .toArray(String[]::new);
  }

  private Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--home")) {
      all.addAll(List.of("--home", temp.resolve("home").toString()));
      all.addAll(List.of("--plugins", plugins.toString()));
      all.addAll(List.of("--models", DefaultModel.models().toString()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new CommandLineTool(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(all.toArray(String[]::new));
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void refused(Result result, String sentence) throws IOException {
    assertThat(result.err()).isEqualTo("kiln: " + sentence + "\n");
    oneSentence(result);
  }

  private void oneSentence(Result result) throws IOException {
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    try (Stream<Path> left = Files.list(pictures)) {
      assertThat(left).isEmpty();
    }
  }

  private Path copyOfTheModel(String name) throws IOException {
    Path source = DefaultModel.models().resolve("default");
    Path target = temp.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return target;
  }

  private static void truncate(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }
}
