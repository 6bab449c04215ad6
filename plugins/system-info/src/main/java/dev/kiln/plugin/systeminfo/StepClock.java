package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.List;

/** Notes when the steps of one batch end. Read it when the generation is over. */
public final class StepClock implements GenerationWatcher {
  private final List<Long> ends = new ArrayList<>();
  private long began;
  private long decoding;
  private double decodeSeconds = Double.NaN;

  @Override
  public void stage(String name) {
    if (name.equals("denoise")) {
      began = System.nanoTime();
    } else if (name.equals("decode")) {
      decoding = System.nanoTime();
    }
  }

  @Override
  public void picture(int index, Picture picture, String infotext) {
    decodeSeconds = (System.nanoTime() - decoding) / 1e9;
  }

  @Override
  public void step(int step, int steps) {
    ends.add(System.nanoTime());
  }

  /** When the stage of denoising began, as {@code System.nanoTime} tells it. */
  public long began() {
    return began;
  }

  /** From the last latents to the last picture; NaN where there was none. */
  public double decodeSeconds() {
    return decodeSeconds;
  }

  /** When the last step ended; the begin where there was none. */
  public long ended() {
    return ends.isEmpty() ? began : ends.get(ends.size() - 1);
  }

  /** The seconds of each step; the first begins with the stage of denoising. */
  public List<Double> steps() {
    List<Double> seconds = new ArrayList<>();
    long before = began;
    for (long end : ends) {
      seconds.add((end - before) / 1e9);
      before = end;
    }
    return seconds;
  }
}
