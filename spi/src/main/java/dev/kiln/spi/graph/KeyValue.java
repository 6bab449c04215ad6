package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** The keys of an attention and their values, in one layout. */
@ValueType
public record KeyValue(Value key, Value value) {}
