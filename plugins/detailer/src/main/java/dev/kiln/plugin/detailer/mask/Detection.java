package dev.kiln.plugin.detailer.mask;

/**
 * A part of a picture that was found, and where it lies.
 *
 * @param mask as large as the picture
 */
public record Detection(Box box, Mask mask) {}
