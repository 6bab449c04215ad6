package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The right to run a network until it is closed. For one thread at a time; several may share a
 * session. Values are passed as float32 and converted to the type that the network wants.
 */
@ProvidedByHost
public interface NetworkRun extends AutoCloseable {
  /** In the order of the file. */
  List<Port> inputs();

  /** In the order of the file. */
  List<Port> outputs();

  /** What the exporter wrote into the file beside the network, by key; empty for nothing. */
  default Map<String, String> metadata() {
    return Map.of();
  }

  /**
   * Run it once.
   *
   * @param inputs one for each of {@link #inputs} that is not held; a single number may have no
   *     axes
   * @return one for each of {@link #outputs}, in their order; overwritten by the next run with
   *     inputs of the same shapes
   * @throws dev.kiln.spi.BadRequest when an input is missing or of a shape that it does not take,
   *     with both shapes
   * @throws java.util.concurrent.CancellationException when the generation was stopped meanwhile
   */
  List<Tensor> run(Map<String, Tensor> inputs);

  /**
   * Give an input once for all runs that follow. What depends on it alone may be computed now and
   * not again.
   *
   * @param values as for a run; with a first size of 1 they apply to every row
   * @throws dev.kiln.spi.BadRequest when there is no such input or it is of another shape
   */
  void hold(String input, Tensor values);

  @Override
  void close();

  /**
   * An input or output.
   *
   * @param shape its sizes; -1 for one that is known only at the run
   */
  @ValueType
  record Port(String name, List<Long> shape) {}
}
