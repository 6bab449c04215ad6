package dev.kiln.host.model;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.DiffusionModels;
import java.nio.file.Path;

/** Models that plugins run by themselves. Safe from any thread. */
final class LentModels implements DiffusionModels {
  private final SessionOpener opener;
  private final ResidentNetworks networks;

  /**
   * @param opener of text encoders, which do not stay
   * @param networks among which the others stay
   */
  LentModels(SessionOpener opener, ResidentNetworks networks) {
    this.opener = opener;
    this.networks = networks;
  }

  @Override
  public DiffusionModel open(Path path) {
    ModelSource source =
        ModelCatalog.at(path.toAbsolutePath().normalize())
            .orElseThrow(
                () -> new BadRequest("there is no model at " + path + "; see where it lies"));
    return new LentModel(source, opener, networks);
  }
}
