package dev.kiln.api;

import java.util.ServiceLoader;

/** Opens engines; the module kiln-engine brings the one that is found by {@link ServiceLoader}. */
public interface EngineProvider {
  /**
   * @throws KilnException when the options cannot be used
   */
  Kiln open(EngineOptions options);

  /**
   * The one beside this class, else the one that the calling thread's class loader sees.
   *
   * @throws KilnException when there is none
   */
  static EngineProvider find() {
    return ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(EngineProvider.class).findFirst())
        .orElseThrow(
            () ->
                new KilnException(
                    KilnException.Reason.BAD_REQUEST,
                    "no engine is on the class path; add dev.kiln:kiln-engine"));
  }
}
