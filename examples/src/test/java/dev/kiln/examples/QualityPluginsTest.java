package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.Versions;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plugins that make pictures better or evaluations fewer, as the jars of dist/ and with each
 * other: four steps of 64x64 on real weights, in one runtime.
 */
class QualityPluginsTest {
  private static final Path JARS = Path.of(System.getProperty("kiln.root"), "dist", "plugins");

  /** Options under which each acts in four steps, and the key that it leaves in the infotext. */
  private record Case(String id, String key, Map<String, Object> options) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    add("apg", "APG eta", Map.of("normThreshold", 3.0));
    add("cfg-zero", "CFG Zero star", Map.of());
    add("dynamic-thresholding", "Mimic scale", Map.of("mimicScale", 4.0));
    add("rescale-cfg", "Rescale CFG", Map.of());
    add("perturbed-attention", "Perturbed attention", Map.of("by", "seg"));
    add("freeu", "FreeU b1", Map.of("b1", 1.2));
    add("guidance-cutoff", "Guided part", Map.of("guided", 0.5));
    add("deepcache", "DeepCache interval", Map.of("interval", 2, "branch", 1));
    add("step-cache", "Step cache", Map.of("threshold", 1.0, "start", 0.0, "end", 1.0));
  }

  private static void add(String id, String key, Map<String, Object> options) {
    CASES.put(id, new Case(id, key, options));
  }

  @TempDir static Path folder;
  private static ModelStore models;
  private static PluginRuntime plugins;
  private static byte[] plain;

  @BeforeAll
  static void start() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (String id : CASES.keySet()) {
      String name = id + "-" + Versions.KILN + ".jar";
      Files.copy(JARS.resolve(name), jars.resolve(name));
    }
    models = DefaultModel.store(folder);
    plugins =
        new PluginRuntime(
            new RuntimeSettings(jars, folder, false, Versions.SPI, HostPlaces.NONE), Map.of());
    plain = pixels(draw(wish()));
  }

  @AfterAll
  static void stop() {
    plugins.close();
    models.close();
  }

  private static GenerationRequestBuilder wish(String... ids) {
    GenerationRequestBuilder wish =
        GenerationRequest.of("a girl with long red hair in a green meadow")
            .negativePrompt("night")
            .size(64, 64)
            .steps(4)
            .cfgScale(9)
            .seed(3);
    for (String id : ids) {
      wish.plugin(id, CASES.get(id).options());
    }
    return wish;
  }

  private static GenerationResult draw(GenerationRequestBuilder wish) {
    return new GenerationPipeline(models, plugins)
        .generate("job", wish.build(), Progress.SILENT, new Cancellation());
  }

  private static byte[] pixels(GenerationResult result) {
    return result.images().get(0).rgb();
  }

  /** Drawn with what its own infotext means. */
  private GenerationResult again(GenerationResult first) {
    Map<String, String> keys = new LinkedHashMap<>(first.infotext());
    List<String> warnings = new ArrayList<>();
    GenerationRequestBuilder wish = wish();
    plugins.services().fromInfotext(keys, warnings::add).forEach(wish::plugin);
    assertThat(warnings).isEmpty();
    return draw(wish);
  }

  /** Drawn once, and once more with what the infotext says. */
  private byte[] worksTogether(String... ids) {
    GenerationResult first = draw(wish(ids));
    assertThat(first.warnings()).isEmpty();
    for (String id : ids) {
      assertThat(first.infotext()).as(id).containsKey(CASES.get(id).key());
    }
    assertThat(pixels(again(first))).as("from its infotext").isEqualTo(pixels(first));
    return pixels(first);
  }

  static List<String> ids() {
    return List.copyOf(CASES.keySet());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void eachChangesThePictureAndCanBeDrawnAgain(String id) {
    assertThat(worksTogether(id)).isNotEqualTo(plain);
  }

  static Stream<List<String>> neighbours() {
    return Stream.of(
        List.of("apg", "cfg-zero"),
        List.of("apg", "rescale-cfg"),
        List.of("apg", "dynamic-thresholding"),
        List.of("cfg-zero", "rescale-cfg"),
        List.of("cfg-zero", "dynamic-thresholding"),
        List.of("perturbed-attention", "step-cache"),
        List.of("perturbed-attention", "guidance-cutoff"),
        List.of("step-cache", "guidance-cutoff"),
        List.of("deepcache", "guidance-cutoff"),
        List.of("deepcache", "freeu"),
        List.of("freeu", "perturbed-attention"));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void neighboursInOneHookWorkTogether(List<String> ids) {
    worksTogether(ids.toArray(String[]::new));
  }

  @Test
  void thoseThatUndoEachOtherAreRefusedWithTheReason() {
    GenerationRequest both = wish("rescale-cfg", "dynamic-thresholding").build();
    assertThatThrownBy(() -> plugins.check(both))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "plugins 'rescale-cfg' and 'dynamic-thresholding' cannot make one picture together:"
                + " both set how far guided predictions spread, and the second undoes the first;"
                + " leave one of them out");
  }

  @Test
  void whatSetsTheSpreadWrapsWhatChangesTheFormula() {
    assertThat(order("rescale-cfg", "cfg-zero", "apg"))
        .containsExactly("rescale-cfg", "apg", "cfg-zero");
    assertThat(order("dynamic-thresholding", "cfg-zero", "apg"))
        .containsExactly("dynamic-thresholding", "apg", "cfg-zero");
  }

  private List<String> order(String... ids) {
    try (Hooks hooks = plugins.open(wish(ids).build())) {
      return hooks.of(GuidanceHook.class).stream().map(Hook::plugin).toList();
    }
  }

  @Test
  void allThatMayMeetMakeOnePicture() {
    worksTogether(
        "apg",
        "cfg-zero",
        "rescale-cfg",
        "perturbed-attention",
        "freeu",
        "guidance-cutoff",
        "step-cache");
  }

  @Test
  void pagAndSegAreTwoPictures() {
    byte[] seg = pixels(draw(wish("perturbed-attention")));
    Map<String, Object> pag = Map.of("by", "pag");
    assertThat(pixels(draw(wish().plugin("perturbed-attention", pag)))).isNotEqualTo(seg);
    Map<String, Object> off = Map.of("scale", 0.0);
    assertThat(pixels(draw(wish().plugin("perturbed-attention", off)))).isEqualTo(plain);
  }
}
