package dev.kiln.host.graph.find;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Value;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** An attention as a finder saw it. */
public record FoundAttention(
    String path,
    AttentionKind kind,
    int heads,
    OptionalInt headSize,
    float scale,
    Value query,
    Value key,
    Value value,
    Optional<Value> bias,
    OptionalLong queryTokens,
    OptionalLong keyTokens,
    OptionalInt level,
    Value output)
    implements AttentionSite {
  /** The same, reading other values. */
  public FoundAttention reading(Value query, Value key, Value value) {
    return new FoundAttention(
        path,
        kind,
        heads,
        headSize,
        scale,
        query,
        key,
        value,
        bias,
        queryTokens,
        keyTokens,
        level,
        output);
  }
}
