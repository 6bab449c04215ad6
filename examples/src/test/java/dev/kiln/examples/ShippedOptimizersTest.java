package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.Versions;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.TestingUnet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of patches under every exact optimizer of dist/, and the testkit's references to
 * them.
 */
class ShippedOptimizersTest extends GraphPatchContract {
  private static final Path JARS = Path.of(System.getProperty("kiln.root"), "dist", "plugins");

  @TempDir static Path folder;
  private static final List<Hooks> OPEN = new ArrayList<>();
  private static PluginRuntime plugins;
  private static List<AttentionOptimizer> shipped;

  @BeforeAll
  static void open() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (DirectoryStream<Path> built = Files.newDirectoryStream(JARS, "attention-*.jar")) {
      for (Path jar : built) {
        Files.copy(jar, jars.resolve(jar.getFileName()));
      }
    }
    plugins =
        new PluginRuntime(
            new RuntimeSettings(jars, folder.resolve("home"), false, Versions.SPI, HostPlaces.NONE),
            Map.of(DeviceInfo.class, new DeviceInfo("cpu", 2)));
    shipped =
        plugins.services().optimizers().stream()
            .filter(OptimizerLine::exact)
            .map(OptimizerLine::name)
            .map(ShippedOptimizersTest::woken)
            .toList();
  }

  private static AttentionOptimizer woken(String name) {
    Hooks hooks = plugins.open(GenerationRequest.of("").attention(name).build());
    OPEN.add(hooks);
    return hooks.of(AttentionOptimizer.class).stream()
        .filter(hook -> hook.name().equals(name))
        .map(Hook::extension)
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  static void close() {
    OPEN.forEach(Hooks::close);
    plugins.close();
  }

  @Override
  protected List<AttentionOptimizer> optimizers() {
    return shipped;
  }

  @Override
  protected boolean exact() {
    return true;
  }

  /** Attends to the same tokens, whose width only the run knows. */
  @Override
  protected GraphPatcher patcher() {
    return network ->
        Optional.of(
            new GraphPatch() {
              @Override
              public String fingerprint() {
                return "reshaped";
              }

              @Override
              public void apply(NetworkGraph graph) {
                graph.attention().forEach(site -> attend(graph, site));
              }
            });
  }

  private static void attend(NetworkGraph network, AttentionSite site) {
    GraphEditor graph = network.editor().at(site.path());
    KeyValue kv = new KeyValue(same(graph, site.key()), same(graph, site.value()));
    network.replace(site, network.attend(site, same(graph, site.query()), kv, Value.NONE));
  }

  private static Value same(GraphEditor graph, Value x) {
    return graph.reshape(x, graph.dim(x, 0), graph.dim(x, 1), graph.dim(x, 2));
  }

  @Test
  void theReferencesOfTheTestkitWriteAllOperatorsThatAnyOfThemWrites() {
    assertThat(shipped).hasSizeGreaterThanOrEqualTo(7);
    Set<String> references = new TreeSet<>();
    super.optimizers().forEach(optimizer -> references.addAll(operators(optimizer)));
    for (AttentionOptimizer optimizer : shipped) {
      assertThat(references).as(optimizer.toString()).containsAll(operators(optimizer));
    }
  }

  private static Set<String> operators(AttentionOptimizer optimizer) {
    Set<String> found = new TreeSet<>();
    for (long memory : new long[] {1 << 30, 40_000}) {
      FakeNetwork network =
          FakeNetwork.with().shape(new NetworkShape(2, 16, 16, 77)).memory(memory);
      collect(TestingUnet.exported("unet-dynamo-23").with(optimizer, network).graph(), found);
    }
    return found;
  }

  private static void collect(Graph graph, Set<String> found) {
    for (Node node : graph.nodes()) {
      found.add(node.domain() + "." + node.operator());
      node.bodies().forEach(body -> collect(body, found));
    }
  }
}
