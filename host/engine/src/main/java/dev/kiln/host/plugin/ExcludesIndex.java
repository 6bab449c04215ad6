package dev.kiln.host.plugin;

/**
 * A plugin that cannot take part in the same request, as a jar's index declares it.
 *
 * @param why the rest of a sentence
 */
public record ExcludesIndex(String plugin, String why) {}
