package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.Optional;

/**
 * One convolution of a network with learned weights, in float32. The host finds it; an optimizer
 * says how it is computed.
 *
 * @param path the module it belongs to: {@code /down_blocks.0/resnets.0/conv1}; empty where the
 *     file does not say
 * @param input [rows, inputs, height, width]
 * @param weights [outputs, inputs per group, kernel height, kernel width], a parameter of the
 *     network
 * @param bias [outputs], where there is one
 * @param output [rows, outputs, height, width], the bias included
 */
@ProvidedByHost
public record ConvolutionSite(
    String path,
    Value input,
    Value weights,
    Optional<Value> bias,
    ConvolutionShape shape,
    Value output) {}
