package dev.kiln.host.app;

import dev.kiln.host.NearestNames;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The flags that a plugin's command declares, and what was typed of them. */
final class CommandFlags {
  private final Contribution<CommandIndex> command;
  private final Map<String, Object> typed = new LinkedHashMap<>();

  CommandFlags(Contribution<CommandIndex> command) {
    this.command = command;
  }

  void addTo(CommandSpec spec) {
    DeclaredFlags flags = new DeclaredFlags(spec, command.plugin());
    fields()
        .forEach(
            field ->
                flags.option(field, field.flags(), PluginOptionFlags.text(field), () -> typed));
  }

  /**
   * @param parameters what is left when all known flags are taken out
   * @throws BadRequest when a flag is among them
   */
  void demandKnown(List<String> parameters) {
    for (String word : parameters) {
      if (!fields().isEmpty() && word.startsWith("--")) {
        List<String> flags = fields().stream().flatMap(it -> it.flags().stream()).toList();
        throw new BadRequest(
            "kiln %s has no flag %s; it has: %s"
                .formatted(command.what().name(), word, NearestNames.all(word, flags)));
      }
    }
  }

  /**
   * @throws BadRequest when a value does not fit
   */
  <T extends Record> T bind(Class<T> type) {
    return new OptionBinder(command.plugin(), OptionsIndex.of(fields())).bind(typed, type);
  }

  List<FieldIndex> fields() {
    return command.what().options();
  }
}
