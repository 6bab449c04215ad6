package dev.kiln.springai;

import org.springframework.ai.image.ImageGenerationMetadata;

/**
 * How a picture was drawn.
 *
 * @param seed with which it is drawn again
 * @param infotext as webUI writes it; {@code RequestBuilder.infotext} draws the picture again
 */
public record KilnImageMetadata(long seed, String infotext) implements ImageGenerationMetadata {}
