package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.HookPoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all that writes guided predictions promises alike. */
abstract class GuidedContract<H extends HookPoint> extends PassHookContract<H> {
  GuidedContract(Class<? extends HookPoint> type) {
    super(type);
  }

  @Test
  void anImageDoesNotDependOnItsBatch() {
    float[] first = latents(generation(hook()));
    float[] second = latents(generation(hook()).request(request -> request.seed(2)));
    float[] both = latents(generation(hook()).request(request -> request.batch(2, 1)));
    assertThat(both).startsWith(first).endsWith(second);
  }

  @Test
  void thePredictionsOfTheRowsStayAsTheyAre() {
    GuidanceHook probe =
        pass ->
            Optional.of(
                call -> {
                  float[] before = call.denoised().data().clone();
                  call.proceed();
                  assertThat(call.denoised().data()).containsExactly(before);
                });
    generation(hook()).outermost(PROBE, probe).run();
  }
}
