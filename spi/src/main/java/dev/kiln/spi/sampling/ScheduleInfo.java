package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;
import java.util.List;
import java.util.stream.Stream;

/**
 * A noise schedule's names and requirements.
 *
 * @param name lower case: "sgm_uniform"
 * @param label as users read it: "SGM Uniform"; the name where it is empty
 * @param aliases further names: "SGMUniform"
 * @param rho its default exponent; 0 where it has none
 * @param needsTable whether it asks for the model's own table of noise levels
 */
@ValueType
public record ScheduleInfo(
    String name, String label, List<String> aliases, double rho, boolean needsTable) {
  public ScheduleInfo {
    label = label.isEmpty() ? name : label;
    aliases = List.copyOf(aliases);
  }

  /** All names by which it is found, the listed one first. */
  public List<String> names() {
    return Stream.concat(Stream.of(label, name), aliases.stream()).toList();
  }
}
