package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.hook.GraphPatcher;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of the default model in eight steps, beside those of float32. */
class QuantizePictureTest {
  private static final long ROOM = 1L << 30;

  @TempDir static Path folder;
  private static ModelStore models;
  private static GeneratedImage plain;

  @BeforeAll
  static void start() {
    models = DefaultModel.store(folder);
    plain = draw(HookSource.NONE);
  }

  @AfterAll
  static void stop() {
    models.close();
  }

  private static GeneratedImage draw(HookSource plugins) {
    return draw(models, plugins, 8);
  }

  private static GeneratedImage draw(ModelStore models, HookSource plugins, int steps) {
    GenerationRequest request =
        GenerationRequest.of("a girl with long red hair in a green meadow, sunset")
            .seed(103)
            .steps(steps)
            .build();
    GenerationResult result =
        new GenerationPipeline(models, plugins)
            .generate("job", request, Progress.SILENT, new Cancellation());
    assertThat(result.warnings()).isEmpty();
    return result.images().get(0);
  }

  @ParameterizedTest
  @CsvSource({"INT8, FLOAT32, 38, 0.99", "INT4, FLOAT32, 33, 0.98", "INT8, INT8, 32, 0.97"})
  void thePictureIsNearlyTheSame(
      KeptWeights weights, Arithmetic compute, double decibels, double similar) {
    Likeness found = Likeness.of(draw(quantizing(weights, compute)), plain);
    assertThat(found.psnr()).as("PSNR").isBetween(decibels, 60.0);
    assertThat(found.ssim()).as("SSIM").isGreaterThan(similar);
  }

  private static HookSource quantizing(KeptWeights weights, Arithmetic compute) {
    QuantizeOptions options = new QuantizeOptions(weights, compute, 0.1);
    GraphPatcher patcher =
        network ->
            Optional.of(
                    new QuantizePatch(
                        options, network.kind(), Bytes.on(network.device()), Reading.AT_EACH_RUN))
                .filter(QuantizePatch::acts)
                .map(GraphPatch.class::cast);
    return new OnePlugin(patcher);
  }

  /** Each store is a process of its own; the second one opens what the first one kept. */
  @ParameterizedTest
  @CsvSource({"INT8, FLOAT32", "INT4, FLOAT32", "INT8, INT8", "OFF, INT8"})
  void theNextProcessDrawsTheSame(KeptWeights weights, Arithmetic compute, @TempDir Path home) {
    HookSource plugins = quantizing(weights, compute);
    byte[] first = drawKept(plugins, home);
    assertThat(home.resolve("networks")).isDirectoryContaining("glob:**.weights");
    assertThat(drawKept(plugins, home)).isEqualTo(first);
    assertThat(drawKept(plugins, home)).isEqualTo(first);
  }

  private static byte[] drawKept(HookSource plugins, Path home) {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, folder.resolve("f32"), ROOM);
    PreparedNetworks kept = new PreparedNetworks(home.resolve("networks"), ROOM, "build");
    try (ModelStore store =
        new ModelStore(
            new SessionOpener(OrtRuntime.open(), wide, kept, ROOM),
            new ModelCatalog(DefaultModel.models(), hashes),
            hashes,
            ModelStore.Limits.ONE)) {
      return draw(store, plugins, 1).rgb();
    }
  }
}
