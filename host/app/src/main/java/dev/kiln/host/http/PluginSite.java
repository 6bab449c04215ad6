package dev.kiln.host.http;

import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plugins as the server sees them. They come and go while it runs. Safe from any thread. */
public interface PluginSite {
  /** The routes of all enabled plugins. */
  List<PluginRoute> routes();

  /** Tell a listener whenever {@link #routes} has become another list. */
  void onRoutesChanged(Runnable listener);

  /**
   * Answer a request; wakes the plugin.
   *
   * @return empty when the plugin is no longer there
   */
  Optional<ApiResponse> call(PluginRoute route, ApiCall call) throws Exception;

  /** Plugins, hooks with their order, and conflicts: maps, lists, strings, numbers, booleans. */
  Map<String, Object> report();

  /** Sections of the web page; wakes their plugins. */
  List<PanelView> panels();

  /** The request options of all enabled plugins. */
  List<OptionGroup> options();

  /**
   * The options that a webUI request means, by plugin id: its fields, its {@code override_settings}
   * and its {@code alwayson_scripts}.
   *
   * @throws dev.kiln.spi.BadRequest when a value does not fit
   */
  Map<String, Map<String, Object>> fromWebui(Map<String, Object> request);

  /** A route as a plugin declares it: upper-case method, absolute path, parts in braces. */
  record PluginRoute(String plugin, String method, String path, String summary) {}

  /**
   * A panel. One that failed has its message as text.
   *
   * @param html plain, without scripts
   * @param script an ES module that brings it to life; empty for none
   */
  record PanelView(String plugin, String title, String html, String script) {}

  /**
   * The options of one plugin.
   *
   * @param titles that webUI clients use, the listed one first; empty for none
   */
  record OptionGroup(String plugin, List<String> titles, List<OptionField> fields) {
    /** Whether webUI's clients may mean it. */
    boolean answersTo(String title) {
      return titles.stream().anyMatch(title::equalsIgnoreCase);
    }
  }

  /**
   * One option.
   *
   * @param type "boolean", "int", "double", "String" or "List"
   * @param defaultValue the value where none is given, as text
   * @param min the smallest number allowed, negative infinity for none
   * @param max the largest number allowed, infinity for none
   * @param webui fields of a webUI request that mean it
   */
  record OptionField(
      String name,
      String label,
      String type,
      String defaultValue,
      double min,
      double max,
      List<String> webui) {
    /** The default value as JSON. */
    Object value() {
      return switch (type) {
        case "boolean" -> Boolean.valueOf(defaultValue);
        case "int" -> Integer.valueOf(defaultValue);
        case "double" -> Double.valueOf(defaultValue);
        case "List" -> List.of();
        default -> defaultValue;
      };
    }

    /** The type's name in a JSON schema. */
    String schema() {
      return switch (type) {
        case "boolean" -> "boolean";
        case "int" -> "integer";
        case "double" -> "number";
        case "List" -> "array";
        default -> "string";
      };
    }

    @Nullable Double lowest() {
      return Double.isInfinite(min) ? null : min;
    }

    @Nullable Double highest() {
      return Double.isInfinite(max) ? null : max;
    }
  }
}
