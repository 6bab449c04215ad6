package dev.kiln.plugin.quantize;

/**
 * Whole numbers that stand for a layer's weights.
 *
 * @param bytes them, in the order in which their operator reads them
 * @param scales what they are multiplied with
 * @param error |w − ŵ| / |w| over all weights: what the layer makes of white noise is off by this
 *     part, root mean square
 */
record Codes(byte[] bytes, float[] scales, double error) {}
