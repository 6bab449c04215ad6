package dev.kiln.plugin.winograd;

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
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transformed weights that one process keeps and the next one maps. */
class WinogradKeptTest {
  private static final long ROOM = 1L << 32;

  @TempDir private Path temp;
  private final AtomicInteger written = new AtomicInteger();

  /** One for all processes, as its jar would be. */
  private final HookSource plugin = new OnePlugin("winograd-4x4", new Asked(written));

  private record Asked(AtomicInteger written) implements Winograd {
    @Override
    public Tile tile() {
      return Tile.FOUR;
    }

    @Override
    public long memory(NetworkContext network) {
      return WinogradOptions.DEFAULT.bytes();
    }

    @Override
    public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
      written.incrementAndGet();
      return Winograd.super.convolve(site, graph, network);
    }
  }

  /** By a process of its own. */
  private GenerationResult draw(long budget) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), ROOM);
    PreparedNetworks kept = new PreparedNetworks(temp.resolve("networks"), budget, "build");
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow").seed(1).steps(2).sampler("Euler").build();
    try (ModelStore models =
        new ModelStore(
            new SessionOpener(OrtRuntime.open(), wide, kept, ROOM),
            new ModelCatalog(DefaultModel.models(), hashes),
            hashes,
            ModelStore.Limits.ONE)) {
      return new GenerationPipeline(models, plugin)
          .generate("job", request, Progress.SILENT, new Cancellation());
    }
  }

  private List<Path> weights() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("networks"))) {
      return files.filter(file -> file.toString().endsWith(".weights")).sorted().toList();
    }
  }

  @Test
  void theNextProcessTransformsNothingAndDrawsTheSame() throws IOException {
    GenerationResult unkept = draw(0);
    assertThat(written.getAndSet(0)).isPositive();
    GenerationResult first = draw(ROOM);
    assertThat(written.getAndSet(0)).isPositive();
    List<Path> kept = weights();
    for (int process = 0; process < 2; process++) {
      GenerationResult next = draw(ROOM);
      assertThat(written).hasValue(0);
      assertThat(next.images().get(0).rgb())
          .isEqualTo(unkept.images().get(0).rgb())
          .isEqualTo(first.images().get(0).rgb());
      assertThat(next.attention()).isEqualTo(unkept.attention()).contains("winograd-4x4, ");
      assertThat(next.warnings()).isEmpty();
    }
    // One for each network: what was written first is gone when the runtime has written all.
    assertThat(weights()).isEqualTo(kept).hasSize(3);
  }
}
