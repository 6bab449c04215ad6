package dev.kiln.spi.testkit;

import dev.kiln.spi.host.HostState;
import java.util.List;
import java.util.Optional;

/**
 * A host that has models and does nothing yet.
 *
 * @param models the default one first
 */
public record IdleHost(List<String> models) implements HostState {
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
    return models.get(0);
  }

  @Override
  public List<String> samplers() {
    return List.of("Euler", "Euler a");
  }

  @Override
  public List<Plugin> plugins() {
    return List.of();
  }

  @Override
  public String attention() {
    return "";
  }

  @Override
  public Optional<Running> running() {
    return Optional.empty();
  }
}
