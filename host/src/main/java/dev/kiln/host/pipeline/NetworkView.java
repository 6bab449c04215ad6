package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Optional;

/** One network as one plugin sees it, made for the shape of the pass. */
record NetworkView(
    String plugin, Hooks hooks, NetworkKind kind, NetworkShape passShape, long attentionMemory)
    implements NetworkContext {
  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return hooks.options(plugin, type);
  }

  @Override
  public Optional<NetworkShape> shape() {
    return Optional.of(passShape);
  }

  @Override
  public DeviceInfo device() {
    return new DeviceInfo("cpu", Runtime.getRuntime().availableProcessors());
  }
}
