package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A network on which optimizers are measured, always with the same inputs. */
interface Subject {
  /** Its graph, anew for each trial. */
  Graph graph();

  /** What it was made from, for messages. */
  Path file();

  /** The shape of its runs, as optimizers see it. */
  NetworkShape shape();

  /** Shapes by input name. */
  Map<String, long[]> inputs();

  /**
   * The values of an input.
   *
   * @param count how many
   */
  default float[] values(String input, int count) {
    Random random = new Random(input.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Which network its plugins are told it is. */
  default NetworkKind kind() {
    return NetworkKind.UNET;
  }

  /** Bytes that the scores of its largest attention take where nobody optimizes it. */
  long scoreBytes();
}
