package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.graph.NetworkGraph;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Runs networks that a plugin brings or the user has. Sessions stay in memory after their last use,
 * those that were used last, as many as fit into {@code --resident-networks}. Injected; safe from
 * any thread.
 */
@ProvidedByHost
public interface Networks {
  /**
   * Use an ONNX file as it is.
   *
   * @return to be closed after use; the session stays
   * @throws dev.kiln.spi.BadRequest when it is missing, broken or needs operators that are not
   *     there
   */
  NetworkRun open(Path file);

  /**
   * Use a network that the plugin writes operator by operator, with weights of a file.
   *
   * @param file that the weights are from; while it stays as it is, its session is used again
   * @param name tells this network from others that are made of the same file
   * @param writer declares inputs, writes operators of set 20, with weights as constants, and
   *     declares outputs, on an empty graph; called where there is no session yet
   * @return to be closed after use; the session stays
   * @throws dev.kiln.spi.BadRequest when the file is missing, or the runtime refuses the network
   */
  NetworkRun build(Path file, String name, Consumer<NetworkGraph> writer);
}
