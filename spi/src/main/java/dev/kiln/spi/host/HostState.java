package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import java.util.List;
import java.util.Optional;

/** What this process is and does, for those who report it. Injected; safe from any thread. */
@ProvidedByHost
public interface HostState {
  /** Kiln's version: {@code 0.1.0}. */
  String version();

  /** What computes the networks, with its version: {@code ONNX Runtime 1.29.0}. */
  String runtime();

  /** The model of requests that name none; empty where there is no model. */
  String model();

  /** The names of all models that requests may name, as {@code /kiln/v1} finds them. */
  List<String> models();

  /** The names of all samplers. */
  List<String> samplers();

  /** All jars of the plugin folder; none is woken. */
  List<Plugin> plugins();

  /**
   * How attention was computed in the last generation: {@code sdp, 14/14 sites: the fastest of 3};
   * empty before the first.
   */
  String attention();

  /** The generation under way. */
  Optional<Running> running();

  /**
   * A plugin's jar.
   *
   * @param state {@code idle}, {@code awake}, {@code disabled}, {@code failed} or {@code shadowed}
   * @param excludes ids of plugins that cannot take part in the same request
   */
  @ValueType
  record Plugin(String id, String version, String state, List<String> excludes) {
    public Plugin {
      excludes = List.copyOf(excludes);
    }

    /** One that excludes nobody. */
    public Plugin(String id, String version, String state) {
      this(id, version, state, List.of());
    }
  }

  /**
   * How far a generation is.
   *
   * @param job its id
   * @param seconds since it began
   * @param step finished steps of the batch under way
   * @param batch finished batches
   * @param interrupted whether it was asked to end early
   */
  @ValueType
  record Running(
      String job,
      double seconds,
      int step,
      int steps,
      int batch,
      int batches,
      boolean interrupted) {}
}
