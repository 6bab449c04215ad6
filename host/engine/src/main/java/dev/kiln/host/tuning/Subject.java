package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.spi.graph.NetworkShape;
import java.nio.file.Path;
import java.util.Map;

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

  /** The shape of {@code out_sample}. */
  long[] output();

  /** Bytes that the scores of its largest attention take where nobody optimizes it. */
  long scoreBytes();
}
