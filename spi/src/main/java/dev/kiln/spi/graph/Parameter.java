package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;

/**
 * A learned vector: what a layer or a norm adds to its channels, or multiplies them with.
 *
 * @param path the module it belongs to: {@code /down_blocks.0/resnets.0/norm1}
 * @param role which of the module's vectors
 * @param size how many channels
 * @param value what its node reads
 * @param reader the first output of that node
 */
@ProvidedByHost
public record Parameter(String path, Role role, long size, Value value, Value reader) {
  /** What is done with a vector. */
  public enum Role {
    /** Channels are multiplied with it: torch's {@code weight} of a norm. */
    SCALE,
    /** It is added to the channels. */
    BIAS
  }
}
