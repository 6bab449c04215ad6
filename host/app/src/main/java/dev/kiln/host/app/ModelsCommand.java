package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelFile;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.model.ModelSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln models}: what is in the models folder. */
@Command(name = "models", description = "list the models; make random ones for benchmarks")
final class ModelsCommand implements Callable<Integer> {
  private static final long SLOW_HASH = 500_000_000;

  private final PrintStream out;
  private final PrintStream err;

  @Mixin private HostOptions host;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "only these: ${COMPLETION-CANDIDATES}")
  private @Nullable ModelKind kind;

  ModelsCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ModelCatalog catalog = Engine.models(host.settings());
    List<ModelFile> files =
        catalog.files().stream().filter(file -> kind == null || file.kind() == kind).toList();
    Table table =
        new Table("NAME", "KIND", "ARCHITECTURE", "FORMAT", "SIZE", "HASH", "DEFAULTS", "PROBLEM");
    for (ModelFile file : files) {
      table.row(
          file.name(),
          file.kind().label(),
          file.architecture(),
          file.format(),
          size(file.bytes()),
          hash(catalog, file),
          defaults(file),
          file.problem());
    }
    table.print(out);
    if (files.isEmpty()) {
      err.println("kiln: there is no " + what() + " in " + catalog.folder());
    }
    return 0;
  }

  private String what() {
    return kind == null ? "model" : "model of the kind " + kind.label();
  }

  private String hash(ModelCatalog catalog, ModelFile file) {
    if (file.bytes() > SLOW_HASH && !catalog.knowsHash(file)) {
      err.println("kiln: reading " + file.path() + " for its hash, once");
    }
    return catalog.shortHash(file);
  }

  /** What its settings say, whether it can be used or not. */
  private String defaults(ModelFile file) {
    Optional<ModelSettings> settings =
        file.kind() == ModelKind.CHECKPOINT ? ModelSettings.of(file.path()) : Optional.empty();
    settings
        .map(ModelSettings::problem)
        .filter(problem -> !problem.isEmpty())
        .ifPresent(problem -> err.println("kiln: " + problem));
    return settings.map(ModelSettings::text).orElse("");
  }

  private static String size(long bytes) {
    return bytes >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
