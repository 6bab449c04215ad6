package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.host.HostState;
import java.util.List;
import java.util.Optional;

/** A host that tells what it was given. */
public record FakeHost(String attention, Optional<Running> running) implements HostState {
  /** One that does nothing yet. */
  public static final FakeHost IDLE = new FakeHost("", Optional.empty());

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
    return List.of("Euler", "Euler a");
  }

  @Override
  public List<Plugin> plugins() {
    return List.of(
        new Plugin("attention-sdp", "0.1.0", "idle"), new Plugin("lora", "0.1.0", "disabled"));
  }
}
