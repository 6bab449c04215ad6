package dev.kiln.host.app;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelCatalog.Entry;
import dev.kiln.host.model.ModelFile;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.model.ModelSettings;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  @Option(
      names = "--json",
      description = "print a JSON list; what /kiln/v1/models has is called as it is there")
  private boolean json;

  ModelsCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ModelCatalog catalog = Engine.models(host.settings());
    List<ModelFile> files =
        catalog.files().stream().filter(file -> kind == null || file.kind() == kind).toList();
    if (json) {
      out.println(
          new JsonCodec().write(files.stream().map(file -> described(catalog, file)).toList()));
    } else {
      print(catalog, files);
    }
    if (files.isEmpty()) {
      err.println("kiln: there is no " + what() + " in " + catalog.folder());
    }
    return 0;
  }

  private void print(ModelCatalog catalog, List<ModelFile> files) {
    Table table =
        new Table("NAME", "KIND", "ARCHITECTURE", "FORMAT", "SIZE", "HASH", "DEFAULTS", "PROBLEM");
    for (ModelFile file : files) {
      table.row(
          file.name(),
          file.kind().label(),
          file.architecture(),
          file.format(),
          SizeText.bytes(file.bytes()),
          hash(catalog, file),
          defaults(file),
          file.problem());
    }
    table.print(out);
  }

  /** Of a model that can be chosen, more than of the rest. */
  private Map<String, Object> described(ModelCatalog catalog, ModelFile file) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", file.name());
    view.put("kind", file.kind().label());
    view.put("architecture", file.architecture());
    view.put("format", file.format());
    view.put("bytes", file.bytes());
    view.put("hash", hash(catalog, file));
    view.put("file", file.path().toString());
    view.put("problem", file.problem());
    if (file.kind() == ModelKind.CHECKPOINT && file.problem().isEmpty()) {
      Entry entry = new Entry(file.name(), file.path(), catalog.hash(file));
      view.put("title", entry.title());
      view.put("sha256", entry.sha256());
      view.put("size", catalog.source(entry).nativeSize());
      view.put("defaults", settings(file).map(ModelSettings::values).orElse(Map.of()));
    }
    return view;
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
    return settings(file).map(ModelSettings::text).orElse("");
  }

  private Optional<ModelSettings> settings(ModelFile file) {
    Optional<ModelSettings> settings =
        file.kind() == ModelKind.CHECKPOINT ? ModelSettings.of(file.path()) : Optional.empty();
    settings
        .map(ModelSettings::problem)
        .filter(problem -> !problem.isEmpty())
        .ifPresent(problem -> err.println("kiln: " + problem));
    return settings;
  }
}
