package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.tensor.Tensor;

/** Finished latents that may be mixed during one {@code finish} only. */
final class WatchedFinalBlendCall extends WatchedBlendCall<FinalBlendCall>
    implements FinalBlendCall {
  WatchedFinalBlendCall(FinalBlendCall call) {
    super(call, "FinalBlendCall is valid during finish");
  }

  @Override
  public void overlay(int image, Tensor drawn) {
    valid().overlay(image, drawn);
  }
}
