package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model's {@code scheduler_config.json} says, with diffusers' defaults.
 *
 * @param table the noise levels that it was trained on
 * @param spacing how time steps are chosen: leading, trailing or linspace; empty for the sampler's
 *     usual way
 * @param offset of time steps that lead
 * @param endsClean whether the last step of DDIM takes all noise away, else it leaves that of the
 *     first time step
 * @param velocity whether the UNet predicts velocity, else noise
 */
record Scheduler(
    SigmaTable table, String spacing, int offset, boolean endsClean, boolean velocity) {
  static Scheduler of(DiffusionModel model) {
    Map<String, @Nullable Object> config = model.config("scheduler");
    Object offset = config.get("steps_offset");
    return new Scheduler(
        model.sigmas("scheduler"),
        text(config, "timestep_spacing", ""),
        offset instanceof Number number ? number.intValue() : 0,
        !Boolean.FALSE.equals(config.get("set_alpha_to_one")),
        isVelocity(model, text(config, "prediction_type", "epsilon")));
  }

  private static boolean isVelocity(DiffusionModel model, String prediction) {
    return switch (prediction) {
      case "v_prediction" -> true;
      case "epsilon" -> false;
      default ->
          throw new BadRequest(
              "%s predicts '%s'; Kiln enlarges with models that predict v_prediction or epsilon"
                  .formatted(model.path(), prediction));
    };
  }

  private static String text(Map<String, @Nullable Object> config, String name, String otherwise) {
    return config.get(name) instanceof String text ? text : otherwise;
  }

  /** The noise level of a time step between two: on the line between theirs, as diffusers does. */
  double between(double timestep) {
    int low = (int) timestep;
    int high = Math.min(low + 1, table.size() - 1);
    return table.at(low) + (timestep - low) * (table.at(high) - table.at(low));
  }
}
