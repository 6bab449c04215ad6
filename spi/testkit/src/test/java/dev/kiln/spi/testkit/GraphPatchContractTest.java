package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Patches of whose values the runtime knows the width no more, though it is the same. */
class GraphPatchContractTest {
  /** Reads and gives the same tokens in shapes that only the run knows. */
  private record Reshaped(boolean attends) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "reshaped " + attends;
    }

    @Override
    public void apply(NetworkGraph network) {
      for (AttentionSite site : network.attention()) {
        GraphEditor graph = network.editor().at(site.path());
        if (attends) {
          KeyValue kv = new KeyValue(same(graph, site.key()), same(graph, site.value()));
          Value first = network.attend(site, same(graph, site.query()), kv, Value.NONE);
          network.replace(site, same(graph, first));
        } else {
          for (Value read : List.of(site.query(), site.key(), site.value())) {
            network.replace(read, same(graph, read));
          }
        }
      }
    }

    private static Value same(GraphEditor graph, Value x) {
      Value parts = graph.chunks(x, 1, 16, (body, part, start, end) -> part);
      return graph.reshape(parts, graph.dim(x, 0), graph.dim(x, 1), graph.dim(x, 2));
    }
  }

  @Nested
  class OneThatAttends extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return network -> Optional.of(new Reshaped(true));
    }

    @Override
    protected boolean exact() {
      return true;
    }
  }

  @Nested
  class OneThatStandsInFrontOfAttention extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return network -> Optional.of(new Reshaped(false));
    }

    @Override
    protected boolean exact() {
      return true;
    }
  }

  @Test
  void everyReferenceTakesEverySite() {
    NetworkShape shape = new NetworkShape(2, 9, 7, 77);
    for (AttentionOptimizer optimizer : ReferenceOptimizer.all()) {
      TestingUnet unet =
          TestingUnet.exported("unet-sdpa-17").with(optimizer, FakeNetwork.with().shape(shape));
      assertThat(unet.report().summary()).as(optimizer.toString()).isEqualTo("6/6 sites");
    }
  }
}
