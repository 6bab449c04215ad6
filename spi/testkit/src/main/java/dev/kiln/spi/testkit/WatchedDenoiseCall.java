package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/** A call that may be used during one {@code intercept} only. */
final class WatchedDenoiseCall extends Watched<DenoiseCall> implements DenoiseCall {
  WatchedDenoiseCall(DenoiseCall call) {
    super(call, "DenoiseCall is valid during intercept");
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
  public void proceed(Row.Role role) {
    proceeding();
    long before = HeapBytes.ofThisThread();
    try {
      valid().proceed(role);
    } finally {
      backSince(before);
    }
  }

  @Override
  public void proceed(String variant) {
    proceeding(variant);
    long before = HeapBytes.ofThisThread();
    try {
      valid().proceed(variant);
    } finally {
      backSince(before);
    }
  }

  @Override
  public Tensor output(String name) {
    return valid().output(name);
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
    long before = HeapBytes.ofThisThread();
    try {
      valid().feed(input, values);
    } finally {
      backSince(before);
    }
  }

  @Override
  public Tensor denoised() {
    return valid().denoised();
  }
}
