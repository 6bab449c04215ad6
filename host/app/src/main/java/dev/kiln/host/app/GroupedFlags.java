package dev.kiln.host.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a command in its help: under headings, each group in the order of its table. */
final class GroupedFlags implements CommandLine.IHelpSectionRenderer {
  @Override
  public String render(Help help) {
    StringBuilder all = new StringBuilder();
    of(help.commandSpec())
        .forEach(
            (heading, flags) -> {
              // Of all flags, so that the columns of all groups are as wide.
              Help.Layout layout =
                  help.createDefaultLayout(
                      help.commandSpec().options(),
                      help.commandSpec().positionalParameters(),
                      help.colorScheme());
              layout.addOptions(flags, help.createDefaultParamLabelRenderer());
              all.append(String.format("%n%s:%n", heading)).append(layout);
            });
    return all.toString();
  }

  /** The flags that help shows, by their headings: those that every command has come last. */
  static Map<String, List<OptionSpec>> of(CommandSpec command) {
    List<OptionSpec> shown = command.options().stream().filter(flag -> !flag.hidden()).toList();
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (FlagGroup group : FlagGroup.values()) {
      if (group == FlagGroup.EVERYWHERE) {
        groups.putAll(ofPlugins(shown));
      }
      List<OptionSpec> flags =
          shown.stream()
              .filter(flag -> FlagGroup.of(flag).filter(group::equals).isPresent())
              .toList();
      if (!flags.isEmpty()) {
        groups.put(group.heading(), flags);
      }
    }
    return groups;
  }

  private static Map<String, List<OptionSpec>> ofPlugins(List<OptionSpec> shown) {
    Map<String, List<OptionSpec>> groups = new TreeMap<>();
    shown.stream()
        .map(OptionSpec::userObject)
        .filter(String.class::isInstance)
        .distinct()
        .forEach(
            plugin ->
                groups.put(
                    "Plugin " + plugin,
                    shown.stream().filter(flag -> plugin.equals(flag.userObject())).toList()));
    return groups;
  }
}
