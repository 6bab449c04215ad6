package dev.kiln.host.http;

import dev.kiln.host.NearestNames;
import dev.kiln.host.http.Catalog.ModelEntry;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** webUI's options: those that POST options has set, until the server ends. */
final class WebuiSettings {
  private static final String FORMAT = "samples_format";
  private static final List<String> ONE_CHOICE =
      List.of(
          "randn_source",
          "uni_pc_variant",
          "uni_pc_skip_type",
          "uni_pc_order",
          "uni_pc_lower_order_final");

  private final FieldTable table = WebuiFields.settings();
  private final Catalog catalog;
  private volatile Map<String, Object> changed = Map.of();

  WebuiSettings(Catalog catalog) {
    this.catalog = catalog;
  }

  FieldTable table() {
    return table;
  }

  /** The options of one request: its override_settings over those that were set. */
  Values with(Map<String, Object> overrides) {
    Map<String, Object> all = new LinkedHashMap<>(changed);
    all.putAll(overrides);
    Values values = table.read(all);
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
   * Set options for all requests that come.
   *
   * @throws BadRequest when one is unknown or out of bounds, or there is no such model
   */
  synchronized void change(Map<String, Object> options) {
    Map<String, Object> given = new LinkedHashMap<>(options);
    given.values().removeIf(Objects::isNull);
    dropWhatIsOnlyShown(given);
    table.refuseUnknown(given);
    Map<String, Object> next = new LinkedHashMap<>(changed);
    next.putAll(given);
    next.keySet().removeIf(name -> options.containsKey(name) && options.get(name) == null);
    Values values = table.read(next);
    refuseMissing(values);
    checkSampling(values);
    String model = values.text("sd_model_checkpoint");
    if (!model.isEmpty() && model(model) == null) {
      throw new BadRequest(
          "unknown model \""
              + model
              + "\"; nearest: "
              + NearestNames.of(model, catalog.models().stream().map(ModelEntry::title).toList()));
    }
    changed = Map.copyOf(next);
  }

  /** Clients send back all that they were shown. */
  private static void dropWhatIsOnlyShown(Map<String, Object> options) {
    options.remove("sd_checkpoint_hash");
    Object format = options.remove(FORMAT);
    if (format != null && !"png".equalsIgnoreCase(format.toString())) {
      throw new BadRequest(FORMAT + " is \"" + format + "\"; Kiln has png only");
    }
  }

  /** As a request would be: else every one to come would be refused. */
  private void checkSampling(Values values) {
    GenerationRequestBuilder request = GenerationRequest.of("");
    RequestFields.ALL.forEach(field -> read(field, null, values, request));
    request.build().check();
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
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>(with(Map.of()).all());
    ModelEntry model = model((String) shown.get("sd_model_checkpoint"));
    shown.put("sd_model_checkpoint", model == null ? "" : model.title());
    shown.put("sd_checkpoint_hash", model == null ? "" : model.sha256());
    shown.put(FORMAT, "png");
    return shown;
  }

  private @Nullable ModelEntry model(String wanted) {
    return catalog.models().stream()
        .filter(entry -> wanted.isEmpty() || entry.answersTo(wanted))
        .findFirst()
        .orElse(null);
  }
}
