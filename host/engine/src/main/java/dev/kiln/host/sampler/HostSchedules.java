package dev.kiln.host.sampler;

import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * The noise schedules that Kiln comes with: webUI's in its order and with its names, then others.
 * In the formulas p runs evenly from 0 at the largest level to 1 at the smallest.
 */
final class HostSchedules {
  /** "Align Your Steps" (Sabour et al., 2024), the ten steps found for Stable Diffusion 1.5. */
  private static final double[] ALIGNED = {
    14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029
  };

  private static final double BETA_SHAPE = 0.6;

  private HostSchedules() {}

  static List<OfferedSchedule> all() {
    return List.of(
        onTable("uniform", "Uniform", HostSchedules::uniform),
        plain("karras", "Karras", 7, c -> karras(c.steps(), c.sigmaMin(), c.sigmaMax(), c.rho())),
        plain("exponential", "Exponential", 0, call -> polyexponential(call, 1)),
        plain("polyexponential", "Polyexponential", 1, call -> polyexponential(call, call.rho())),
        new OfferedSchedule(
            new ScheduleInfo("sgm_uniform", "SGM Uniform", List.of("SGMUniform"), 0, true),
            call -> evenTimesteps(call, call.steps())),
        plain("kl_optimal", "KL Optimal", 0, HostSchedules::klOptimal),
        plain("align_your_steps", "Align Your Steps", 0, HostSchedules::alignYourSteps),
        onTable("simple", "Simple", HostSchedules::simple),
        onTable("normal", "Normal", call -> evenTimesteps(call, call.steps() - 1)),
        onTable("ddim", "DDIM", HostSchedules::ddim),
        onTable("beta", "Beta", HostSchedules::beta),
        plain("gits", "GITS", 0, call -> Gits.sigmas(call.steps())));
  }

  private static OfferedSchedule plain(
      String name, String label, double rho, ScheduleProvider formula) {
    return new OfferedSchedule(new ScheduleInfo(name, label, List.of(), rho, false), formula);
  }

  private static OfferedSchedule onTable(String name, String label, ScheduleProvider formula) {
    return new OfferedSchedule(new ScheduleInfo(name, label, List.of(), 0, true), formula);
  }

  private static double[] uniform(ScheduleCall call) {
    SigmaTable table = call.table();
    double first = table.timestep(table.min());
    double last = table.timestep(table.max());
    return levels(call.steps(), p -> table.sigma(first + (last - first) * (1 - p)));
  }

  /** Karras et al. (2022), equation 5. */
  static double[] karras(int steps, double sigmaMin, double sigmaMax, double rho) {
    double max = Math.pow(sigmaMax, 1 / rho);
    double min = Math.pow(sigmaMin, 1 / rho);
    return levels(steps, p -> Math.pow(max + p * (min - max), rho));
  }

  private static double[] polyexponential(ScheduleCall call, double rho) {
    double min = Math.log(call.sigmaMin());
    double max = Math.log(call.sigmaMax());
    return levels(call.steps(), p -> Math.exp(min + Math.pow(1 - p, rho) * (max - min)));
  }

  /** Even in time, cut into {@code parts}. */
  private static double[] evenTimesteps(ScheduleCall call, int parts) {
    SigmaTable table = call.table();
    double start = table.timestep(call.sigmaMax());
    double end = table.timestep(call.sigmaMin());
    double[] sigmas = new double[call.steps() + 1];
    for (int i = 0; i < call.steps(); i++) {
      sigmas[i] = table.sigma(start + (end - start) * i / Math.max(parts, 1));
    }
    return sigmas;
  }

  /** Even in atan σ; the only one that ends at the smallest level instead of at 0. */
  private static double[] klOptimal(ScheduleCall call) {
    double min = Math.atan(call.sigmaMin());
    double max = Math.atan(call.sigmaMax());
    double[] sigmas = new double[call.steps() + 1];
    for (int i = 0; i <= call.steps(); i++) {
      double p = i / (double) call.steps();
      sigmas[i] = Math.tan(p * min + (1 - p) * max);
    }
    return sigmas;
  }

  private static double[] alignYourSteps(ScheduleCall call) {
    return levels(call.steps(), p -> LogLinear.at(ALIGNED, p));
  }

  private static double[] simple(ScheduleCall call) {
    int size = call.table().size();
    double[] sigmas = new double[call.steps() + 1];
    for (int i = 0; i < call.steps(); i++) {
      sigmas[i] = call.table().at(size - 1 - (int) (i * (size / (double) call.steps())));
    }
    return sigmas;
  }

  /** As many levels as fit: at some step counts one more than asked for, as in webUI. */
  private static double[] ddim(ScheduleCall call) {
    int size = call.table().size();
    int stride = Math.max(size / call.steps(), 1);
    int count = (size - 2) / stride + 1;
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sigmas[count - 1 - i] = call.table().at(1 + i * stride);
    }
    return sigmas;
  }

  /** Lee et al. (2024): quantiles of a Beta distribution, dense at both ends. */
  private static double[] beta(ScheduleCall call) {
    BetaDistribution distribution = new BetaDistribution(null, BETA_SHAPE, BETA_SHAPE);
    double span = call.sigmaMax() - call.sigmaMin();
    return levels(
        call.steps(),
        p -> call.sigmaMin() + distribution.inverseCumulativeProbability(1 - p) * span);
  }

  /** A level for each p, and a final 0. */
  private static double[] levels(int steps, DoubleUnaryOperator level) {
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = level.applyAsDouble(steps == 1 ? 0 : i / (double) (steps - 1));
    }
    return sigmas;
  }
}
