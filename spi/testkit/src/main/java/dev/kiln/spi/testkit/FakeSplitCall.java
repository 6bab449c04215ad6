package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.SplitCall;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is drawn.
 *
 * @param own options of the plugin; null for none
 */
public record FakeSplitCall(@Nullable Record own, Map<String, Object> fields, boolean redraws)
    implements SplitCall {
  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return Optional.ofNullable(own).filter(type::isInstance).map(type::cast);
  }
}
