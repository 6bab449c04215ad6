package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/** A guided prediction that may be used during one {@code intercept} only. */
final class WatchedGuidanceCall extends WatchedCombineCall<GuidanceCall> implements GuidanceCall {
  WatchedGuidanceCall(GuidanceCall call) {
    super(call, "GuidanceCall is valid during intercept");
  }

  @Override
  public Optional<Tensor> uncond(int image) {
    return valid().uncond(image);
  }

  @Override
  public Tensor cond(int image) {
    long before = HeapBytes.ofThisThread();
    try {
      return valid().cond(image);
    } finally {
      backSince(before);
    }
  }

  @Override
  public Tensor latents() {
    return valid().latents();
  }

  @Override
  public void combineAt(double scale, Tensor into) {
    long before = HeapBytes.ofThisThread();
    try {
      valid().combineAt(scale, into);
    } finally {
      backSince(before);
    }
  }

  @Override
  public void proceedAt(double scale) {
    proceeding();
    long before = HeapBytes.ofThisThread();
    try {
      valid().proceedAt(scale);
    } finally {
      backSince(before);
    }
  }
}
