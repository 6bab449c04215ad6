package dev.kiln.host.app;

import dev.kiln.host.model.ModelCatalog;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kiln models}: what lies in the models folder. */
@Command(name = "models", description = "list the models")
final class ModelsCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private HostOptions host;

  ModelsCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    ModelCatalog catalog = Wiring.catalog(host);
    List<ModelCatalog.Entry> entries = catalog.list();
    Table table = new Table("NAME", "HASH", "FOLDER");
    entries.forEach(
        entry ->
            table.row(
                entry.name(),
                entry.sha256().isEmpty() ? "incomplete" : entry.shortHash(),
                entry.folder().toString()));
    table.print(out);
    return 0;
  }
}
