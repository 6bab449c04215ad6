package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;
import java.util.List;

/**
 * What a noise schedule is called.
 *
 * @param name lower case: "sgm_uniform"
 * @param label as users read it: "SGM Uniform"
 * @param aliases further names: "SGMUniform"
 * @param rho its default exponent; 0 where it has none
 * @param needsTable whether it asks for the model's own table of noise levels
 */
@ValueType
public record ScheduleInfo(
    String name, String label, List<String> aliases, double rho, boolean needsTable) {
  public ScheduleInfo {
    aliases = List.copyOf(aliases);
  }
}
