package dev.kiln.host.plugin;

/**
 * What a plugin's index declares: a route, a command, a flag, options.
 *
 * @param plugin its id
 */
public record Contribution<T>(String plugin, T what) {}
