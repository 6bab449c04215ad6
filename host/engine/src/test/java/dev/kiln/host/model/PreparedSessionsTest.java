package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.random.Precision;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.Drawing;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that one process keeps and the next one opens; each store is a process of its own. */
class PreparedSessionsTest {
  private static final long ROOM = 1L << 30;

  private static final byte[] TEXT = "a recipe for apple pie".getBytes(StandardCharsets.UTF_8);

  /** The text encoder, the UNet and the decoder. */
  private static final int NETWORKS = 3;

  @TempDir static Path shared;
  private static Path models;

  @TempDir private Path temp;
  private final AtomicInteger applied = new AtomicInteger();
  private final HookSource scaling = scaling(0.5f);

  @BeforeAll
  static void model() throws IOException {
    models = Files.createDirectories(shared.resolve("models"));
    RandomModels.single(models.resolve("a"), 1, Precision.F16);
  }

  /**
   * A plugin that replaces activations by a factor, and counts the networks that it is asked to.
   */
  private HookSource scaling(float factor) {
    record Scaled(float factor, AtomicInteger applied) implements GraphPatch {
      @Override
      public String fingerprint() {
        return "scaled by " + factor;
      }

      @Override
      public void apply(NetworkGraph network) {
        applied.incrementAndGet();
        for (LinearLayer layer : network.linears()) {
          Value scaled = network.editor().mul(layer.output(), network.editor().constant(factor));
          network.replace(layer.output(), scaled);
        }
      }
    }
    GraphPatcher patcher = network -> Optional.of(new Scaled(factor, applied));
    return new OnePlugin(patcher);
  }

  private ModelStore store(long budget, String build) {
    ModelHashes hashes = new ModelHashes(shared.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, shared.resolve("f32"), ROOM);
    PreparedNetworks kept = new PreparedNetworks(folder(), budget, build);
    return new ModelStore(
        new SessionOpener(OrtRuntime.open(), wide, kept, ROOM),
        new ModelCatalog(models, hashes),
        hashes,
        ModelStore.Limits.ONE);
  }

  private Path folder() {
    return temp.resolve("networks");
  }

  private byte[] draw(HookSource plugins) {
    return draw(plugins, ROOM, "build");
  }

  private byte[] draw(HookSource plugins, long budget, String build) {
    try (ModelStore models = store(budget, build)) {
      return new GenerationPipeline(models, plugins)
          .generate(
              "job", Drawing.request("a").steps(1).build(), Progress.SILENT, new Cancellation())
          .images()
          .get(0)
          .rgb();
    }
  }

  /** The names of files; each writing of weights has another one. */
  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void theNextProcessOpensWhatWasKeptAndDrawsTheSame() throws IOException {
    byte[] unkept = draw(scaling, 0, "build");
    assertThat(folder()).doesNotExist();
    applied.set(0);
    assertThat(draw(scaling)).isEqualTo(unkept);
    List<Path> weights = files(".weights");
    assertThat(weights).hasSize(NETWORKS);
    for (int process = 0; process < 2; process++) {
      assertThat(draw(scaling)).isEqualTo(unkept);
    }
    assertThat(applied).hasValue(NETWORKS);
    assertThat(files(".weights")).isEqualTo(weights);
  }

  /** A patch that computes weights: the next process maps them from one file, and computes none. */
  @Test
  void whatPatchesComputeIsKeptInAFile() throws IOException {
    record Halved(AtomicInteger applied) implements GraphPatch {
      @Override
      public String fingerprint() {
        return "halved";
      }

      @Override
      public boolean last() {
        return true;
      }

      @Override
      public void apply(NetworkGraph network) {
        applied.incrementAndGet();
        network.rewrite(
            network.linears(),
            (layer, first, rows) -> {
              for (int i = 0; i < rows.length; i++) {
                rows[i] /= 2;
              }
            });
      }
    }
    HookSource halving = new OnePlugin((GraphPatcher) network -> Optional.of(new Halved(applied)));
    byte[] unkept = draw(halving, 0, "build");
    applied.set(0);
    assertThat(draw(halving)).isEqualTo(unkept).isNotEqualTo(draw(HookSource.NONE, 0, "build"));
    assertThat(files(".weights")).hasSize(NETWORKS);
    assertThat(draw(halving)).isEqualTo(unkept);
    assertThat(applied).hasValue(NETWORKS);
  }

