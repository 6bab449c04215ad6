package dev.kiln.host.request;

import dev.kiln.spi.generate.Prompt.Written;

/**
 * One finished picture.
 *
 * @param rgb width x height x 3 bytes, row by row
 * @param written its prompt and its negative prompt
 * @param infotext webUI's {@code parameters} text
 */
public record GeneratedImage(
    int width, int height, byte[] rgb, long seed, long subseed, Written written, String infotext) {}
