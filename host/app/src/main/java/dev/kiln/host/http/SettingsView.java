package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.http.Catalog.ModelEntry;
import dev.kiln.host.http.Catalog.VaeEntry;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.request.Bounds;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * webUI's options that have an effect, each with its type, bounds and choices in the form of a
 * plugin's options, and with its value.
 */
final class SettingsView {
  /** Of those that are no field of a request; the others are called as in infotexts. */
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("sd_model_checkpoint", "Model"),
          Map.entry(KnownOptions.SHOWN, "SHA-256 of the model"),
          Map.entry("sd_vae", "VAE"),
          Map.entry("cross_attention_optimization", "Attention"),
          Map.entry("samples_format", "Format of pictures"),
          Map.entry("jpeg_quality", "Quality of JPEG and WebP"),
          Map.entry("return_grid", "Grid in front of pictures that are saved"),
          Map.entry("grid_only_if_multiple", "No grid of one picture"),
          Map.entry("grid_prevent_empty_spots", "No empty places in a grid"),
          Map.entry("n_rows", "Rows of a grid"),
          Map.entry("grid_background_color", "Background of a grid"),
          Map.entry("eta_ddim", "Eta of DDIM"),
          Map.entry("eta_ancestral", "Eta of ancestral samplers"),
          Map.entry("randn_source", "Source of noise"),
          Map.entry("uni_pc_variant", "UniPC variant"),
          Map.entry("uni_pc_skip_type", "UniPC skip type"),
          Map.entry("uni_pc_order", "UniPC order"),
          Map.entry("uni_pc_lower_order_final", "UniPC lower order final"));

  /** Of those that are a field of Kiln's requests alone. */
  private static final Map<String, String> HELP =
      Map.of(
          "sd_vae", RequestFields.VAE.help(),
          "n_rows", "0 for the batch size, -1 for about as many as columns",
          "cross_attention_optimization", RequestFields.ATTENTION.help());

  private final WebuiSettings settings;
  private final Backend backend;

  SettingsView(WebuiSettings settings, Backend backend) {
    this.settings = settings;
    this.backend = backend;
  }

  HostRoute route() {
    return HostRoute.get(
        "/kiln/v1/settings",
        "webUI's options that have an effect: type, bounds, choices and value of each",
        context -> context.json(describe()));
  }

  /** What options are called where a person reads them, by name. */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    settings.shown().keySet().forEach(name -> labels.put(name, label(name)));
    backend.plugins().options().stream()
        .flatMap(group -> group.what().fields().stream())
        .forEach(field -> field.webui().forEach(name -> labels.replace(name, field.label())));
    return labels;
  }

  private static String label(String option) {
    return field(option).map(it -> it.infotext().key()).orElse(LABELS.getOrDefault(option, option));
  }

  private static Optional<RequestField<?>> field(String option) {
    return RequestFields.ALL.stream().filter(it -> it.webui().option().equals(option)).findFirst();
  }

  private List<Map<String, @Nullable Object>> describe() {
    Map<String, @Nullable Object> values = settings.shown();
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    settings.table().fields().stream()
        .filter(field -> !settings.hasOneChoice(field.name()))
        .forEach(field -> all.add(own(field)));
    backend.plugins().options().forEach(group -> all.addAll(plugin(group)));
    all.forEach(view -> view.put("value", values.get(String.valueOf(view.get("name")))));
    return all;
  }

  private Map<String, @Nullable Object> own(FieldTable.Field option) {
    Optional<RequestField<?>> field = field(option.name());
    Bounds bounds = field.map(RequestField::bounds).orElse(Bounds.NONE);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("plugin", "");
    view.put("name", option.name());
    view.put("label", label(option.name()));
    view.put("help", field.map(RequestField::help).orElse(HELP.getOrDefault(option.name(), "")));
    view.put("type", type(option.kind()));
    view.put("defaultValue", option.defaultValue());
    view.put("min", finite(bounds.lowest()));
    view.put("max", finite(bounds.most()));
    view.put("step", null);
    view.put("choices", field.map(it -> it.type().choices()).orElseGet(() -> names(option.name())));
    return view;
  }

  /** As indexes of plugins call it. */
  private static String type(Kind kind) {
    return switch (kind) {
      case FLAG -> "boolean";
      case INTEGER -> "int";
      case NUMBER -> "double";
      default -> "String";
    };
  }

  private static @Nullable Double finite(double bound) {
    return Double.isInfinite(bound) ? null : bound;
  }

  /** What is there to choose from; empty where a text is free. */
  private List<String> names(String option) {
    return switch (option) {
      case "sd_model_checkpoint" ->
          backend.catalog().models().stream().map(ModelEntry::title).toList();
      case "sd_vae" ->
          Stream.concat(
                  Stream.of("Automatic", "None"),
                  backend.catalog().vaes().stream().map(VaeEntry::name))
              .toList();
      case "samples_format" -> List.of("png", "jpg", "webp");
      default -> List.of();
    };
  }

  private List<Map<String, @Nullable Object>> plugin(Contribution<OptionsIndex> group) {
    List<Map<String, @Nullable Object>> views = new ArrayList<>();
    for (FieldIndex field : group.what().fields()) {
      for (String name : field.webui()) {
        if (settings.isWebuis(name)) {
          Map<String, @Nullable Object> view = PluginsView.field(field);
          view.put("plugin", group.plugin());
          view.put("name", name);
          views.add(view);
        }
      }
    }
    return views;
  }
}
