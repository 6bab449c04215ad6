package dev.kiln.host.request;

import static dev.kiln.host.request.FieldType.BOOLEAN;
import static dev.kiln.host.request.FieldType.LONG;
import static dev.kiln.host.request.FieldType.NUMBER;
import static dev.kiln.host.request.FieldType.OPTIONAL_NUMBER;
import static dev.kiln.host.request.RequestField.Written.AS_SETTLED;
import static dev.kiln.host.request.RequestField.Written.WHEN_CHANGED;
import static dev.kiln.host.request.RequestField.of;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The fields of a request about noise: how much of it the sampler adds, and its levels. They are
 * the last of {@link RequestFields#ALL}.
 */
public final class NoiseFields {
  // Where float still tells noise levels apart from 0, far below any that a model was trained with.
  private static final Bounds SIGMAS = Bounds.of(0.0001, 1000).or(0, "for the default");
  // Below, x^(1/rho) spans more than double has digits.
  private static final Bounds RHOS = Bounds.of(0.2, 1000).or(0, "for the default");

  /** Absent for the sampler's own: 1 for ancestral samplers, 0 for DDIM. */
  public static final RequestField<OptionalDouble> ETA =
      of(
              "eta",
              OPTIONAL_NUMBER,
              OptionalDouble.empty(),
              "noise multiplier of ancestral samplers and DDIM")
          .within(Bounds.of(0, 10))
          .flag("X", "--eta")
          .infotext("Eta", AS_SETTLED);

  public static final RequestField<Double> S_CHURN =
      of("s_churn", NUMBER, 0.0, "noise that a step adds before it removes it again")
          .within(Bounds.of(0, 1000))
          .flag("X", "--s-churn")
          .infotext("Sigma churn", WHEN_CHANGED)
          .webui("s_churn")
          .webuiOption("s_churn");

  public static final RequestField<Double> S_TMIN =
      of("s_tmin", NUMBER, 0.0, "smallest noise level with churn")
          .within(Bounds.of(0, 1e9))
          .flag("X", "--s-tmin")
          .infotext("Sigma tmin", WHEN_CHANGED)
          .webui("s_tmin")
          .webuiOption("s_tmin");

  public static final RequestField<Double> S_TMAX =
      of("s_tmax", NUMBER, 0.0, "largest noise level with churn, 0 for no limit")
          .within(Bounds.of(0, Double.POSITIVE_INFINITY))
          .flag("X", "--s-tmax")
          .infotext("Sigma tmax", WHEN_CHANGED)
          .webui("s_tmax")
          .webuiOption("s_tmax");

  public static final RequestField<Double> S_NOISE =
      of("s_noise", NUMBER, 1.0, "multiplier of the noise that steps add")
          .within(Bounds.of(0, 10))
          .flag("X", "--s-noise")
          .infotext("Sigma noise", WHEN_CHANGED)
          .webui("s_noise")
          .webuiOption("s_noise");

  public static final RequestField<Double> SIGMA_MIN =
      of("sigma_min", NUMBER, 0.0, "smallest noise level, 0 for the model's")
          .within(SIGMAS)
          .flag("X", "--sigma-min")
          .infotext("Schedule min sigma", WHEN_CHANGED)
          .webuiOption("sigma_min");

  public static final RequestField<Double> SIGMA_MAX =
      of("sigma_max", NUMBER, 0.0, "largest noise level, 0 for the model's")
          .within(SIGMAS)
          .flag("X", "--sigma-max")
          .infotext("Schedule max sigma", WHEN_CHANGED)
          .webuiOption("sigma_max");

  public static final RequestField<Double> RHO =
      of("rho", NUMBER, 0.0, "exponent of the schedule, 0 for its own")
          .within(RHOS)
          .flag("X", "--rho")
          .infotext("Schedule rho", WHEN_CHANGED)
          .webuiOption("rho");

  /** Even where the sampler does not ask for it. */
  public static final RequestField<Boolean> DISCARD_PENULTIMATE =
      of("discard_penultimate", BOOLEAN, false, "leave out the last but one noise level")
          .flag("", "--discard-penultimate")
          .infotext("Discard penultimate sigma", WHEN_CHANGED)
          .webuiOption("always_discard_next_to_last_sigma");

  public static final RequestField<Boolean> SGM_NOISE =
      of("sgm_noise", BOOLEAN, false, "scale the first noise by sqrt(1 + sigma²)")
          .flag("", "--sgm-noise")
          .infotext("SGM noise multiplier", WHEN_CHANGED)
          .webuiOption("sgm_noise_multiplier");

  /** Added to the seed for the noise that is drawn in the steps. */
  public static final RequestField<Long> SEED_DELTA =
      of("seed_delta", LONG, 0L, "eta noise seed delta")
          .flag("N", "--ensd")
          .infotext("ENSD", WHEN_CHANGED)
          .webuiOption("eta_noise_seed_delta");

  /** All there are, in the order in which JSON lists them. */
  public static final List<RequestField<?>> ALL =
      List.of(
          ETA,
          S_CHURN,
          S_TMIN,
          S_TMAX,
          S_NOISE,
          SIGMA_MIN,
          SIGMA_MAX,
          RHO,
          DISCARD_PENULTIMATE,
          SGM_NOISE,
          SEED_DELTA);

  private NoiseFields() {}
}
