package dev.kiln.host.pipeline;

/**
 * One finished picture.
 *
 * @param rgb width x height x 3 bytes, row by row
 * @param infotext webUI's {@code parameters} text
 */
public record GeneratedImage(
    int width, int height, byte[] rgb, long seed, long subseed, String infotext) {}
