package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.NetworkContext;

/**
 * What one plugin brings to a graph.
 *
 * @param plugin its id
 * @param jarHash SHA-256 of its jar: a jar that was built again must not get the old graph
 * @param options its options in the request, in canonical form
 * @param context what it sees of the network
 */
public record GraphPart<T>(
    String plugin, String jarHash, String options, T hook, NetworkContext context) {}
