package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.PatchApproximationContract;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each form of weights, and both kinds of arithmetic. */
class QuantizeContractTest {
  abstract static class OfForm extends PatchApproximationContract {
    private final String weights;
    private final String compute;

    OfForm(String weights, String compute) {
      this.weights = weights;
      this.compute = compute;
    }

    @Override
    protected GraphPatcher patcher() {
      return new Quantize();
    }

    @Override
    protected PromptProcessor request() {
      return new QuantizeRequest(new CalibratedModels(new FakeHome(Path.of(""))));
    }

    @Override
    protected Class<? extends Record> knobs() {
      return QuantizeOptions.class;
    }

    @Override
    protected Map<String, Object> beside() {
      return Map.of("weights", weights, "compute", compute);
    }

    /** Bytes of weights. */
    @Override
    protected double cost(GraphPatcher patcher, FakeNetwork network) {
      return TestingUnet.exported("unet-sdpa-17")
          .with(patcher, network)
          .graph()
          .weights()
          .values()
          .stream()
          .mapToLong(weight -> weight.size() * weight.type().bytes())
          .sum();
    }

    /** Not to 1e-5: the last bit may decide to which whole number the next layer rounds. */
    @Override
    protected List<AttentionOptimizer> optimizers() {
      return List.of();
    }

    /** Attentions are found before layers are quantized, all of them. */
    @Test
    void whoeverComputesAttentionPredictsNearlyTheSame() {
      NetworkShape shape = new NetworkShape(2, 9, 7, 77);
      FakeNetwork network =
          FakeNetwork.with(options().toArray(Record[]::new)).shape(shape).memory(40_000);
      TestingUnet before = TestingUnet.exported("unet-dynamo-23");
      float[] wanted = before.with(patcher(), network).run(shape);
      for (AttentionOptimizer optimizer : super.optimizers()) {
        float[] found = before.with(patcher(), optimizer, network).run(shape);
        assertThat(GraphRunner.difference(found, wanted)).as(optimizer.toString()).isLessThan(0.02);
      }
    }
  }

  @Nested
  class Eight extends OfForm {
    Eight() {
      super("int8", "float32");
    }
  }

  @Nested
  class Four extends OfForm {
    Four() {
      super("int4", "float32");
    }
  }

  @Nested
  class Computing extends OfForm {
    Computing() {
      super("off", "int8");
    }
  }
}
