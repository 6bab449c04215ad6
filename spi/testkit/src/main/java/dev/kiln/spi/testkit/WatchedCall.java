package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/**
 * A call that may be used during one {@code intercept} only, as the contract says, and that knows
 * what happened inside of {@code proceed()}. The host's own call is one object that is always
 * valid: keeping it would go unnoticed until it gives the data of another step.
 */
final class WatchedCall implements DenoiseCall {
  private final DenoiseCall call;
  private int proceeds;
  private long bytesBelow;
  private boolean stale;

  WatchedCall(DenoiseCall call) {
    this.call = call;
  }

  int proceeds() {
    return proceeds;
  }

  /** What was allocated inside of {@code proceed()}. */
  long bytesBelow() {
    return bytesBelow;
  }

  void end() {
    stale = true;
  }

  private DenoiseCall valid() {
    if (stale) {
      throw new IllegalStateException(
          "a DenoiseCall is valid during intercept alone; this one was kept, copy what you need");
    }
    return call;
  }

  @Override
  public void proceed() {
    proceeds++;
    long before = HeapBytes.ofThisThread();
    try {
      valid().proceed();
    } finally {
      bytesBelow += HeapBytes.ofThisThread() - before;
    }
  }

  @Override
  public StepView step() {
    return valid().step();
  }

  @Override
  public int rows() {
    return valid().rows();
  }

  @Override
  public Row row(int index) {
    return valid().row(index);
  }

  @Override
  public Tensor sample() {
    return valid().sample();
  }

  @Override
  public double timestep() {
    return valid().timestep();
  }

  @Override
  public Tensor conditioning(int row) {
    return valid().conditioning(row);
  }

  @Override
  public void feed(String input, Tensor values) {
    valid().feed(input, values);
  }

  @Override
  public Tensor denoised() {
    return valid().denoised();
  }
}
