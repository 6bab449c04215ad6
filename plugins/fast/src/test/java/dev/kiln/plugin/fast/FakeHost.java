package dev.kiln.plugin.fast;

import dev.kiln.spi.host.HostState;
import java.util.List;
import java.util.Optional;

/** A host with some plugins. */
public record FakeHost(List<Plugin> plugins) implements HostState {
  public static FakeHost with(String... ids) {
    return new FakeHost(List.of(ids).stream().map(id -> new Plugin(id, "0.1.0", "idle")).toList());
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String runtime() {
    return "ONNX Runtime 1.29.0";
  }

  @Override
  public String model() {
    return "default";
  }

  @Override
  public List<String> models() {
    return List.of("default");
  }

  @Override
  public List<String> samplers() {
    return List.of("Euler");
  }

  @Override
  public String attention() {
    return "sdp, 14/14 sites";
  }

  @Override
  public Optional<Running> running() {
    return Optional.empty();
  }
}
