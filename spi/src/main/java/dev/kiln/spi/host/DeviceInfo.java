package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;

/**
 * What the networks run on.
 *
 * @param provider the runtime's execution provider: {@code cpu}, {@code cuda}...
 * @param processors that the runtime may use
 */
@ProvidedByHost
public record DeviceInfo(String provider, int processors) {}
