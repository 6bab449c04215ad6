package dev.kiln.host.engine;

import dev.kiln.host.NearestNames;
import dev.kiln.host.ShippedPlugins;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelSettings;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@link ModelSettings} mean for a request, as far as they fit. Safe from any thread. */
public final class ModelDefaults {
  private static final List<RequestField<?>> FIELDS =
      List.of(
          RequestFields.STEPS,
          RequestFields.SAMPLER,
          RequestFields.SCHEDULER,
          RequestFields.CFG_SCALE,
          RequestFields.WIDTH,
          RequestFields.HEIGHT,
          RequestFields.CLIP_SKIP,
          RequestFields.VAE);

  /** A plugin's to use. */
  private static final String UPSCALER = "upscaler";

  private static final String NO_UPSCALER = "none";

  private final ModelCatalog models;
  private final PluginRuntime plugins;

  public ModelDefaults(ModelCatalog models, PluginRuntime plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  /**
   * What a model's settings say of fields that a request does not set.
   *
   * @param model as the request names it; empty for the default model
   * @param given whether the request sets a field. With its sampler goes its schedule
   * @throws BadRequest when there is no such model
   */
  public Filling of(String model, Predicate<RequestField<?>> given) {
    return of(models.choose(model), given);
  }

  /** The same for a model that was found. */
  public Filling of(ModelSource source, Predicate<RequestField<?>> given) {
    return ModelSettings.of(source.path())
        .map(settings -> new Reading(source, settings, given).read())
        .orElse(Filling.NOTHING);
  }

  /** The settings of one model for one request. */
  private final class Reading {
    private final ModelSource model;
    private final ModelSettings settings;
    private final Predicate<RequestField<?>> given;
    private final Map<RequestField<?>, Object> fields = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> options = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(ModelSource model, ModelSettings settings, Predicate<RequestField<?>> given) {
      this.model = model;
      this.settings = settings;
      this.given = given;
    }

    Filling read() {
      if (!settings.problem().isEmpty()) {
        warnings.add(settings.problem());
      }
      settings.values().forEach((name, value) -> attempt(name, () -> setting(name, value)));
      attempt("sampler", this::sampler);
      attempt("vae", this::vae);
      fields.keySet().removeIf(given);
      return new Filling(fields, options, List.copyOf(warnings));
    }

    /** What does not fit is told, and the rest is used. */
    private void attempt(String name, Runnable setting) {
      try {
        setting.run();
      } catch (BadRequest e) {
        warnings.add(settings.file() + ": " + e.getMessage() + " (\"" + name + "\" is not used)");
      }
    }

    private void setting(String name, @Nullable Object value) {
      if (name.equals(UPSCALER)) {
        upscaler(String.valueOf(value));
        return;
      }
      RequestField<?> field =
          FIELDS.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
      if (field == null) {
        throw new BadRequest(
            "no setting has this name; nearest: " + NearestNames.of(name, names()));
      }
      Object written =
          written(field.type().written(), value)
              .orElseThrow(
                  () ->
                      new BadRequest(
                          "%s is %s; it must be %s"
                              .formatted(field.title(), value, kind(field.type().written()))));
      field.checkWritten(written);
      fields.put(field, written);
    }

    private static List<String> names() {
      return Stream.concat(FIELDS.stream().map(RequestField::name), Stream.of(UPSCALER)).toList();
    }

    private static String kind(Class<?> type) {
      return type == String.class ? "a text" : type == Double.class ? "a number" : "a whole number";
    }

    private static Optional<Object> written(Class<?> type, @Nullable Object value) {
      if (type == String.class) {
        return Optional.ofNullable(value).filter(String.class::isInstance);
      } else if (value instanceof Number number) {
        boolean whole = number.doubleValue() == Math.rint(number.doubleValue());
        return type == Double.class
            ? Optional.of(number.doubleValue())
            : Optional.<Object>of(number.longValue()).filter(any -> whole);
      }
      return Optional.empty();
    }

    /** For the option of a plugin, unless the request says how large its pictures are to be. */
    private void upscaler(String wanted) {
      if (wanted.equalsIgnoreCase(NO_UPSCALER) || given.test(RequestFields.WIDTH)) {
        return;
      }
      Contribution<OptionsIndex> plugin =
          plugins.services().options(Scope.REQUEST).stream()
              .filter(it -> it.what().fields().stream().anyMatch(Reading::takesUpscaler))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadRequest(
                          "no installed plugin offers the upscaler \""
                              + wanted
                              + "\""
                              + ShippedPlugins.beginning("upscaler-")));
      if (plugins.sets(plugin.plugin(), UPSCALER)) {
        return;
      }
      plugins.services().upscalers().info(wanted);
      options.put(plugin.plugin(), Map.of(UPSCALER, wanted));
    }

    private static boolean takesUpscaler(FieldIndex field) {
      return field.name().equals(UPSCALER) && field.flags().contains("--" + UPSCALER);
    }

    /** The schedule behind a sampler's name counts for that sampler alone. */
    private void sampler() {
      Object sampler = fields.remove(RequestFields.SAMPLER);
      Object schedule = fields.remove(RequestFields.SCHEDULER);
      if (given.test(RequestFields.SAMPLER) || sampler == null && schedule == null) {
        return;
      }
      String name = sampler == null ? RequestFields.SAMPLER.defaultValue() : (String) sampler;
      SamplerNames.Chosen chosen =
          plugins.services().samplers().choose(name, schedule == null ? "" : (String) schedule);
      fields.put(RequestFields.SAMPLER, chosen.sampler().name());
      fields.put(RequestFields.SCHEDULER, chosen.schedule().name());
    }

    /** One that the user named for all requests stands over that of a model. */
    private void vae() {
      Object vae = fields.remove(RequestFields.VAE);
      if (vae != null && models.defaults().vae().isBlank()) {
        models.withVae(model, (String) vae);
        fields.put(RequestFields.VAE, vae);
      }
    }
  }
}
