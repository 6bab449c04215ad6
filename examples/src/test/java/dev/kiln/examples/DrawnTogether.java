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
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The plugins that make pictures better or evaluations fewer or cheaper, as the jars of dist/, in
 * one runtime: four steps of 64x64 pixels on real weights.
 */
public final class DrawnTogether implements AutoCloseable {
  private static final Path JARS = Path.of(System.getProperty("kiln.root"), "dist", "plugins");

  /** How many plugins are drawn with at once. */
  private static final int LARGEST = 4;

  /** Options under which each acts in four steps, and the key that it leaves in the infotext. */
  private record Case(String key, Map<String, Object> options) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    add("apg", "APG eta", Map.of("normThreshold", 3.0));
    add("cfg-zero", "CFG Zero star", Map.of());
    add("dynamic-thresholding", "Mimic scale", Map.of("mimicScale", 4.0));
    add("rescale-cfg", "Rescale CFG", Map.of());
    add("perturbed-attention", "Perturbed attention", Map.of("by", "seg"));
    add("freeu", "FreeU b1", Map.of("b1", 1.2));
    add("token-merging", "Token merging ratio", Map.of());
    add("hypertile", "Hypertile levels", Map.of("tile", 16, "swap", 1));
    add("guidance-cutoff", "Guided part", Map.of("guided", 0.5));
    add("t-gate", "T-GATE", Map.of("gate", 0.25, "fiInterval", 2));
    add("deep-shrink", "Deep shrink", Map.of("block", 2, "factor", 1.5, "end", 0.6));
    add("deepcache", "DeepCache interval", Map.of("interval", 2, "branch", 1));
    add("quantize", "Quantized weights", Map.of("compute", "int8"));
    add("step-cache", "Step cache", Map.of("threshold", 1.0, "start", 0.0, "end", 1.0));
  }

  /** Those that meet in one hook: of guidance, of evaluations, of the UNet's graph. */
  private static final List<List<String>> HOOKS =
      List.of(
          List.of("apg", "cfg-zero", "dynamic-thresholding", "rescale-cfg"),
          List.of(
              "perturbed-attention",
              "guidance-cutoff",
              "t-gate",
              "deep-shrink",
              "deepcache",
              "step-cache"),
          List.of(
              "perturbed-attention",
              "t-gate",
              "deep-shrink",
              "deepcache",
              "freeu",
              "token-merging",
              "hypertile",
              "quantize"));

  private static void add(String id, String key, Map<String, Object> options) {
    CASES.put(id, new Case(key, options));
  }

  private final ModelStore models;
  private final PluginRuntime plugins;

  /**
   * Start.
   *
   * @param folder for jars and all that is kept
   * @param others plugins whose jars lie there too
   */
  public DrawnTogether(Path folder, String... others) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (String id : Stream.concat(ids().stream(), Stream.of(others)).toList()) {
      String name = id + "-" + Versions.KILN + ".jar";
      Files.copy(JARS.resolve(name), jars.resolve(name));
    }
    models = DefaultModel.store(folder);
    plugins =
        new PluginRuntime(
            new RuntimeSettings(jars, folder, false, Versions.SPI, HostPlaces.NONE), Map.of());
  }

  static List<String> ids() {
    return List.copyOf(CASES.keySet());
  }

  /** All pairs. */
  public static List<List<String>> pairs() {
    return pairs(ids());
  }

  private static List<List<String>> pairs(List<String> ids) {
    return IntStream.range(0, ids.size())
        .boxed()
        .flatMap(
            first ->
                ids.subList(first + 1, ids.size()).stream()
                    .map(second -> List.of(ids.get(first), second)))
        .toList();
  }

  GenerationRequestBuilder wish(String... ids) {
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

  GenerationResult draw(GenerationRequestBuilder wish) {
    return new GenerationPipeline(models, plugins)
        .generate("job", wish.build(), Progress.SILENT, new Cancellation());
  }

  byte[] pixels(GenerationRequestBuilder wish) {
    return draw(wish).images().get(0).rgb();
  }

  PluginRuntime plugins() {
    return plugins;
  }

  /** Drawn with what its own infotext means. */
  private byte[] again(GenerationResult first) {
    Map<String, String> keys = new LinkedHashMap<>(first.infotext());
    List<String> warnings = new ArrayList<>();
    GenerationRequestBuilder wish = wish();
    plugins.services().fromInfotext(keys, warnings::add).forEach(wish::plugin);
    assertThat(warnings).isEmpty();
    return pixels(wish);
  }

  /** Drawn once, and once more with what the infotext says. */
  byte[] works(String... ids) {
    GenerationResult first = draw(wish(ids));
    assertThat(first.warnings()).isEmpty();
    for (String id : ids) {
      assertThat(first.infotext()).as(id).containsKey(CASES.get(id).key());
    }
    byte[] pixels = first.images().get(0).rgb();
    assertThat(again(first)).as("from its infotext").isEqualTo(pixels);
    return pixels;
  }

  /** Together they make a picture, or are refused with the reason. */
  public void worksOrIsRefused(String... ids) {
    if (mayMeet(List.of(ids))) {
      works(ids);
    }
  }

  private boolean mayMeet(List<String> ids) {
    try {
      plugins.check(wish(ids.toArray(String[]::new)).build());
      return true;
    } catch (BadRequest e) {
      assertThat(e).hasMessageContaining(" cannot make one picture together: ");
      return false;
    }
  }

  /** Few sets, in which each pair of those that meet in one hook is together, if it may meet. */
  List<List<String>> neighbours() {
    List<List<String>> left =
        HOOKS.stream()
            .flatMap(hook -> pairs(hook).stream())
            .distinct()
            .filter(this::mayMeet)
            .collect(Collectors.toCollection(ArrayList::new));
    List<List<String>> sets = new ArrayList<>();
    while (!left.isEmpty()) {
      List<String> set = grown(left.get(0), left);
      left.removeIf(set::containsAll);
      sets.add(set);
    }
    return sets;
  }

  /** With those who add most of the pairs that are left. */
  private List<String> grown(List<String> pair, List<List<String>> left) {
    List<String> set = pair;
    for (int size = pair.size(); size < LARGEST; size++) {
      List<String> before = set;
      set =
          ids().stream()
              .map(id -> Stream.concat(before.stream(), Stream.of(id)).distinct().toList())
              .filter(this::mayMeet)
              .max(Comparator.comparing(more -> left.stream().filter(more::containsAll).count()))
              .orElse(before);
    }
    return set;
  }

  @Override
  public void close() {
    plugins.close();
    models.close();
  }
}
