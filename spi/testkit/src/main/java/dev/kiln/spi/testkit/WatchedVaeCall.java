package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.tensor.Tensor;

/** A call that may be used during one {@code decode} or {@code encode} only. */
final class WatchedVaeCall extends Watched<VaeCall> implements VaeCall {
  WatchedVaeCall(VaeCall call) {
    super(call, "VaeCall is valid during decode or encode");
  }

  @Override
  public void proceed() {
    proceeding();
    long before = HeapBytes.ofThisThread();
    try {
      valid().proceed();
    } finally {
      backSince(before);
    }
  }

  @Override
  public Tensor latents() {
    return valid().latents();
  }

  @Override
  public Tensor picture() {
    return valid().picture();
  }
}
