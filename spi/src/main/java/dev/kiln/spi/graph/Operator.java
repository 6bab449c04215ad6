package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;

/**
 * One operator of a network, as {@link OperatorWriter#ops} writes it: to write it again on other
 * values, on a part of a picture for instance.
 *
 * @param name with its domain where it is none of ONNX: {@code "com.microsoft.QuickGelu"}
 * @param inputs {@link Value#NONE} for an optional one that is left out
 */
@ProvidedByHost
public record Operator(
    String name, List<Value> inputs, Attributes attributes, List<Value> outputs) {}
