package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.host.GenerationWatcher;

/** Notes when sampling begins and when its last step ends. Read it when the generation is over. */
final class LoopClock implements GenerationWatcher {
  private long began;
  private long ended;

  @Override
  public void stage(String name) {
    if (name.equals("denoise")) {
      began = System.nanoTime();
      ended = began;
    }
  }

  @Override
  public void step(int step, int steps) {
    ended = System.nanoTime();
  }

  double loopSeconds() {
    return (ended - began) / 1e9;
  }

  /**
   * @param submitted as {@code System.nanoTime} tells it
   */
  double secondsBefore(long submitted) {
    return (began - submitted) / 1e9;
  }
}
