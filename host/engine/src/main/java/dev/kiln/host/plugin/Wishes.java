package dev.kiln.host.plugin;

import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request and the settings file ask of plugins; the request overrides the file.
 *
 * @param settings sections of the settings file by plugin id
 * @param guidance that the settings file names; empty for none
 * @param sampler that the request chooses, with its schedule
 * @param models that lie there
 */
record Wishes(
    GenerationRequest request,
    Map<String, Map<String, Object>> settings,
    String guidance,
    SamplerNames.Chosen sampler,
    ModelsThere models) {
  /**
   * @param files of the plugins' settings
   * @param flags options by plugin id that the command line set
   * @param services among which are the models, where there are any
   */
  Wishes(
      GenerationRequest request,
      PluginFiles files,
      Map<String, Map<String, Object>> flags,
      SamplerNames.Chosen sampler,
      Map<Class<?>, Object> services) {
    this(
        request,
        files.settings(flags),
        files.guidance(),
        sampler,
        ModelsThere.of(Optional.ofNullable((ModelFiles) services.get(ModelFiles.class))));
  }

  /** Whether the plugin is named, or what the extension offers. */
  boolean name(Slot slot) {
    return request.plugins().containsKey(slot.plugin().id())
        || slot.extension().hooks().stream()
            .anyMatch(
                hook -> slot.extension().names(hook).stream().anyMatch(name -> choose(hook, name)));
  }

  private boolean choose(Class<? extends HookPoint> hook, String name) {
    if (hook == SamplerProvider.class) {
      return sampler.sampler().name().equals(name);
    } else if (hook == ScheduleProvider.class) {
      return sampler.schedule().name().equals(name);
    } else if (hook == GuidanceProvider.class) {
      String wanted = request.guidance().isEmpty() ? guidance : request.guidance();
      return wanted.equalsIgnoreCase(name);
    }
    return hook == AttentionOptimizer.class && request.attention().equalsIgnoreCase(name);
  }

  /** Whether a text of the request has such a tag: {@code <name:}. */
  boolean tag(String name) {
    String tag = "<" + name + ":";
    return request.prompt().contains(tag)
        || request.negativePrompt().contains(tag)
        || request.plugins().values().stream().anyMatch(options -> says(options, tag));
  }

  /** Prompts of later passes are options of the plugins that draw them. */
  private static boolean says(Object options, String tag) {
    if (options instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(value -> says(value, tag));
    } else if (options instanceof List<?> list) {
      return list.stream().anyMatch(value -> says(value, tag));
    }
    return options instanceof String text && text.contains(tag);
  }

  /**
   * Wake a plugin.
   *
   * @param asked whether it was asked for: when it cannot wake then, it is the request's failure
   */
  boolean wake(LoadedPlugin plugin, boolean asked) {
    if (!plugin.wake() && asked) {
      throw new BadRequest("plugin '" + plugin.id() + "' cannot be used: " + plugin.failure());
    }
    if (plugin.awake()) {
      // Settings that do not fit are told before any work.
      options(plugin);
    }
    return plugin.awake();
  }

  /** Whether a generation like this one wakes an extension. */
  boolean meet(ExtensionIndex extension) {
    return pixels() >= extension.wakePixels() && models.suffice(extension);
  }

  /** Of a picture; as many as can be where that of the picture to begin with decides. */
  private long pixels() {
    boolean open = request.width() == 0 || request.height() == 0;
    return open && !request.get(ImageFields.INIT_IMAGES).isEmpty()
        ? Long.MAX_VALUE
        : (long) request.width() * request.height();
  }

  /** Whether the settings file or a flag says anything to a plugin. */
  boolean haveSettings(LoadedPlugin plugin) {
    return settings.containsKey(plugin.id());
  }

  /** Whether request or settings carry options for a plugin. */
  boolean haveOptions(LoadedPlugin plugin) {
    Map<String, Object> section = settings.get(plugin.id());
    return request.plugins().containsKey(plugin.id())
        || (section != null && plugin.options().meansRequests(section));
  }

  /**
   * The options for a plugin, the request's over the settings'; empty when neither has any.
   *
   * @throws BadRequest when the settings do not fit
   */
  Optional<Map<String, Object>> options(LoadedPlugin plugin) {
    String id = plugin.id();
    if (!haveOptions(plugin)) {
      return Optional.empty();
    }
    Map<String, Object> section = settings.getOrDefault(id, Map.of());
    Map<String, Object> values = new HashMap<>(plugin.options().section(Scope.REQUEST, section));
    values.putAll(request.plugins().getOrDefault(id, Map.of()));
    return Optional.of(values);
  }
}
