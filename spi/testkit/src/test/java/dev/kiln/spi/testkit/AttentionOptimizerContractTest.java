package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import org.junit.jupiter.api.Test;

/** The contract passes an optimizer that keeps it and fails those that break it. */
class AttentionOptimizerContractTest {
  /** All scores at once. */
  static class Whole implements AttentionOptimizer {
    @Override
    public Support supports(AttentionSite site, NetworkContext network) {
      return Support.yes("as it is");
    }

    @Override
    public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
      return attend(site, graph, site.scale(), site.bias().orElse(Value.NONE));
    }

    Value attend(AttentionSite site, GraphEditor graph, float scale, Value bias) {
      KeyValue kv =
          new KeyValue(
              graph.splitHeads(site.key(), site.heads()),
              graph.splitHeads(site.value(), site.heads()));
      Value q = graph.splitHeads(site.query(), site.heads());
      return graph.mergeHeads(graph.attended(q, kv, scale, bias), site.heads());
    }
  }

  static class Good extends AttentionOptimizerContract {
    @Override
    protected AttentionOptimizer optimizer() {
      return new Whole();
    }

    @Override
    protected boolean keepsToMemory() {
      return false;
    }
  }

  static class Large extends AttentionOptimizerContract {
    @Override
    protected AttentionOptimizer optimizer() {
      return new Whole();
    }
  }

  static class Biasless extends Good {
    @Override
    protected AttentionOptimizer optimizer() {
      return new Whole() {
        @Override
        public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
          return attend(site, graph, site.scale(), Value.NONE);
        }
      };
    }
  }

  @Test
  void aGoodOptimizerPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void oneThatTakesMoreMemoryThanItMayIsFound() {
    assertThat(ContractRun.breaks(Large.class, "itsScoresFitIntoTheMemoryItWasGiven")).isTrue();
  }

  @Test
  void oneThatForgetsTheBiasIsFound() {
    assertThat(ContractRun.breaks(Biasless.class, "aBiasIsAddedOrRefused")).isTrue();
  }
}
