package dev.kiln.host.engine;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.tuning.Laboratory;
import dev.kiln.host.tuning.MachineLock;
import dev.kiln.host.tuning.MeasuredAttention;
import dev.kiln.host.tuning.Tuner;
import dev.kiln.host.tuning.TuningBudget;
import dev.kiln.host.tuning.TuningMemory;
import dev.kiln.spi.host.QuietMachine;
import java.util.function.Consumer;

/** Measures what can compute the operators of a model, for who waits for it. */
public final class Tuning {
  private final ModelStore models;
  private final MachineLock machine;
  private final Laboratory laboratory;
  private final TuningMemory memory;
  private final MeasuredAttention attention;

  Tuning(
      ModelStore models,
      MachineLock machine,
      Laboratory laboratory,
      TuningMemory memory,
      MeasuredAttention attention) {
    this.models = models;
    this.machine = machine;
    this.laboratory = laboratory;
    this.memory = memory;
    this.attention = attention;
  }

  /**
   * Measure and remember, on the calling thread.
   *
   * @param model name or path; empty for the default model
   * @param width of the picture in pixels; 0 for the model's own
   * @param height of the picture in pixels; 0 for the model's own
   * @param told hears what was found out, a line at a time
   * @throws dev.kiln.spi.BadRequest when there is no such model, nothing to choose between, or when
   *     another Kiln draws or measures
   * @throws java.util.concurrent.CancellationException when it was stopped; what was measured stays
   */
  public void run(String model, int width, int height, TuningBudget budget, Consumer<String> told) {
    GenerationRequestBuilder request = GenerationRequest.of("").size(width, height);
    try (QuietMachine.Hold alone = machine.hold("kiln tune");
        ModelStore.Lease lease = models.use(model)) {
      Tuner tuner = Tuner.in(laboratory, memory, budget, told);
      attention.tune(tuner, request.build(), lease.model());
    }
  }
}
