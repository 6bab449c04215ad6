package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@code GuidanceProvider} promises. Extend it, say which provider and which options
 * make it win a pass, and the tests run the real host with it. What it is to fill holds no numbers
 * before: a value that it leaves out shows in the latents.
 */
public abstract class GuidanceProviderContract extends GuidedContract<GuidanceProvider> {
  protected GuidanceProviderContract() {
    super(GuidanceProvider.class);
  }

  @Test
  void aRequestMayNameIt() {
    Offers offers = hook().getClass().getAnnotation(Offers.class);
    assertThat(offers).as("@Offers of %s", hook().getClass()).isNotNull();
    String name = offers.value()[0];
    Outcome outcome = generation(hook()).request(request -> request.guidance(name)).run();
    assertThat(calls(outcome)).isNotEmpty();
  }

  @Test
  void theSameScaleGivesTheSamePredictionAsOftenAsItIsAskedFor() {
    GuidanceHook probe =
        pass -> {
          Tensor again = Tensor.zeros(pass.images(), 4, pass.height() / 8, pass.width() / 8);
          return Optional.of(
              call -> {
                call.proceed();
                float[] first = call.combined().data().clone();
                call.combineAt(call.scale() + 3, again);
                assertThat(call.combined().data()).containsExactly(first);
                call.combineAt(call.scale(), again);
                assertThat(again.data()).containsExactly(first);
              });
        };
    generation(hook()).outermost(PROBE, probe).request(request -> request.batch(2, 1)).run();
  }
}
