package dev.kiln.host.model;

import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.Port;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/** The shape that an input of a network accepts. */
record InputShape(InferenceSession network, String input) {
  /**
   * The shape in which values go in. A number alone fits wherever one value is wanted.
   *
   * @throws BadRequest when they are of another shape, with both
   */
  long[] of(Tensor values) {
    Port port = network.input(input);
    long[] found = wide(values.shape());
    if (values.size() == 1 && values.rank() <= 1) {
      found = new long[port.rank()];
      Arrays.fill(found, 1);
    }
    boolean fits = found.length == port.rank();
    for (int axis = 0; fits && axis < found.length; axis++) {
      fits = port.shape()[axis] < 0 || port.shape()[axis] == found[axis];
    }
    if (!fits) {
      throw new BadRequest(
          "%s takes %s for its input '%s', found %s"
              .formatted(
                  network.file(),
                  Arrays.toString(port.shape()),
                  input,
                  Arrays.toString(values.shape())));
    }
    return found;
  }

  static long[] wide(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }
}
