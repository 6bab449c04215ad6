package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Optional;
import java.util.OptionalInt;

/** A context that shows the shape only if the graph's fingerprint contains it. */
record ShapedContext(NetworkContext context, Optional<NetworkShape> shape)
    implements NetworkContext {
  @Override
  public NetworkKind kind() {
    return context.kind();
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return context.options(type);
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return context.kept(type);
  }

  @Override
  public OptionalInt part() {
    return context.part();
  }

  @Override
  public long attentionMemory() {
    return context.attentionMemory();
  }

  @Override
  public long runMemory() {
    return context.runMemory();
  }

  @Override
  public long freeMemory() {
    return context.freeMemory();
  }

  @Override
  public DeviceInfo device() {
    return context.device();
  }
}
