package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.upscale.UpscaleWatcher;

/** Counts windows for a watcher. For one thread. */
final class Progress {
  private final UpscaleWatcher watcher;
  private final int total;
  private int done;

  Progress(UpscaleWatcher watcher, int total) {
    this.watcher = watcher;
    this.total = total;
  }

  /**
   * A window is drawn or decoded.
   *
   * @throws java.util.concurrent.CancellationException when the watcher ends the work
   */
  void windowDone() {
    done++;
    watcher.progress(done, total);
  }
}
