package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.Versions;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.host.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimizers of attention as a user has them: the jars of dist/, on the default model. */
class AttentionPluginsTest {
  private static final Path JARS = Path.of(System.getProperty("kiln.root"), "dist", "plugins");
  private static final List<String> OPTIMIZERS =
      List.of("xformers", "sdp", "sdp-no-mem", "doggettx", "invokeai", "sub-quadratic", "v1");

  /** The second has no token count that is a multiple of another's, and odd ones. */
  private static final List<Size> SIZES = List.of(new Size(128, 128), new Size(136, 104));

  @TempDir static Path folder;
  private static ModelStore models;

  private record Size(int width, int height) {}

  @BeforeAll
  static void open() throws IOException {
    models = DefaultModel.store(Files.createDirectories(folder.resolve("home")));
    Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> built = Files.list(JARS)) {
      for (Path jar : built.toList()) {
        String name = jar.getFileName().toString();
        if (name.matches("attention-(xformers|sdp|sdp-no-mem|doggettx|invokeai|sub-quad|v1)-.*")) {
          Files.copy(jar, folder.resolve("jars").resolve(name));
        }
      }
    }
  }

  @AfterAll
  static void close() {
    models.close();
  }

  static Stream<Arguments> optimizersAndSizes() {
    return SIZES.stream()
        .flatMap(size -> OPTIMIZERS.stream().map(name -> Arguments.of(name, size)));
  }

  @ParameterizedTest
  @MethodSource("optimizersAndSizes")
  void takesAllSitesAndChangesNoByteByMoreThanOne(String optimizer, Size size) {
    try (PluginRuntime plugins = runtime(folder.resolve("jars"))) {
      GenerationResult untouched = draw(plugins, "none", size);
      assertThat(untouched.attention()).isEqualTo("none: asked for");
      GenerationResult optimized = draw(plugins, optimizer, size);
      assertThat(optimized.attention()).isEqualTo(optimizer + ", 14/14 sites: asked for");
      assertThat(optimized.warnings()).isEmpty();
      assertThat(largestDifference(optimized, untouched)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void thereIsAJarForEach() {
    try (PluginRuntime plugins = runtime(folder.resolve("jars"))) {
      assertThat(plugins.services().optimizers())
          .extracting("name")
          .containsExactlyInAnyOrderElementsOf(OPTIMIZERS);
    }
  }

  @Test
  void sessionsOfAnOldJarAreNotUsedForOneOfTheSameVersionThatWasBuiltAgain(@TempDir Path jars) {
    try (PluginRuntime plugins = runtime(jars)) {
      passing("query").dropInto(jars, "passing.jar");
      byte[] first = rgb(draw(plugins, "passing", SIZES.get(0)));
      passing("key").dropInto(jars, "passing.jar");
      byte[] second = rgb(draw(plugins, "passing", SIZES.get(0)));
      assertThat(second).isNotEqualTo(first);
      passing("query").dropInto(jars, "passing.jar");
      assertThat(rgb(draw(plugins, "passing", SIZES.get(0)))).isEqualTo(first);
    }
  }

  /** Self attention gives its query or its key instead of the mixed values. */
  private static PluginJar passing(String what) {
    return PluginJar.of("passing", "1.0.0")
        .source(
            "demo.Passing",
            """
            package demo;
            import dev.kiln.spi.Support;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.AttentionOptimizer;
            import dev.kiln.spi.index.Offers;
            @org.pf4j.Extension
            @Offers(value = "passing", rank = 1)
            public class Passing implements AttentionOptimizer {
              public Support supports(AttentionSite site, NetworkContext network) {
                return site.kind() == AttentionKind.SELF ? Support.yes("it is") : Support.no("no");
              }
              public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
                return site.WHAT();
              }
            }
            """
                .replace("WHAT", what));
  }

  private static PluginRuntime runtime(Path jars) {
    return new PluginRuntime(
        new RuntimeSettings(jars, folder.resolve("home"), false, Versions.SPI, HostPlaces.NONE),
        Map.of(DeviceInfo.class, new DeviceInfo("cpu", 2)));
  }

  private static GenerationResult draw(PluginRuntime plugins, String attention, Size size) {
    GenerationRequest request =
        GenerationRequest.of("a girl with long red hair in a green meadow, sunset")
            .seed(1)
            .steps(4)
            .size(size.width, size.height)
            .attention(attention)
            .build();
    return new GenerationPipeline(models, plugins)
        .generate("job-1", request, Progress.SILENT, new Cancellation());
  }

  private static byte[] rgb(GenerationResult result) {
    return result.images().get(0).rgb();
  }

  private static int largestDifference(GenerationResult a, GenerationResult b) {
    int largest = 0;
    for (int i = 0; i < rgb(b).length; i++) {
      int difference = Byte.toUnsignedInt(rgb(a)[i]) - Byte.toUnsignedInt(rgb(b)[i]);
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }
}
