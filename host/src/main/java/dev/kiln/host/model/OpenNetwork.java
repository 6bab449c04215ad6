package dev.kiln.host.model;

import dev.kiln.host.graph.AttentionReport;
import dev.kiln.host.onnx.Network;

/**
 * A session, and what was done to its graph.
 *
 * @param attention who computes which attention
 * @param bytes that its weights take, as float32
 */
public record OpenNetwork(Network network, AttentionReport attention, long bytes)
    implements AutoCloseable {
  @Override
  public void close() {
    network.close();
  }
}
