package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.Cancellation;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.GenerationRequestBuilder;
import dev.kiln.host.pipeline.GenerationResult;
import dev.kiln.host.pipeline.Progress;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions beside the other plugins: the jars of dist/, on the default model. */
class RegionPluginsTest {
  private static final String PARTS = "meadow, day AND a boy, blue hair AND a girl, red hair";

  @TempDir static Path folder;
  private static ModelStore models;
  private static PluginRuntime plugins;

  @BeforeAll
  static void open() throws IOException {
    models = DefaultModel.store(Files.createDirectories(folder.resolve("home")));
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> built =
        Files.list(Path.of(System.getProperty("kiln.root"), "dist", "plugins"))) {
      for (Path jar : built.toList()) {
        if (jar.getFileName()
            .toString()
            .matches("(latent-couple|attention|fused-ops|guidance).*")) {
          Files.copy(jar, jars.resolve(jar.getFileName()));
        }
      }
    }
    plugins =
        new PluginRuntime(
            new PluginRuntime.Settings(
                jars, folder.resolve("home"), false, "0.1.0", HostPlaces.NONE),
            Map.of(DeviceInfo.class, new DeviceInfo("cpu", 2), Pictures.class, new PictureCodec()));
  }

  @AfterAll
  static void close() {
    plugins.close();
    models.close();
  }

  private static GenerationResult drawn(
      String prompt, String mode, UnaryOperator<GenerationRequestBuilder> change) {
    GenerationRequestBuilder request =
        GenerationRequest.of(prompt)
            .seed(1)
            .steps(4)
            .size(136, 104)
            .plugin("latent-couple", Map.of("mode", mode, "softBorder", 16));
    return new GenerationPipeline(models, plugins)
        .generate("job-1", change.apply(request).build(), Progress.SILENT, new Cancellation());
  }

  private static int largestDifference(GenerationResult a, GenerationResult b) {
    byte[] x = a.images().get(0).rgb();
    byte[] y = b.images().get(0).rgb();
    int largest = 0;
    for (int i = 0; i < y.length; i++) {
      int difference = Byte.toUnsignedInt(x[i]) - Byte.toUnsignedInt(y[i]);
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xformers", "sdp", "sdp-no-mem", "doggettx", "invokeai", "sub-quadratic", "v1"})
  void everyOptimizerComputesAttentionByRegion(String optimizer) {
    GenerationResult untouched = drawn(PARTS, "attention", request -> request.attention("none"));
    GenerationResult optimized = drawn(PARTS, "attention", request -> request.attention(optimizer));
    assertThat(optimized.attention()).startsWith(optimizer + ", ").contains("/28 sites");
    assertThat(optimized.warnings()).isEqualTo(untouched.warnings());
    assertThat(largestDifference(optimized, untouched)).isLessThanOrEqualTo(1);
  }

  @Test
  void whereTheNegativePromptIsLeftOutRegionsAreStillDrawn() {
    for (String mode : new String[] {"classic", "attention"}) {
      GenerationResult cut =
          drawn(
              PARTS,
              mode,
              request -> request.plugin("guidance-cutoff", Map.of("ngms", 15, "ngmsAll", true)));
      assertThat(cut.images().get(0).infotext()).contains("NGMS: 15");
      assertThat(largestDifference(cut, drawn(PARTS, mode, request -> request))).isGreaterThan(8);
    }
  }

  @Test
  void aTagThatNoPluginTakesIsRefused() {
    assertThatThrownBy(() -> drawn(PARTS + " <lora:none:1>", "classic", request -> request))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("<lora:none:1>");
  }
}
