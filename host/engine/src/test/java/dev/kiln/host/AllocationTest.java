package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PassingHooks;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step clock's promise: however many hooks there are, a step makes no garbage for them. */
class AllocationTest {
  private static final int STEPS = 30;

  /** What ONNX Runtime's own call takes in a step, with room for its next version. */
  private static final long BUDGET = 2_048;

  @TempDir Path temp;

  @Test
  void hooksAddNoBytesToAStep() {
    try (ModelStore models = DefaultModel.store(temp)) {
      bytesPerStep(models, 0);
      bytesPerStep(models, 5);
      long bare = bytesPerStep(models, 0);

      assertThat(bytesPerStep(models, 5)).isEqualTo(bare);
      assertThat(bare).isLessThan(BUDGET);
    }
  }

  /** The median: a step in which the compiler or a resized table strikes is not the rule. */
  private static long bytesPerStep(ModelStore models, int hooks) {
    Meter meter = new Meter();
    GenerationRequest request =
        GenerationRequest.of("a girl").seed(1).sampler("Euler").steps(STEPS).size(64, 64).build();
    new GenerationPipeline(models, new PassingHooks(hooks))
        .generate("allocation", request, meter, new Cancellation());
    long[] steps = new long[STEPS - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = meter.bytes[i + 1] - meter.bytes[i];
    }
    Arrays.sort(steps);
    return steps[steps.length / 2];
  }

  /** Reads the thread's counter at the end of each step, into an array that exists before. */
  private static final class Meter implements Progress {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] bytes = new long[STEPS];

    @Override
    public void step(int step, int steps) {
      bytes[step - 1] = threads.getCurrentThreadAllocatedBytes();
    }
  }
}
