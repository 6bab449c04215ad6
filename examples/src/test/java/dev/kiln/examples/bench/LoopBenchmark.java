package dev.kiln.examples.bench;

import com.sun.management.ThreadMXBean;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.Unet;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PassingHooks;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the host adds to the network's own time and memory in each step of the denoise loop. */
final class LoopBenchmark {
  private static final int STEPS = 12;
  private static final int ROUNDS = 3;

  private final ModelStore models;

  LoopBenchmark(Path home) {
    this.models = DefaultModel.store(home);
  }

  /**
   * Medians over all steps but the first of each picture.
   *
   * @param seconds of a step
   * @param overhead (time of the step - time inside the runtime) / time of the step
   * @param bytes of heap that the generation's thread allocated in a step
   */
  record Step(double seconds, double overhead, double bytes) {}

  /** A loop without hooks and one with five that only pass on, in turns. */
  record Loops(Step bare, Step hooked) {}

  Loops measure(int pixels) {
    try (ModelStore.Lease lease = models.use("")) {
      Unet unet = lease.model().unet();
      Samples bare = new Samples();
      Samples hooked = new Samples();
      draw(pixels, HookSource.NONE, unet, new Samples());
      for (int round = 0; round < ROUNDS; round++) {
        draw(pixels, HookSource.NONE, unet, bare);
        draw(pixels, new PassingHooks(5), unet, hooked);
      }
      return new Loops(bare.medians(), hooked.medians());
    }
  }

  private void draw(int pixels, HookSource hooks, Unet unet, Samples samples) {
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow")
            .seed(1)
            .sampler("Euler")
            .steps(STEPS)
            .size(pixels, pixels)
            .build();
    Meter meter = new Meter(unet);
    new GenerationPipeline(models, hooks).generate("benchmark", request, meter, new Cancellation());
    samples.add(meter);
  }

  /** Reads three clocks at the end of each step, into arrays that exist before. */
  private static final class Meter implements Progress {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Unet unet;
    private final long[] time = new long[STEPS];
    private final double[] inside = new double[STEPS];
    private final long[] bytes = new long[STEPS];

    Meter(Unet unet) {
      this.unet = unet;
    }

    @Override
    public void step(int step, int steps) {
      time[step - 1] = System.nanoTime();
      inside[step - 1] = unet.secondsInRuns();
      bytes[step - 1] = threads.getCurrentThreadAllocatedBytes();
    }
  }

  private static final class Samples {
    private final List<Step> steps = new ArrayList<>();

    void add(Meter meter) {
      for (int i = 1; i < STEPS; i++) {
        double seconds = (meter.time[i] - meter.time[i - 1]) / 1e9;
        double inside = meter.inside[i] - meter.inside[i - 1];
        steps.add(
            new Step(seconds, (seconds - inside) / seconds, meter.bytes[i] - meter.bytes[i - 1]));
      }
    }

    Step medians() {
      return new Step(
          median(steps.stream().mapToDouble(Step::seconds).toArray()),
          median(steps.stream().mapToDouble(Step::overhead).toArray()),
          median(steps.stream().mapToDouble(Step::bytes).toArray()));
    }
  }

  static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
