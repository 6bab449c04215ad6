package dev.kiln.host.pipeline.hook;

/** What a hook opened for a pass, with the plugin's id. */
public record Opened<T>(String plugin, T part) {}
