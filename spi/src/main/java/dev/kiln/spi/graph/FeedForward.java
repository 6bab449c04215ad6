package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.Optional;

/**
 * A linear layer with its activation, and the gate where there is one: GEGLU and SwiGLU split what
 * the layer makes into a value and its gate. To swap the activation, replace {@code activated}.
 *
 * @param path the module it belongs to; empty where the file does not say
 * @param linear makes what is activated
 * @param input what is activated: all that the layer makes, or the gate's half
 * @param activated the activation's result
 * @param value the half that the gate multiplies; empty without a gate
 * @param valueFirst whether the value is the first half of what the layer makes; false without one
 * @param output value times activated gate; without a gate the same as {@code activated}
 */
@ProvidedByHost
public record FeedForward(
    String path,
    LinearLayer linear,
    Activation activation,
    Value input,
    Value activated,
    Optional<Value> value,
    boolean valueFirst,
    Value output) {}
