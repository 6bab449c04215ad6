package dev.kiln.plugin.quantize;

import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ranges by the hash of their model, each in a file of the plugin's folder. */
@Singleton
final class CalibratedModels {
  private static final Logger LOG = LoggerFactory.getLogger("quantize");

  private final PluginHome home;

  @Inject
  CalibratedModels(PluginHome home) {
    this.home = home;
  }

  Calibration of(String model) {
    return new Calibration(model, read(model));
  }

  private Optional<Ranges> read(String model) {
    Path file = home.folder().resolve(name(model));
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Ranges.of(Files.readAllBytes(file)));
    } catch (IOException | RuntimeException unusable) {
      // What somebody else put there may hold anything.
      LOG.warn("{} is measured again, as it cannot be used: {}", file, unusable.toString());
      return Optional.empty();
    }
  }

  /** Keep ranges beside those of earlier passes; what cannot be written is measured again. */
  void keep(String model, Ranges measured) {
    Ranges all = read(model).map(measured::with).orElse(measured);
    try {
      home.write(name(model), all.text());
    } catch (IOException e) {
      LOG.warn("ranges cannot be kept in {}: {}", home.folder(), e.toString());
    }
  }

  private static String name(String model) {
    return model + ".ranges";
  }
}
