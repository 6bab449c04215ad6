package dev.kiln.host.embedded;

import dev.kiln.api.EngineOptions;
import dev.kiln.api.EngineProvider;
import dev.kiln.api.Kiln;
import dev.kiln.host.engine.EngineLimits;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.engine.HomeFolder;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.onnx.Loading;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens engines in the process of a program. Safe from any thread. */
public final class EmbeddedEngines implements EngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngines.class);
  private static final String WELDS_LOG = "org.jboss.logging.provider";
  private static final int MOST_THREADS = 1024;
  private static final int MOST_WAITING = 100_000;

  @Override
  public Kiln open(EngineOptions options) {
    // The containers of plugins tell each start; by this, the program's log decides what is shown.
    if (System.getProperty(WELDS_LOG) == null) {
      System.setProperty(WELDS_LOG, "slf4j");
    }
    try {
      return new EmbeddedKiln(settings(options), options.waiting());
    } catch (RuntimeException e) {
      throw new Failures(ProgramWords.NO_PLUGINS).of(e);
    }
  }

  private static EngineSettings settings(EngineOptions options) {
    demand("threads", options.threads(), 0, MOST_THREADS);
    demand("waiting requests", options.waiting(), 1, MOST_WAITING);
    HomeFolder home = HomeFolder.of(options.home());
    home.prepare().map(ProgramWords.NO_PLUGINS::of).ifPresent(LOG::warn);
    Path models = options.models().toAbsolutePath();
    boolean one = isModel(models);
    String model = one && options.model().isEmpty() ? models.toString() : options.model();
    EngineLimits limits = limits(options);
    return new EngineSettings(
        home.path(),
        one ? models.getParent() : models,
        new ModelCatalog.Defaults(model, options.vae()),
        jars(options, home.path().resolve("plugins")),
        options.classPath(),
        false,
        options.fastLoad() ? Loading.MAPPED : Loading.PACKED,
        options.threads(),
        limits.residents(),
        limits.weightsCacheBytes(),
        limits.attentionMemoryBytes(),
        options.settings(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The usual one need not be there, and one that is named is meant. */
  private static Path jars(EngineOptions options, Path usual) {
    Path folder = options.plugins().orElse(usual).toAbsolutePath();
    if (options.plugins().isPresent() && !Files.isDirectory(folder)) {
      throw new BadRequest(
          "there is no folder of plugins at " + folder + "; make it, or name another by --plugins");
    }
    return folder;
  }

  private static EngineLimits limits(EngineOptions options) {
    return new EngineLimits(
        options.residentModels(),
        options.modelMemory(),
        options.networkMemory(),
        options.attentionMemory(),
        options.weightsCache());
  }

  private static void demand(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadRequest(what + " are " + value + "; they must be " + least + " to " + most);
    }
  }

  /** Whether it is a model itself, and no folder of models. */
  private static boolean isModel(Path models) {
    if (!Files.exists(models)) {
      throw new BadRequest(
          "there are no models at " + models + "; name the folder that they lie in");
    }
    return !Files.isDirectory(models) || Files.isDirectory(models.resolve("unet"));
  }
}
