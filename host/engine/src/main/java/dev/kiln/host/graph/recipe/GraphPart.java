package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.NetworkContext;

/**
 * What one plugin brings to a graph.
 *
 * @param plugin its id
 * @param jarHash SHA-256 of its jar: a jar that was built again must not get the old graph
 * @param options what the request carries for it, in one fixed form
 * @param context what it is shown of the network
 */
public record GraphPart<T>(
    String plugin, String jarHash, String options, T hook, NetworkContext context) {}
