package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import java.util.List;

/** The preprocessors of all plugins by name. Injected; safe from any thread. */
@ProvidedByHost
public interface ControlPreprocessors {
  /**
   * All that plugins offer: those of higher priority first, equal ones by name. Wakes no plugin.
   * Plugins that failed to start are left out.
   */
  List<PreprocessorInfo> infos();

  /**
   * The description of one.
   *
   * @param name its name, label or alias, in any case
   * @throws dev.kiln.spi.BadRequest when there is none, with the nearest names
   */
  PreprocessorInfo info(String name);

  /**
   * Make a map, with each number that is out of range at its default value.
   *
   * @param name its name, label or alias, in any case
   * @throws dev.kiln.spi.BadRequest when there is none, with the nearest names, or when the picture
   *     cannot be worked on
   */
  Preprocessed run(String name, PreprocessorCall call);
}
