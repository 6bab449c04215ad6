package dev.kiln.host.tuning;

import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Makes trials while no picture is made. What a generation ended is dropped, and made anew when the
 * generation is over.
 *
 * @param allowance what the trials may take together
 */
record QuietTrials(OrtRuntime runtime, QuietTime quiet, Allowance allowance) {
  /**
   * Make a trial.
   *
   * @param trial ends with {@link CancellationException} when its control is terminated
   * @throws BudgetSpent when the time is over
   * @throws CancellationException when there will be no trials any more
   */
  <T> T make(Function<RunControl, T> trial) {
    while (true) {
      allowance.demandTime();
      long began = System.nanoTime();
      try (RunControl control = new RunControl(runtime);
          QuietTime.Span span = quiet.trying(control::terminate)) {
        began = System.nanoTime();
        return trial.apply(control);
      } catch (CancellationException ended) {
        quiet.demandOpen();
      } finally {
        allowance.took(System.nanoTime() - began);
      }
    }
  }
}
