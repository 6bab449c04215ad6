package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.Versions;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.plugin.detailer.detect.Detectors;
import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ships with Kiln: people in the default model's pictures, found by its segmenter. */
class DefaultModelTest {
  private static final Map<String, Object> PERSON =
      Map.of(
          "ad_model",
          "scenes:person",
          "ad_prompt",
          "[PROMPT], blue shirt",
          "ad_denoising_strength",
          0.8);

  /** How far the mask's blur reaches. */
  private static final int SOFT = 2 * 14;

  @TempDir static Path folder;
  private static ModelStore models;
  private static PluginRuntime plugins;
  private static TestingDetectors testing;

  @BeforeAll
  static void start() throws IOException {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(DefaultModel.models(), hashes);
    models = TestingStore.of(catalog, hashes, folder);
    testing = new TestingDetectors(folder).withShipped();
    Path drop = Files.createDirectories(folder.resolve("plugins"));
    PluginJar.of("detailer", "0.1.0")
        .manifest("Plugin-Requires", Versions.SPI)
        .classes(Path.of("target", "classes"))
        .dropInto(drop, "detailer.jar");
    plugins =
        new PluginRuntime(
            new RuntimeSettings(drop, folder.resolve("home"), false, Versions.SPI, HostPlaces.NONE),
            Map.of(
                ModelFiles.class, new FoundModels(catalog, hashes),
                Json.class, new JsonCodec(),
                Networks.class, models.networks()));
  }

  @AfterAll
  static void stop() {
    plugins.close();
    models.close();
    testing.close();
  }

  private static GenerationResult drawn(UnaryOperator<GenerationRequestBuilder> change) {
    GenerationRequestBuilder request =
        GenerationRequest.of("a girl with long red hair, meadow, day")
            .model("default")
            .sampler("Euler a")
            .steps(12)
            .cfgScale(6)
            .seed(103)
            .size(128, 128);
    return new GenerationPipeline(models, plugins)
        .generate("job", change.apply(request).build(), Progress.SILENT, new Cancellation());
  }

  private static Mask people(Picture picture) {
    Detectors detectors = testing.detectors();
    return detectors
        .find(detectors.choose("unit", "scenes:person", "", any -> {}), picture, 0.3)
        .stream()
        .map(Detection::mask)
        .reduce(Mask::or)
        .orElseThrow();
  }

  @Test
  void aPersonIsDrawnAgainAndAllAroundStaysToTheBit() {
    Picture plain = drawn(request -> request).images().get(0).picture();
    GenerationResult result =
        drawn(request -> request.plugin("detailer", Map.of("units", List.of(PERSON))));
    Picture again = result.images().get(0).picture();
    assertThat(result.warnings()).isEmpty();
    Mask person = people(plain);
    assertThat(person.pixels()).isBetween(800, 6000);
    Mask around = person.grown(4).grown(SOFT).inverted();
    assertThat(around.pixels()).isGreaterThan(4000);
    int changed = 0;
    for (int i = 0; i < 128 * 128; i++) {
      boolean same =
          plain.rgba()[4 * i] == again.rgba()[4 * i]
              && plain.rgba()[4 * i + 1] == again.rgba()[4 * i + 1]
              && plain.rgba()[4 * i + 2] == again.rgba()[4 * i + 2];
      assertThat(same || !around.white()[i]).as("pixel %d", i).isTrue();
      changed += person.white()[i] && !same ? 1 : 0;
    }
    assertThat(changed).as("pixels of the person").isGreaterThan(person.pixels() / 2);
    assertThat(result.images().get(0).infotext())
        .contains("ADetailer model: \"seg_ade20k_scenes:person\"");
  }

  @Test
  void picturesOfABatchAreDetailedEachByItself() {
    UnaryOperator<GenerationRequestBuilder> detailed =
        request -> request.plugin("detailer", Map.of("units", List.of(PERSON)));
    GenerationResult both = drawn(request -> detailed.apply(request).batch(1, 2));
    GenerationResult second = drawn(request -> detailed.apply(request).seed(104));
    assertThat(both.images().get(1).rgb()).isEqualTo(second.images().get(0).rgb());
  }
}
