package dev.kiln.host.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.Jackson;
import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.FlagIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.index.PluginOptions.Scope;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index of its JSON, part by part: every start reads those of all jars, and Jackson's
 * binding to records takes 200 ms in a new process. What is missing is null, which the records
 * refuse where they need it.
 */
final class IndexReader {
  private IndexReader() {}

  /**
   * @throws IOException when it is no JSON, or lacks a part or has something else in its place
   */
  static PluginIndex read(InputStream in) throws IOException {
    JsonNode index = Jackson.MAPPER.readTree(in);
    try {
      return new PluginIndex(
          all(index, "extensions", IndexReader::extension),
          all(index, "options", IndexReader::options),
          texts(index, "singletons"));
    } catch (RuntimeException e) {
      throw new IOException("it is no index: " + e.getMessage(), e);
    }
  }

  private static ExtensionIndex extension(JsonNode it) {
    return new ExtensionIndex(
        text(it, "type"),
        all(it, "hooks", IndexReader::hook),
        Phase.valueOf(text(it, "phase")),
        texts(it, "before"),
        texts(it, "after"),
        Wake.valueOf(text(it, "wake")),
        texts(it, "wakeFolders"),
        all(it, "wakeModels", kind -> ModelFiles.Kind.valueOf(kind.textValue())),
        it.path("wakePixels").asLong(),
        texts(it, "offers"),
        it.path("rank").asInt(),
        it.path("exact").asBoolean(true),
        texts(it, "flags"),
        part(it, "sampler", IndexReader::sampler),
        part(it, "schedule", IndexReader::schedule),
        part(it, "preprocessor", IndexReader::preprocessor),
        all(it, "routes", IndexReader::route),
        part(it, "errorForm", IndexReader::errorForm),
        all(it, "commands", IndexReader::command),
        all(it, "cliFlags", IndexReader::flag));
  }

  private static Class<? extends HookPoint> hook(JsonNode it) {
    try {
      String name = HookPoint.class.getPackageName() + "." + it.textValue();
      return Class.forName(name).asSubclass(HookPoint.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(it + " is no hook of this host", e);
    }
  }

  private static SamplerInfo sampler(JsonNode it) {
    return new SamplerInfo(
        text(it, "name"),
        texts(it, "aliases"),
        text(it, "schedule"),
        set(it, "traits", SamplerInfo.Trait.class));
  }

  private static ScheduleInfo schedule(JsonNode it) {
    return new ScheduleInfo(
        text(it, "name"),
        text(it, "label"),
        texts(it, "aliases"),
        it.path("rho").asDouble(),
        it.path("needsTable").asBoolean());
  }

  private static PreprocessorInfo preprocessor(JsonNode it) {
    return new PreprocessorInfo(
        text(it, "name"),
        text(it, "label"),
        texts(it, "tags"),
        all(it, "sliders", IndexReader::slider),
        it.path("priority").asInt(),
        set(it, "traits", PreprocessorInfo.Trait.class));
  }

  private static PreprocessorInfo.Slider slider(JsonNode it) {
    return new PreprocessorInfo.Slider(
        text(it, "label"),
        it.path("value").asDouble(),
        it.path("min").asDouble(),
        it.path("max").asDouble(),
        it.path("step").asDouble());
  }

  private static RouteIndex route(JsonNode it) {
    return new RouteIndex(
        text(it, "method"),
        text(it, "path"),
        text(it, "summary"),
        part(it, "takes", IndexReader::input));
  }

  private static RouteInput input(JsonNode it) {
    return new RouteInput(
        all(it, "query", IndexReader::field),
        all(it, "body", IndexReader::field),
        texts(it, "accepts"),
        texts(it, "parts"));
  }

  private static CommandIndex command(JsonNode it) {
    return new CommandIndex(
        text(it, "name"),
        text(it, "summary"),
        texts(it, "parameters"),
        all(it, "options", IndexReader::field));
  }

  private static ErrorFormIndex errorForm(JsonNode it) {
    return new ErrorFormIndex(
        text(it, "path"), text(it, "request"), text(it, "server"), it.path("badRequest").asInt());
  }

  private static FlagIndex flag(JsonNode it) {
    return new FlagIndex(text(it, "name"), text(it, "value"), text(it, "summary"));
  }

  private static OptionsIndex options(JsonNode it) {
    return new OptionsIndex(
        text(it, "type"),
        Scope.valueOf(text(it, "scope")),
        text(it, "script"),
        texts(it, "scriptAliases"),
        texts(it, "infotext"),
        all(it, "excludes", IndexReader::excludes),
        all(it, "presets", IndexReader::preset),
        all(it, "fields", IndexReader::field));
  }

  private static FieldIndex field(JsonNode it) {
    return new FieldIndex(
        text(it, "name"),
        text(it, "type"),
        text(it, "label"),
        text(it, "help"),
        part(it, "defaultValue", IndexReader::value),
        part(it, "min", JsonNode::doubleValue),
        part(it, "max", JsonNode::doubleValue),
        part(it, "step", JsonNode::doubleValue),
        texts(it, "choices"),
        texts(it, "webui"),
        texts(it, "flags"),
        text(it, "infotext"),
        part(it, "exact", JsonNode::doubleValue));
  }

  private static Map<String, Object> preset(JsonNode it) {
    Map<String, Object> values = new LinkedHashMap<>();
    it.properties().forEach(one -> values.put(one.getKey(), value(one.getValue())));
    return values;
  }

  private static ExcludesIndex excludes(JsonNode it) {
    return new ExcludesIndex(text(it, "plugin"), text(it, "why"));
  }

  /** A value as Jackson gives those of no known type. */
  private static Object value(JsonNode it) {
    if (it.isTextual()) {
      return it.textValue();
    } else if (it.isBoolean()) {
      return it.booleanValue();
    } else if (it.isNumber()) {
      return it.numberValue();
    }
    if (it.isArray()) {
      List<Object> all = new ArrayList<>();
      it.forEach(one -> all.add(value(one)));
      return all;
    }
    return Jackson.MAPPER.convertValue(it, Object.class);
  }

  private static @Nullable String text(JsonNode parent, String name) {
    return part(parent, name, JsonNode::textValue);
  }

  private static @Nullable List<String> texts(JsonNode parent, String name) {
    return all(parent, name, JsonNode::textValue);
  }

  private static <E extends Enum<E>> @Nullable Set<E> set(
      JsonNode parent, String name, Class<E> type) {
    List<E> all = all(parent, name, it -> Enum.valueOf(type, it.textValue()));
    if (all == null) {
      return null;
    }
    Set<E> set = EnumSet.noneOf(type);
    set.addAll(all);
    return set;
  }

  private static <T> @Nullable T part(JsonNode parent, String name, Function<JsonNode, T> reader) {
    JsonNode part = parent.get(name);
    return part == null || part.isNull() ? null : reader.apply(part);
  }

  private static <T> @Nullable List<T> all(
      JsonNode parent, String name, Function<JsonNode, T> reader) {
    JsonNode list = parent.get(name);
    if (list == null || list.isNull()) {
      return null;
    }
    if (!list.isArray()) {
      throw new IllegalArgumentException("its " + name + " is no list");
    }
    List<T> all = new ArrayList<>();
    for (JsonNode one : list) {
      all.add(reader.apply(one));
    }
    return all;
  }
}
