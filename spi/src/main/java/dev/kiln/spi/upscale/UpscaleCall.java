package dev.kiln.spi.upscale;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;

/**
 * One picture to be made of another size.
 *
 * @param upscaler which of those that the extension offers
 * @param picture not to be changed
 * @param width of the result, in pixels; at least 1, and it may be smaller than the picture's
 * @param height of the result, in pixels
 * @param watcher to be told what is done, and who may end the work
 */
@ValueType
public record UpscaleCall(
    UpscalerInfo upscaler, Picture picture, int width, int height, UpscaleWatcher watcher) {}
