package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What layers read is measured in a first request, and the next ones are drawn by it. */
class CalibrationTest {
  private static final QuantizeOptions OPTIONS =
      new QuantizeOptions(KeptWeights.OFF, Arithmetic.INT8_CALIBRATED, 0.1);

  @TempDir private Path folder;

  private static TestingGeneration plain() {
    return TestingGeneration.standard().withSkips().request(it -> it.steps(2));
  }

  private TestingGeneration generation() {
    CalibratedModels models = new CalibratedModels(new FakeHome(folder));
    return plain()
        .plugin("quantize", new QuantizeRequest(models), OPTIONS)
        .plugin("quantize", new Quantize(), OPTIONS)
        .plugin("quantize", new Calibrate(models), OPTIONS);
  }

  @Test
  void theFirstPictureMeasuresAndTheNextAreDrawnByIt() {
    Outcome first = generation().run();
    assertThat(first.warnings())
        .singleElement()
        .asString()
        .matches("quantize: what \\d+ layers of this model read was measured .*");
    assertThat(first.infotext())
        .containsEntry("Quantized compute", "int8")
        .doesNotContainKey("Quantized ranges");
    Outcome second = generation().run();
    assertThat(second.warnings()).isEmpty();
    assertThat(second.infotext())
        .containsEntry("Quantized compute", "int8-calibrated")
        .hasEntrySatisfying("Quantized ranges", name -> assertThat(name).matches("[0-9a-f]{8}"));
    float[] fixed = second.latents().data();
    assertThat(fixed).isNotEqualTo(first.latents().data());
    assertThat(generation().run().latents().data()).containsExactly(fixed);
  }

  /** In one step the ranges that are known are those that were found in it, but for rounding. */
  @Test
  void whatIsKnownOfAStepDrawsItAsWell() {
    float[] exact = inOneStep(plain());
    float[] found = inOneStep(generation());
    float[] known = inOneStep(generation());
    assertThat(found).isNotEqualTo(exact);
    double off = GraphRunner.difference(found, exact);
    assertThat(GraphRunner.difference(known, exact)).isBetween(0.8 * off, 1.2 * off);
  }

  private static float[] inOneStep(TestingGeneration generation) {
    return generation.request(it -> it.steps(1)).run().latents().data();
  }

  /** With one scale that is known before, a picture is the same in a batch and alone. */
  @Test
  void aPictureOfABatchIsThatOfItsOwn() {
    generation().run();
    float[] alone = generation().run().latents().data();
    float[] batch = generation().request(it -> it.batch(2, 1)).run().latents().data();
    assertThat(batch).startsWith(alone);
  }

  @Test
  void whatIsDamagedIsMeasuredAgain() throws Exception {
    generation().run();
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, "a recipe for apple pie".getBytes(StandardCharsets.UTF_8));
    assertThat(generation().run().warnings()).hasSize(1);
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void aPassThatFailsKeepsNothing() {
    DenoiseHook broken =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  throw new IllegalArgumentException("broken on purpose");
                });
    generation().outermost("broken", broken).fail();
    assertThat(folder).isEmptyDirectory();
  }
}
