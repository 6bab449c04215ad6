package dev.kiln.api;

/**
 * A model that can draw.
 *
 * @param name as requests name it
 * @param title webUI's "name [hash]"
 * @param sha256 of its file; empty while it is not known
 * @param size the side of its own pictures in pixels
 */
public record ModelInfo(String name, String title, String sha256, int size) {}
