package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
            .matches("(latent-couple|attention|fused-ops|guidance|dynamic).*")) {
          Files.copy(jar, jars.resolve(jar.getFileName()));
        }
      }
    }
    plugins =
        new PluginRuntime(
            new RuntimeSettings(jars, folder.resolve("home"), false, Versions.SPI, HostPlaces.NONE),
            Map.of(DeviceInfo.class, new DeviceInfo("cpu", 2), Pictures.class, new PictureCodec()));
  }

  @AfterAll
  static void close() {
    plugins.close();
    models.close();
  }

  private static GenerationResult drawn(
      String prompt, String mode, UnaryOperator<GenerationRequestBuilder> change) {
    return drawn(prompt, mode, change, plugins);
  }

  private static GenerationResult drawn(
      String prompt,
      String mode,
      UnaryOperator<GenerationRequestBuilder> change,
      HookSource hooks) {
    GenerationRequestBuilder request =
        GenerationRequest.of(prompt)
            .seed(1)
            .steps(4)
            .size(136, 104)
            .plugin("latent-couple", Map.of("mode", mode, "softBorder", 16));
    return new GenerationPipeline(models, hooks)
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
  void thresholdsThatAreNeutralChangeNoBitOfRegions() {
    UnaryOperator<GenerationRequestBuilder> neutral =
        request -> request.cfgScale(9).plugin("dynamic-thresholding", Map.of("mimicScale", 9));
    byte[] plain = drawn(PARTS, "classic", request -> request.cfgScale(9)).images().get(0).rgb();
    assertThat(drawn(PARTS, "classic", neutral).images().get(0).rgb()).isEqualTo(plain);
  }

  /**
   * The formula at its standard setting, in double precision, of what latent-couple guides to: mean
   * + clamp(g, ±L) V(m) / L for each channel. Within 1e-5 where values are of the size of 10.
   */
  @Test
  void thresholdsActOnWhatRegionsAreGuidedTo() {
    List<Tensor> seen = new ArrayList<>();
    GuidanceHook probe =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  Tensor guided = Tensor.like(call.combined());
                  Tensor mimic = Tensor.like(call.combined());
                  call.combineAt(15, guided);
                  call.combineAt(5, mimic);
                  seen.addAll(List.of(call.combined().copy(), guided, mimic));
                });
    drawn(
        PARTS,
        "classic",
        request -> request.cfgScale(15).plugin("dynamic-thresholding", Map.of("mimicScale", 5)),
        request -> beside(plugins.open(request), probe));
    assertThat(seen).hasSize(12);
    for (int step = 0; step < 12; step += 3) {
      float[] wanted = thresholded(seen.get(step + 1), seen.get(step + 2));
      assertThat(seen.get(step).data()).containsExactly(wanted, within(1e-5f));
    }
  }

  private static float[] thresholded(Tensor guided, Tensor mimic) {
    int cells = guided.dim(2) * guided.dim(3);
    float[] result = new float[guided.size()];
    for (int from = 0; from < result.length; from += cells) {
      double mean = mean(guided, from, cells);
      double wanted = largest(mimic, from, cells, mean(mimic, from, cells));
      double limit = Math.max(wanted, largest(guided, from, cells, mean));
      for (int i = from; i < from + cells; i++) {
        double beyond = Math.max(-limit, Math.min(limit, guided.data()[i] - mean));
        result[i] = (float) (mean + beyond / limit * wanted);
      }
    }
    return result;
  }

  private static double mean(Tensor values, int from, int cells) {
    return IntStream.range(from, from + cells)
        .mapToDouble(i -> values.data()[i])
        .average()
        .orElseThrow();
  }

  private static double largest(Tensor values, int from, int cells, double mean) {
    return IntStream.range(from, from + cells)
        .mapToDouble(i -> Math.abs(values.data()[i] - mean))
        .max()
        .orElseThrow();
  }

  /** The hooks of the plugins, and outside of them one of the test. */
  private static HookSource.Hooks beside(HookSource.Hooks hooks, GuidanceHook probe) {
    return (HookSource.Hooks)
        Proxy.newProxyInstance(
            RegionPluginsTest.class.getClassLoader(),
            new Class<?>[] {HookSource.Hooks.class},
            (proxy, method, arguments) -> {
              Object found = method.invoke(hooks, arguments);
              if (!method.getName().equals("of") || arguments[0] != GuidanceHook.class) {
                return found;
              }
              List<Object> all = new ArrayList<>((List<?>) found);
              all.add(0, new HookSource.Hook<>("probe", probe));
              return all;
            });
  }

  @Test
  void aTagThatNoPluginTakesIsRefused() {
    assertThatThrownBy(() -> drawn(PARTS + " <lora:none:1>", "classic", request -> request))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("<lora:none:1>");
  }
}
