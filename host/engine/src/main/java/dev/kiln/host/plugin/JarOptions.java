package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of one plugin, for requests and for the settings file. */
record JarOptions(DroppedJar jar) {
  Optional<OptionsIndex> of(Scope scope) {
    return jar.index().options(scope);
  }

  /**
   * @throws BadRequest when the plugin has no options for requests, or these do not fit
   */
  void checkRequest(Map<String, ?> values) {
    OptionsIndex options =
        of(Scope.REQUEST)
            .orElseThrow(() -> new BadRequest("plugin '" + jar.id() + "' takes no options"));
    new OptionBinder(jar.id(), options).check(values);
  }

  /**
   * @throws BadRequest when the plugin has no options, or these do not fit those of any scope
   */
  void checkAll(Map<String, ?> values) {
    List<OptionsIndex> scopes = jar.index().options();
    if (scopes.isEmpty()) {
      throw new BadRequest("plugin '" + jar.id() + "' takes no options");
    }
    new OptionBinder(jar.id(), scopes.stream().flatMap(scope -> scope.fields().stream()).toList())
        .check(values);
  }

  /**
   * Whether a section of the settings is for requests: one of which all belongs to the other scope
   * is not, one without anything names the plugin.
   */
  boolean meansRequests(Map<String, ?> section) {
    List<String> others =
        of(Scope.SETTINGS).map(OptionsIndex::fields).orElse(List.of()).stream()
            .map(FieldIndex::name)
            .toList();
    return section.isEmpty() || !others.containsAll(section.keySet());
  }

  /**
   * The part of a plugin's settings that belongs to one scope, checked; both stand in one section
   * of the file.
   */
  Map<String, Object> section(Scope scope, Map<String, Object> settings) {
    Map<String, Object> section = new HashMap<>(settings);
    jar.index().options().stream()
        .filter(other -> other.scope() != scope)
        .flatMap(other -> other.fields().stream())
        .forEach(field -> section.remove(field.name()));
    try {
      of(scope).ifPresent(options -> new OptionBinder(jar.id(), options).check(section));
    } catch (BadRequest e) {
      throw new BadRequest("in settings.json, " + e.getMessage(), e);
    }
    return section;
  }

  /** The plugin's own record. */
  <T extends Record> T bind(Scope scope, Map<String, ?> values, Class<T> type) {
    OptionsIndex options =
        of(scope)
            .filter(it -> it.type().equals(type.getName()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        type.getName()
                            + " is not the plugin's record annotated with @PluginOptions(scope = "
                            + scope
                            + ")"));
    return new OptionBinder(jar.id(), options).bind(values, type);
  }
}
