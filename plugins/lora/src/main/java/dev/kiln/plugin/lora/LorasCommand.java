package dev.kiln.plugin.lora;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Lists the files on the command line. */
@Extension
@Singleton
@Command(name = "models loras", summary = "List LoRA files and the words that call them up")
public final class LorasCommand implements CliContribution {
  private final LoraLibrary library;

  @Inject
  LorasCommand(LoraLibrary library) {
    this.library = library;
  }

  @Override
  public int run(CliCall call) {
    List<LoraEntry> all = library.all();
    if (all.isEmpty()) {
      call.say("there are no LoRA files; put some into the models folder, or name one: --lora-dir");
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", "alias", "type", "hash", "trigger words"));
    for (LoraEntry entry : all) {
      // Strangers wrote it: a line end would begin a row of its own.
      String alias = entry.alias().replaceAll("\\R", " ");
      String problem = entry.found().problem();
      rows.add(
          List.of(
              entry.name(),
              alias,
              library.kind(entry),
              problem.isEmpty() ? library.shortHash(entry) : "-",
              problem.isEmpty() ? String.join(", ", library.card(entry).triggers()) : problem));
    }
    rows.forEach(row -> call.print(line(row, rows)));
    return 0;
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
      line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
