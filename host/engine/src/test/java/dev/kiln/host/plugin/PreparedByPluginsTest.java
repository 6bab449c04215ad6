package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.random.Precision;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.Drawing;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.weights.wide.WideWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are kept as a jar has rewritten them. */
class PreparedByPluginsTest {
  private static final long ROOM = 1L << 30;

  @TempDir private Path temp;

  private void drop(String factor) {
    PluginJar.of("scaling", "1.0.0")
        .source(
            "demo.Scaling",
            """
            package demo;
            import dev.kiln.spi.WakeOn;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.GraphPatcher;
            import java.util.Optional;
            @org.pf4j.Extension
            @WakeOn(WakeOn.Wake.GENERATION)
            public class Scaling implements GraphPatcher {
              public Optional<GraphPatch> open(NetworkContext network) {
                return Optional.of(new GraphPatch() {
                  public String fingerprint() { return "always the same"; }
                  public void apply(NetworkGraph network) {
                    for (LinearLayer layer : network.linears()) {
                      Value factor = network.editor().constant(FACTOR);
                      network.replace(
                          layer.output(), network.editor().mul(layer.output(), factor));
                    }
                  }
                });
              }
            }
            """
                .replace("FACTOR", factor + "f"))
        .dropInto(temp.resolve("plugins"), "scaling.jar");
  }

  /** In a process of its own. */
  private byte[] draw(long budget) throws IOException {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), ROOM);
    PreparedNetworks kept = new PreparedNetworks(temp.resolve("networks"), budget, "build");
    RuntimeSettings settings =
        new RuntimeSettings(
            temp.resolve("plugins"), temp.resolve("home"), false, "0.1.0", HostPlaces.NONE);
    try (PluginRuntime plugins = new PluginRuntime(settings, Map.of());
        ModelStore models =
            new ModelStore(
                new SessionOpener(OrtRuntime.open(), wide, kept, ROOM),
                new ModelCatalog(temp.resolve("models"), hashes),
                hashes,
                ModelStore.Limits.ONE)) {
      return new GenerationPipeline(models, plugins)
          .generate("job", Drawing.request("a").build(), Progress.SILENT, new Cancellation())
          .images()
          .get(0)
          .rgb();
    }
  }

  private long networks() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("networks"))) {
      return files.filter(file -> file.toString().endsWith(".network")).count();
    }
  }

  @Test
  void aReplacedJarIsNotServedTheNetworksOfTheOldOne() throws IOException {
    Path models = Files.createDirectories(temp.resolve("models"));
    RandomModels.single(models.resolve("a"), 1, Precision.F32);
    drop("0.5");
    byte[] first = draw(ROOM);
    long each = networks();
    assertThat(draw(ROOM)).isEqualTo(first);
    assertThat(networks()).isEqualTo(each).isPositive();
    drop("0.25");
    byte[] second = draw(ROOM);
    assertThat(second).isNotEqualTo(first).isEqualTo(draw(0));
    assertThat(networks()).isEqualTo(2 * each);
    drop("0.5");
    assertThat(draw(ROOM)).isEqualTo(first);
  }
}
