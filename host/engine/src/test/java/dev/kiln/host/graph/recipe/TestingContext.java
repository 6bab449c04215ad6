package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Optional;
import java.util.OptionalInt;

/** A UNet of a known shape, without options. */
record TestingContext(Optional<NetworkShape> shape) implements NetworkContext {
  @Override
  public NetworkKind kind() {
    return NetworkKind.UNET;
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public OptionalInt part() {
    return OptionalInt.empty();
  }

  @Override
  public long attentionMemory() {
    return 1 << 20;
  }

  @Override
  public long runMemory() {
    return 0;
  }

  @Override
  public long freeMemory() {
    return Long.MAX_VALUE;
  }

  @Override
  public DeviceInfo device() {
    return new DeviceInfo("cpu", 2);
  }
}
