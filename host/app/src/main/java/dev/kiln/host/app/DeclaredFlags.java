package dev.kiln.host.app;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Adds flags to a command that are known only when it runs. An existing flag of the host or of
 * another plugin keeps its meaning.
 */
final class DeclaredFlags {
  private final CommandSpec command;
  private final String plugin;

  /**
   * @param plugin whose flags they are
   */
  DeclaredFlags(CommandSpec command, String plugin) {
    this.command = command;
    this.plugin = plugin;
  }

  /**
   * All flags of a plugin's option. What is typed goes into the values under its name, as JSON
   * values.
   *
   * @param values are asked for when something is typed
   */
  void option(
      FieldIndex field, List<String> flags, String text, Supplier<Map<String, Object>> values) {
    Consumer<Object> one = value -> values.get().put(field.name(), value);
    Consumer<Object> item = value -> append(values.get(), field.name(), value);
    String label = field.choices().isEmpty() ? "X" : String.join("|", field.choices());
    for (String flag : flags) {
      switch (field.type()) {
        case "boolean" -> on(flag, text, () -> one.accept(true));
        case "int" -> add(one(flag, label, text, Integer.class, one::accept));
        case "double" -> add(one(flag, label, text, Double.class, one::accept));
        case "List" -> each(flag, label, text, item::accept);
        default ->
            add(
                one(flag, label, text, String.class, one::accept)
                    .completionCandidates(field.choices()));
      }
    }
  }

  private static void append(Map<String, Object> values, String name, Object value) {
    List<Object> items = new ArrayList<>();
    if (values.get(name) instanceof List<?> before) {
      items.addAll(before);
    }
    items.add(value);
    values.put(name, items);
  }

  /** A flag without a value. */
  void on(String flag, String text, Runnable typed) {
    add(
        set(
                flag,
                text,
                boolean.class,
                value -> {
                  if (Boolean.TRUE.equals(value)) {
                    typed.run();
                  }
                })
            .arity("0"));
  }

  /**
   * A flag with a value, typed once.
   *
   * @param value what stands behind it, for the help
   */
  private static <T> OptionSpec.Builder one(
      String flag, String value, String text, Class<T> type, Consumer<T> taker) {
    return set(flag, text, type, taker).arity("1").paramLabel(value);
  }

  private static <V> OptionSpec.Builder set(
      String flag, String text, Class<V> type, Consumer<V> taker) {
    ISetter setter =
        new ISetter() {
          @Override
          @SuppressWarnings("unchecked")
          public <T> T set(T value) {
            if (value != null) {
              taker.accept((V) value);
            }
            return value;
          }
        };
    return OptionSpec.builder(flag).type(type).description(text).setter(setter);
  }

  /**
   * A flag with a value that may be typed several times.
   *
   * @param value what stands behind it, for the help
   */
  void each(String flag, String value, String text, Consumer<String> taker) {
    add(
        OptionSpec.builder(flag)
            .type(String[].class)
            .arity("1")
            .paramLabel(value)
            .description(text + " (repeatable)")
            .parameterConsumer(
                (left, spec, line) -> {
                  if (left.isEmpty() || command.optionsMap().containsKey(left.peek())) {
                    throw new MissingParameterException(
                        line.commandLine(),
                        spec,
                        "Missing required parameter for option '" + flag + "' (" + value + ")");
                  }
                  taker.accept(left.pop());
                }));
  }

  private void add(OptionSpec.Builder flag) {
    if (!command.optionsMap().containsKey(flag.names()[0])) {
      command.addOption(flag.userObject(plugin).build());
    }
  }
}
