package dev.kiln.host.weights.file;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.spi.BadRequest;
import java.util.Arrays;

/**
 * A tensor as a safetensors file's header describes it.
 *
 * @param shape sizes of the axes; none for a scalar
 */
public record StoredTensor(String name, StoredType type, long[] shape, Weight.InFile place) {
  /**
   * The tensor as a graph's weight; nothing is read.
   *
   * @throws BadRequest when its type is none that a network can compute with
   */
  public Weight weight() {
    ElementType element =
        type.element()
            .orElseThrow(
                () ->
                    new BadRequest(
                        place.file()
                            + " keeps "
                            + Quoted.of(name)
                            + " as "
                            + type
                            + ", which Kiln cannot compute with; use the model's F16 or F32 file"));
    return new Weight(name, element, shape, place);
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape);
  }
}
