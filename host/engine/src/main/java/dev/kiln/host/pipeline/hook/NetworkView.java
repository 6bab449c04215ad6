package dev.kiln.host.pipeline.hook;

import dev.kiln.host.Processor;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Optional;
import java.util.OptionalInt;

/** One network as one plugin sees it, made for the shape of the pass. */
record NetworkView(
    String plugin,
    Hooks hooks,
    SessionPlans.Asked asked,
    RequestState state,
    NetworkShape passShape,
    long attentionMemory)
    implements NetworkContext {
  private static final DeviceInfo DEVICE = Processor.device();

  @Override
  public NetworkKind kind() {
    return asked.kind();
  }

  @Override
  public OptionalInt part() {
    return asked.part();
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return state.kept(plugin, type);
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return hooks.options(plugin, type);
  }

  @Override
  public Optional<NetworkShape> shape() {
    return Optional.of(passShape);
  }

  @Override
  public long runMemory() {
    return state.facts().model().codecBytes().of(kind(), passShape);
  }

  @Override
  public long freeMemory() {
    return state.freeMemory();
  }

  @Override
  public DeviceInfo device() {
    return DEVICE;
  }
}
