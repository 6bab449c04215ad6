package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.DefaultModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The bad input of a user: exit code 2, one sentence on stderr, and nothing anywhere else. */
class BadInputTest {
  private static final String SEE = "; see kiln txt2img --help";

  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
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
        bad("there is no plugin 'nobody'; there are none", "--with", "nobody"),
        bad("--with echo=1 names no option; write --with ID.OPTION=VALUE", "--with", "echo=1"),
        bad("--with echo.size has no value; write --with ID.OPTION=VALUE", "--with", "echo.size"),
        bad(
            "seed is -2; it must be 0 to 9223372036854775807, or -1 for a random one",
            "--seed",
            "-2"),
        bad(
            "emphasis is \"Loud\"; it must be one of: None, Ignore, Original, No norm",
            "--emphasis",
            "Loud"),
        bad("unknown guidance \"x\"; there are: classifier-free", "--guidance", "x"),
        bad(
            "unknown VAE \"x\\x00y\"; there are: none; \"None\" is the model's own",
            "--vae",
            "x\0y"));
  }

  private static Arguments bad(String sentence, String... flags) {
    return Arguments.of(sentence, List.of(flags));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String sentence, List<String> flags) throws IOException {
    line.refused(line.draw("a girl", flags.toArray(String[]::new)), sentence);
  }

  @Test
  void promptThatIsMissingTooLongOrAsksForWhatIsNotThereIsRefused() throws IOException {
    line.refused(line.run("txt2img"), "Missing required parameter: 'PROMPT'" + SEE);
    line.refused(
        line.draw("a".repeat(100_000)),
        "the prompt has 100000 characters, at most 50000 are read: make it shorter");
    line.refused(
        line.draw("a girl <lora:red:1>"),
        "the prompt asks for <lora:red:1>, but no installed plugin takes lora tags; leave it out, or"
            + " add dev.kiln:lora to the class path, or its jar to the folder of plugins");
  }

  @Test
  void modelThatIsNotThereOrBrokenIsRefused() throws IOException {
    Result absent = line.draw("a girl", "--model", "absent");
    assertThat(absent.err()).startsWith("kiln: unknown model \"absent\"; in ");
    line.oneSentence(absent);
    Path missing = copyOfTheModel("missing");
    Files.delete(missing.resolve("unet/model.onnx"));
    line.refused(
        line.draw("a girl", "--model", missing.toString()),
        "model 'missing' has no unet/model.onnx in "
            + missing
            + "; copy the missing file there or export the model again");
    Path damaged = copyOfTheModel("damaged");
    truncate(damaged.resolve("unet/model.onnx"));
    Result truncated = line.draw("a girl", "--model", damaged.toString());
    assertThat(truncated.err())
        .startsWith(
            "kiln: " + damaged.resolve("unet/model.onnx") + " cannot be read as an ONNX network: ");
    line.oneSentence(truncated);
  }

  @Test
  void sizeWhoseMemoryCannotBeHadIsRefused() throws IOException {
    Result result = line.draw("a girl", "--size", "8192x8192");
    assertThat(result.err())
        .matches(
            "kiln: 8192x8192 needs about [\\d.]+ GB for attention and [\\d.]+ GB are free; ask for a"
                + " smaller size\n");
    line.oneSentence(result);
  }

  @Test
  void outputThatCannotBeWrittenIsRefused() throws IOException {
    Path unknown = line.pictures().resolve("x.bmp");
    line.refused(
        line.run("txt2img", "a girl", "-o", unknown.toString()),
        "the ending of the output " + unknown + " is \"bmp\"; it must be png, jpg, jpeg or webp");
    Path folder = Files.createDirectories(temp.resolve("folder.png"));
    line.refused(
        line.run("txt2img", "a girl", "-o", folder.toString()),
        "the output " + folder + " is a folder: name a file in it");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void outputInAFolderThatTakesNoFilesIsRefused() throws IOException {
    line.refused(
        line.run("txt2img", "a girl", "-o", "/proc/q.png"),
        "the output /proc cannot be written, it takes no new files: name another place");
  }

  private Path copyOfTheModel(String name) throws IOException {
    return DefaultModel.copy(DefaultModel.models().resolve("default"), temp.resolve(name));
  }

  private static void truncate(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }
}
