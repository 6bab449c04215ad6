package dev.kiln.host.pipeline;

/** What a hook opened for a pass, and whose it is. */
record Opened<T>(String plugin, T part) {}
