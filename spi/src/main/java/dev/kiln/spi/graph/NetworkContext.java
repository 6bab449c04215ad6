package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Optional;
import java.util.OptionalInt;

/** What a network's graph is made for. */
@ProvidedByHost
public interface NetworkContext {
  NetworkKind kind();

  /**
   * The options that this request, over the settings, carries for the asking plugin. An optimizer's
   * are part of what tells one session from another; a patch says in its fingerprint what matters
   * of them.
   */
  <T extends Record> Optional<T> options(Class<T> type);

  /** What the asking plugin kept in this request, by its exact class. */
  <T> Optional<T> kept(Class<T> type);

  /**
   * The AND part whose prompt a text encoder reads, where tags act in their own part alone; empty
   * for the negative prompt, for all parts together, and for other networks.
   */
  OptionalInt part();

  /** The shape of the runs; empty where one graph serves every shape. */
  Optional<NetworkShape> shape();

  /** Bytes that the scores of one attention may take. */
  long attentionMemory();

  /**
   * Bytes that one run of this shape takes beside the weights, as the host estimates them for the
   * image codec before it is patched; 0 for other networks.
   */
  long runMemory();

  /** Bytes that were free when the request began, without limit where nobody knows. */
  long freeMemory();

  DeviceInfo device();
}