  interface Damage {
    void to(Path file) throws IOException;
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("a flipped bit", ".network", (Damage) PreparedSessionsTest::flip),
        Arguments.of("half of a network", ".network", (Damage) PreparedSessionsTest::halve),
        Arguments.of("somebody else's file", ".network", (Damage) file -> write(file, TEXT)),
        Arguments.of("half of the weights", ".weights", (Damage) PreparedSessionsTest::halve),
        Arguments.of("no weights", ".weights", (Damage) Files::delete));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  private static void halve(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void whatIsDamagedIsMadeAnew(String what, String ending, Damage damage) throws IOException {
    byte[] first = draw(scaling);
    for (Path file : files(ending)) {
      damage.to(file);
    }
    assertThat(draw(scaling)).isEqualTo(first);
    assertThat(applied).hasValue(2 * NETWORKS);
    assertThat(files(".network")).hasSize(NETWORKS);
    assertThat(files(".weights")).hasSize(NETWORKS);
  }

  @Test
  void oneNetworkInThePlaceOfAnotherIsMadeAnew() throws IOException {
    byte[] first = draw(scaling);
    List<Path> networks = files(".network");
    Path kept = Files.copy(networks.get(0), temp.resolve("kept"));
    for (int i = 0; i < networks.size(); i++) {
      Path other = i + 1 < networks.size() ? networks.get(i + 1) : kept;
      Files.copy(other, networks.get(i), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(draw(scaling)).isEqualTo(first);
    assertThat(applied).hasValue(2 * NETWORKS);
  }

  @Test
  void anotherBuildOfKilnMakesItsOwn() {
    byte[] first = draw(scaling);
    assertThat(draw(scaling, ROOM, "another build")).isEqualTo(first);
    assertThat(applied).hasValue(2 * NETWORKS);
  }

  /** They are opened before it is known that they are not wanted. */
  @Test
  void networksOfAnotherPluginAreNotUsed() throws IOException {
    byte[] first = draw(scaling);
    HookSource other = scaling(0.25f);
    byte[] second = draw(other);
    assertThat(second).isNotEqualTo(first).isEqualTo(draw(other, 0, "build"));
    assertThat(draw(scaling)).isEqualTo(first);
    Files.writeString(
        folder().resolve("last.json"),
        Files.readString(folder().resolve("last.json")).replaceAll(":[0-9a-f]{64}", ":0"));
    assertThat(draw(scaling)).isEqualTo(first);
  }

  @Test
  void twoProcessesAtOnceDrawTheSameAndLeaveOneOfEach() throws IOException {
    byte[] unkept = draw(scaling, 0, "build");
    List<CompletableFuture<byte[]>> both =
        Stream.of(1, 2).map(it -> CompletableFuture.supplyAsync(() -> draw(scaling))).toList();
    for (CompletableFuture<byte[]> one : both) {
      assertThat(one.join()).isEqualTo(unkept);
    }
    assertThat(draw(scaling)).isEqualTo(unkept);
    int before = applied.get();
    assertThat(draw(scaling)).isEqualTo(unkept);
    assertThat(applied).hasValue(before);
    assertThat(files(".network")).hasSize(NETWORKS);
  }

  @Test
  void theFolderStaysWithinItsBound() throws IOException {
    draw(scaling(0.1f));
    long budget = 2 * bytes();
    for (int tenth = 2; tenth < 5; tenth++) {
      draw(scaling(tenth / 10f), budget, "build");
      assertThat(bytes()).isLessThanOrEqualTo(budget + last());
    }
  }

  private long last() throws IOException {
    return Files.size(folder().resolve("last.json"));
  }

  @Test
  void aFewFormsOfANetworkAreKept() throws IOException {
    for (int tenth = 1; tenth < 6; tenth++) {
      draw(scaling(tenth / 10f));
    }
    assertThat(files(".network")).hasSize(4 * NETWORKS);
    assertThat(files(".weights")).hasSize(4 * NETWORKS);
  }

  /** The UNet with half of what its layers give, beside the whole one. */
  private record Halved(AtomicInteger applied) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "halved";
    }

    @Override
    public Set<String> variants() {
      return Set.of("half");
    }

    @Override
    public void apply(NetworkGraph network) {
      applied.incrementAndGet();
      if (network.variant().equals("half")) {
        for (LinearLayer layer : network.linears()) {
          Value half = network.editor().mul(layer.output(), network.editor().constant(0.5f));
          network.replace(layer.output(), half);
        }
      }
    }
  }

  private record Plugin(List<HookPoint> hooks) implements HookSource, HookSource.Hooks {
    @Override
    public HookSource.Hooks open(GenerationRequest request) {
      return this;
    }

    @Override
    public <H extends HookPoint> List<HookSource.Hook<H>> of(Class<H> type) {
      return hooks.stream()
          .filter(type::isInstance)
          .map(hook -> new HookSource.Hook<>("halving", type.cast(hook)))
          .toList();
    }
  }

  @Test
  void variantsAreKeptToo() throws IOException {
    GraphPatcher patcher =
        network ->
            network.kind() == NetworkKind.UNET
                ? Optional.of(new Halved(applied))
                : Optional.empty();
    DenoiseHook steps = pass -> Optional.of(call -> call.proceed("half"));
    HookSource halving = new Plugin(List.of(patcher, steps));
    byte[] unkept = draw(halving, 0, "build");
    assertThat(unkept).isNotEqualTo(draw(new Plugin(List.of(patcher)), 0, "build"));
    applied.set(0);
    for (int process = 0; process < 3; process++) {
      assertThat(draw(halving)).isEqualTo(unkept);
    }
    assertThat(applied).hasValue(2);
    assertThat(files(".network")).hasSize(NETWORKS + 1);
  }
}
