package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Values;
import dev.kiln.host.http.Catalog.ModelEntry;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** webUI's options: those that were set, also at the last time. */
final class WebuiSettings {
  private static final Logger LOG = LoggerFactory.getLogger(WebuiSettings.class);
  private static final List<String> ONE_CHOICE =
      List.of(
          "randn_source",
          "uni_pc_variant",
          "uni_pc_skip_type",
          "uni_pc_order",
          "uni_pc_lower_order_final");

  private final FieldTable table = WebuiFields.settings();
  private final Backend backend;
  private final WebuiFeatures features;
  private final KnownOptions known;
  private volatile Map<String, Object> changed = Map.of();

  WebuiSettings(Backend backend, WebuiFeatures features) {
    this.backend = backend;
    this.features = features;
    this.known = new KnownOptions(table, features);
    restore(backend.options().read());
  }

  /** What would refuse every request, a model that is gone, is left out. */
  private void restore(Map<String, Object> kept) {
    known
        .effective(kept, LOG::warn)
        .forEach(
            (name, value) -> {
              try {
                check(Map.of(name, value));
                changed = merged(Map.of(name, value));
              } catch (BadRequest e) {
                LOG.warn("option {} of the last time is left out: {}", name, e.getMessage());
              }
            });
  }

  FieldTable table() {
    return table;
  }

  /**
   * The options of one request by name: its override_settings over those that were set.
   *
   * @param warn takes what has no effect
   */
  Map<String, Object> with(Map<String, Object> overrides, Consumer<String> warn) {
    return merged(known.effective(overrides, warn));
  }

  private Map<String, Object> merged(Map<String, @Nullable Object> options) {
    Map<String, Object> all = new LinkedHashMap<>(changed);
    options.forEach(
        (name, value) -> {
          if (value == null) {
            all.remove(name);
          } else {
            all.put(name, value);
          }
        });
    return Collections.unmodifiableMap(all);
  }

  /**
   * The values of Kiln's own options.
   *
   * @throws BadRequest when Kiln has another choice only
   */
  Values values(Map<String, Object> options) {
    Values values = table.read(options);
    refuseMissing(values);
    return values;
  }

  /** Whether an option is not as webUI comes with it. */
  boolean changed(String option, Values values) {
    return !Objects.equals(values.value(option), defaultValue(option));
  }

  private @Nullable Object defaultValue(String option) {
    return table.fields().stream()
        .filter(field -> field.name().equals(option))
        .map(FieldTable.Field::defaultValue)
        .findFirst()
        .orElse(null);
  }

  /** Whether nothing but the default may be set. */
  boolean hasOneChoice(String option) {
    return ONE_CHOICE.contains(option);
  }

  /** Whether webUI has an option of this name, and not a field of a request alone. */
  boolean isWebuis(String option) {
    return known.isWebuis(option);
  }

  /** Of some options Kiln has one choice only. On webUI's GPU noise is the same as NV. */
  private void refuseMissing(Values values) {
    for (String option : ONE_CHOICE) {
      boolean same = option.equals("randn_source") && values.text(option).equals("GPU");
      if (changed(option, values) && !same) {
        throw new BadRequest(
            option
                + " is "
                + values.value(option)
                + "; Kiln has only "
                + defaultValue(option)
                + ", leave it out");
      }
    }
  }

  /**
   * Set options for all requests that come; all of them or none.
   *
   * @param warn takes those that have no effect
   * @throws BadRequest when one is unknown, or a request with it would be refused
   */
  synchronized void change(Map<String, Object> options, Consumer<String> warn) {
    known.refuseUnknown(options);
    check(options);
    keep(options, warn);
  }

  /** Set options that were checked. */
  synchronized void keep(Map<String, Object> options, Consumer<String> warn) {
    changed = merged(known.effective(options, warn));
    backend.options().write(changed);
  }

  /**
   * As a request would be: else every one to come would be refused.
   *
   * @throws BadRequest when a request with these options would be refused
   */
  void check(Map<String, Object> options) {
    Map<String, Object> next = with(options, warning -> {});
    Values values = values(next);
    encoding(values);
    WebuiGrid.of(values);
    for (String eta : List.of("eta_ddim", "eta_ancestral")) {
      GenerationRequest.of("").read(NoiseFields.ETA, values.value(eta)).build().check();
    }
    GenerationRequestBuilder request = request(values);
    RequestFields.ALL.forEach(field -> read(field, null, values, request));
    backend.plugins().fromWebui(Map.of("override_settings", next)).forEach(request::plugin);
    backend.jobs().check(request.build());
  }

  /** The beginning of a request: what options alone say. */
  static GenerationRequestBuilder request(Values options) {
    // webUI shows optimizers as "name - label".
    String attention = options.text("cross_attention_optimization").replaceFirst(" - .*", "");
    String vae = options.text("sd_vae");
    return GenerationRequest.of("")
        .model(options.text("sd_model_checkpoint"))
        .attention(attention.equalsIgnoreCase(AttentionChooser.AUTOMATIC) ? "" : attention)
        .vae(vae.equalsIgnoreCase("Automatic") ? "" : vae);
  }

  /**
   * @throws BadRequest when it is none
   */
  static PictureEncoding encoding(Values options) {
    long quality = (Long) options.value("jpeg_quality");
    if (quality < 1 || quality > 100) {
      throw new BadRequest("jpeg_quality is " + quality + "; it must be 1 to 100");
    }
    String format = options.text("samples_format");
    return new PictureEncoding(Format.of("samples_format", format), (int) quality);
  }

  /**
   * Set a field of a request. An option that was changed wins over the request, as in webUI.
   *
   * @param given in the request; null for nothing
   */
  void read(
      RequestField<?> field,
      @Nullable Object given,
      Values options,
      GenerationRequestBuilder request) {
    String option = field.webui().option();
    Object value = given == null || changed(option, options) ? options.value(option) : given;
    if (value != null) {
      request.read(field, value);
    }
  }

  /** The options as GET options shows them, the model by its title. */
  Map<String, @Nullable Object> shown() {
    Map<String, Object> now = changed;
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(values(now).all());
    features
        .defaults()
        .forEach((name, value) -> shown.putIfAbsent(name, now.getOrDefault(name, value)));
    String wanted = String.valueOf(shown.get("sd_model_checkpoint"));
    ModelEntry model = model(wanted);
    shown.put("sd_model_checkpoint", model == null ? wanted : model.title());
    shown.put(KnownOptions.SHOWN, model == null ? "" : model.sha256());
    return shown;
  }

  private @Nullable ModelEntry model(String wanted) {
    return backend.catalog().models().stream()
        .filter(entry -> wanted.isEmpty() || entry.answersTo(wanted))
        .findFirst()
        .orElse(null);
  }
}
