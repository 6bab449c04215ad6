package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.hook.SessionTuner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every session tuner promises on a processor: extend it in the plugin's tests. */
public abstract class SessionTunerContract {
  protected abstract SessionTuner tuner();

  /** Options that a request carries for it. */
  protected List<Record> options() {
    return List.of();
  }

  private SessionWishes wishes() {
    SessionWishes wishes = new SessionWishes();
    tuner().tune(wishes.of("tested"), FakeNetwork.with(options().toArray(Record[]::new)));
    return wishes;
  }

  @Test
  void itAsksForTheSameEachTime() {
    assertThat(wishes().text()).isEqualTo(wishes().text());
  }

  @Test
  void aSessionAsItWishesComputesTheSame() {
    TestingUnet unet = TestingUnet.exported("unet-sdpa-17");
    var shape = FakeNetwork.with().shape().orElseThrow();
    var inputs = unet.inputs(shape);
    String output = unet.graph().outputs().get(0).name();
    try (GraphRunner run = GraphRunner.open(unet.graph(), wishes())) {
      float[] found = run.run(inputs, output, inputs.get("sample").shape());
      assertThat(GraphRunner.difference(found, unet.run(shape))).isLessThan(1e-5);
    }
  }
}
