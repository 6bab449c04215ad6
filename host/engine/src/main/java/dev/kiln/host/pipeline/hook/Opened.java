package dev.kiln.host.pipeline.hook;

/** What a hook opened for a pass, and whose it is. */
public record Opened<T>(String plugin, T part) {}
