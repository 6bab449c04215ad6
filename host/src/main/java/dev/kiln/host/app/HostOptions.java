package dev.kiln.host.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where things are: options that all commands have. */
final class HostOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "settings, caches and plugin data (KILN_HOME, else ~/.kiln)")
  private @Nullable Path home;

  @Option(names = "--models", paramLabel = "DIR", description = "the folder that models lie in")
  private @Nullable Path models;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "the folder that plugin jars lie in")
  private @Nullable Path plugins;

  @Option(names = "--safe-mode", description = "start without any plugin")
  private boolean safeMode;

  Path home() {
    if (home != null) {
      return home.toAbsolutePath();
    }
    String set = System.getenv("KILN_HOME");
    return set == null || set.isBlank()
        ? Path.of(System.getProperty("user.home"), ".kiln")
        : Path.of(set).toAbsolutePath();
  }

  Path models() {
    return models != null ? models.toAbsolutePath() : Distribution.folder().resolve("models");
  }

  Path plugins() {
    return plugins != null ? plugins.toAbsolutePath() : Distribution.folder().resolve("plugins");
  }

  boolean safeMode() {
    return safeMode;
  }
}
