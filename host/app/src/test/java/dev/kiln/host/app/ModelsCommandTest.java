package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln models}: the table of what is there, and random models. */
class ModelsCommandTest {
  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
  }

  @Test
  void theTableHasOneLineForEachThingThatLiesThere() {
    Result result = line.run("models");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    List<String> rows = result.out().lines().toList();
    assertThat(rows.get(0).split(" +"))
        .containsExactly(
            "NAME", "KIND", "ARCHITECTURE", "FORMAT", "SIZE", "HASH", "DEFAULTS", "PROBLEM");
    assertThat(rows.stream().skip(1).map(row -> row.replaceAll("  +", " | ")))
        .satisfiesExactly(
            row -> matches(row, "annotator/seg_ade20k_scenes", "annotator", "ONNX", 10),
            row -> matches(row, "controlnet/pose", "controlnet", "text width 128 | ONNX folder", 8),
            row -> matches(row, "controlnet/seg", "controlnet", "text width 128 | ONNX folder", 8),
            row -> matches(row, "default", "checkpoint", "text width 128 | ONNX folder", 10),
            row -> matches(row, "lora/cape", "lora", "LoRA | safetensors", 12),
            row -> matches(row, "lora/couple", "lora", "LoRA | safetensors", 12),
            row -> matches(row, "upscaler/4x-scenes", "upscaler", "ONNX", 10));
    assertThat(rows.stream().filter(row -> row.startsWith("default ")))
        .first()
        .asString()
        .containsPattern(
            "423bfbf86e +steps 20, sampler DPM\\+\\+ 2M Karras, cfg_scale 6, upscaler 4x-scenes$");
  }

  private static void matches(String row, String name, String kind, String form, int digits) {
    assertThat(row)
        .matches(
            name
                + " \\| "
                + kind
                + " \\| "
                + form.replace("|", "\\|")
                + " \\| \\d+\\.\\d MB \\| [0-9a-f]{"
                + digits
                + "}( \\| steps .*)?");
  }

  @Test
  void theDefaultsOfAModelAreShownAndABrokenFileIsOneSentence() throws IOException {
    Path models = TinyModel.copyTo(temp.resolve("mine"));
    Path settings = models.resolve("tiny/kiln.json");
    Files.writeString(settings, "{\"steps\": 4, \"cfg_scale\": 2.5}");
    assertThat(line.run(args("models", models)).out()).contains("  steps 4, cfg_scale 2.5\n");

    Files.writeString(settings, "no");
    Result result = line.run(args("models", models));
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("tiny");
    assertThat(result.err())
        .startsWith("kiln: " + settings + " is no JSON: line 1, ")
        .endsWith("; the model is used without it\n")
        .hasLineCount(1);
  }

  @Test
  void whatCannotBeUsedIsListedWithItsReason() throws IOException {
    Path models = Files.createDirectories(temp.resolve("mine"));
    Files.write(models.resolve("old.ckpt"), "PK\3\4data.pkl".getBytes(StandardCharsets.US_ASCII));
    Files.write(models.resolve("cut.safetensors"), new byte[3]);
    Result result = line.run(args("models", models));
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().skip(1).map(row -> row.replaceAll("  +", " | ")))
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .startsWith("cut | other | safetensors | 0.0 MB | ")
                    .contains(models.resolve("cut.safetensors") + " "),
            row ->
                assertThat(row)
                    .startsWith("old | other | pickle | 0.0 MB | ")
                    .contains(models.resolve("old.ckpt") + " "));
  }

  @Test
  void anEmptyFolderIsSaidToBeOne() throws IOException {
    Path models = Files.createDirectories(temp.resolve("none"));
    assertThat(line.run(args("models", models)))
        .isEqualTo(
            new Result(
                0,
                "NAME  KIND  ARCHITECTURE  FORMAT  SIZE  HASH  DEFAULTS  PROBLEM\n",
                "kiln: there is no model in " + models + "\n"));
  }

  @Test
  void aRandomModelIsMadeOnceAndDraws() {
    Path file = temp.resolve("random/tiny.safetensors");
    String[] make = {
      "models", "random", "--like", "tiny", "--seed", "3", temp.resolve("random/tiny").toString()
    };
    assertThat(bare(make)).isEqualTo(new Result(0, file + "\n", ""));
    assertThat(bare(make))
        .isEqualTo(new Result(0, file + "\n", "kiln: " + file + " is there already\n"));
    Result drawn =
        line.draw("a girl", "--model", file.toString(), "--size", "64x64", "--steps", "1");
    assertThat(drawn.exit()).as(drawn.err()).isZero();
    assertThat(drawn.out()).isEqualTo(line.pictures().resolve("x.png") + "\n");
  }

  @Test
  void aSweepPrintsEachOfItsModels() {
    Result result =
        bare(
            "models",
            "random",
            "--like",
            "tiny",
            "--sparse",
            "--format",
            "diffusers",
            "--precision",
            "f16",
            "--set",
            "layers_per_block=1",
            "--set",
            "layers_per_block=2",
            temp.resolve("sweep").toString());
    assertThat(result)
        .isEqualTo(
            new Result(
                0,
                temp.resolve("sweep-layers_per_block=1")
                    + "\n"
                    + temp.resolve("sweep-layers_per_block=2")
                    + "\n",
                ""));
    assertThat(temp.resolve("sweep-layers_per_block=2/unet/config.json")).isNotEmptyFile();
  }

  @Test
  void badInputIsOneSentenceAndWritesNothing() throws IOException {
    String target = temp.resolve("made").toString();
    refused("there is no model shape \"sdxl\"; there are: sd15, sd21, tiny", "--like", "sdxl");
    refused(
        "--like and --config both give a shape; leave one of them out",
        "--like",
        "tiny",
        "--config",
        target);
    refused(target + " is no readable JSON; give a config.json", "--config", target);
    refused(
        "\"steps\" sets nothing; write KEY=VALUE, for example layers_per_block=1",
        "--set",
        "steps");
    refused(
        "unet: \"in_channels\" is \"four\"; Kiln builds networks where it is a whole number from 1"
            + " to 64",
        "--like",
        "tiny",
        "--set",
        "in_channels=four");
    refused(
        "Invalid value for option '--seed': 'x' is not a long; see kiln models random --help",
        "--seed",
        "x");
    line.refused(
        bare("models", "random"),
        "Missing required parameter: 'DIR_OR_FILE'; see kiln models random --help");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).doesNotContain("made");
    }
  }

  private void refused(String sentence, String... flags) throws IOException {
    Stream<String> all = Stream.concat(Stream.of("models", "random"), Stream.of(flags));
    line.refused(
        bare(Stream.concat(all, Stream.of(temp.resolve("made").toString())).toArray(String[]::new)),
        sentence);
  }

  /** As users say it: with no folder named but what the arguments name. */
  private Result bare(String... arguments) {
    return line.run(false, arguments);
  }

  private String[] args(String command, Path models) {
    return new String[] {
      command, "--models", models.toString(), "--home", temp.resolve("home").toString()
    };
  }
}
