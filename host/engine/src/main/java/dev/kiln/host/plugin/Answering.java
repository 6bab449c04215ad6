package dev.kiln.host.plugin;

import dev.kiln.spi.host.ApiResponse;
import java.util.function.BooleanSupplier;

/** Sends a plugin's answer to a request, while the plugin is held awake. */
public interface Answering {
  /**
   * Send it.
   *
   * @param current whether the plugin is still the one that new requests get; safe from any thread
   */
  void send(ApiResponse response, BooleanSupplier current) throws Exception;
}
