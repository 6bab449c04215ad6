package dev.kiln.plugin.lora.file;

import dev.kiln.spi.graph.NetworkKind;

/**
 * A layer that a file changes.
 *
 * @param module its path with underscores
 */
public record Target(NetworkKind network, String module) {}
