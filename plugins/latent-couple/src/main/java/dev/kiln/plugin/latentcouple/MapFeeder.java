package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;

/** Feeds one of two sets of maps to each evaluation. */
final class MapFeeder implements DenoiseInterceptor {
  private final Tensor regional;
  private final Tensor lifted;
  private final int endAtStep;
  private final SamplingStep clock = new SamplingStep();

  MapFeeder(Tensor regional, Tensor lifted, int endAtStep) {
    this.regional = regional;
    this.lifted = lifted;
    this.endAtStep = endAtStep;
  }

  @Override
  public void intercept(DenoiseCall call) {
    call.feed(RegionMaps.INPUT, clock.of(call.step()) < endAtStep ? regional : lifted);
    call.proceed();
  }
}
