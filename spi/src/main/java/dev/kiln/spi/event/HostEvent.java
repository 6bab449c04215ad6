package dev.kiln.spi.event;

import dev.kiln.spi.ProvidedByHost;

/** Marker of the events that cross from the host into the containers of awake plugins. */
@ProvidedByHost
public interface HostEvent {}
