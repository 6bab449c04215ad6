package dev.kiln.host.http;

import dev.kiln.host.http.Catalog.ModelEntry;
import dev.kiln.host.http.Catalog.VaeEntry;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** webUI's routes for lists. */
final class WebuiLists {
  // Kiln's further ones are no concern of webUI's clients.
  private static final Set<Trait> WEBUI_TRAITS =
      EnumSet.of(
          Trait.SECOND_ORDER,
          Trait.BROWNIAN_NOISE,
          Trait.USES_ENSD,
          Trait.DISCARD_NEXT_TO_LAST_SIGMA);

  private final Catalog catalog;
  private final PluginSite plugins;

  WebuiLists(Catalog catalog, PluginSite plugins) {
    this.catalog = catalog;
    this.plugins = plugins;
  }

  List<HostRoute> routes() {
    List<HostRoute> routes = new ArrayList<>();
    routes.add(
        list("samplers", "All samplers", () -> catalog.samplers().stream().map(this::sampler)));
    routes.add(
        list(
            "schedulers", "All schedules", () -> catalog.schedules().stream().map(this::schedule)));
    routes.add(list("sd-models", "All models", () -> catalog.models().stream().map(this::model)));
    routes.add(list("sd-vae", "All separate VAEs", () -> catalog.vaes().stream().map(this::vae)));
    routes.add(list("script-info", "Plugins' webUI arguments", this::allScripts));
    routes.add(
        HostRoute.get(
            "/sdapi/v1/scripts",
            "Titles of plugins for alwayson_scripts",
            context -> context.json(scripts())));
    routes.add(
        list(
            "extensions",
            "All plugins",
            () -> plugins.report().plugins().stream().map(WebuiLists::extension)));
    return routes;
  }

  private static HostRoute list(String name, String summary, Supplier<Stream<?>> rows) {
    return HostRoute.get(
        "/sdapi/v1/" + name, summary, context -> context.json(rows.get().toList()));
  }

  private Map<String, Object> sampler(SamplerInfo info) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (!info.schedule().equals("uniform")) {
      options.put("scheduler", info.schedule());
    }
    if (info.name().equals("DPM++ 2M SDE Heun")) {
      options.put("solver_type", "heun");
    }
    info.traits().stream()
        .filter(WEBUI_TRAITS::contains)
        .sorted()
        .forEach(trait -> options.put(trait.name().toLowerCase(Locale.ROOT), true));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", info.name());
    row.put("aliases", info.aliases());
    row.put("options", options);
    return row;
  }

  private Map<String, Object> schedule(ScheduleInfo info) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", info.name());
    row.put("label", info.label());
    row.put("aliases", info.aliases());
    // webUI's mark for a schedule without an exponent.
    row.put("default_rho", info.rho() == 0 ? -1.0 : info.rho());
    row.put("need_inner_model", info.needsTable());
    return row;
  }

  private Map<String, @Nullable Object> model(ModelEntry model) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("title", model.title());
    row.put("model_name", model.name());
    row.put("hash", model.shortHash());
    row.put("sha256", model.sha256());
    row.put("filename", model.file());
    row.put("config", null);
    return row;
  }

  private Map<String, Object> vae(VaeEntry vae) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model_name", vae.name());
    row.put("filename", vae.file());
    return row;
  }

  /** A plugin is a jar, so the fields about its Git repository are empty. */
  private static Map<String, Object> extension(PluginLine plugin) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", plugin.id());
    row.put("remote", "");
    row.put("branch", "");
    row.put("commit_hash", "");
    row.put("version", plugin.version());
    row.put("commit_date", "");
    row.put("enabled", plugin.state() == JarState.IDLE || plugin.state() == JarState.AWAKE);
    return row;
  }

  private Map<String, Object> scripts() {
    List<String> titles =
        titled()
            .flatMap(group -> group.what().titles().stream())
            .map(title -> title.toLowerCase(Locale.ROOT))
            .sorted()
            .toList();
    return Map.of("txt2img", titles, "img2img", titles);
  }

  private Stream<Contribution<OptionsIndex>> titled() {
    return plugins.options().stream().filter(group -> !group.what().titles().isEmpty());
  }

  /** webUI lists each once for every tab. */
  private Stream<Map<String, Object>> allScripts() {
    return Stream.of(false, true).flatMap(tab -> titled().map(group -> script(group, tab)));
  }

  private Map<String, Object> script(Contribution<OptionsIndex> group, boolean img2img) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", group.what().titles().get(0).toLowerCase(Locale.ROOT));
    row.put("is_alwayson", true);
    row.put("is_img2img", img2img);
    row.put("args", group.what().fields().stream().map(WebuiLists::argument).toList());
    return row;
  }

  private static Map<String, @Nullable Object> argument(FieldIndex field) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("label", field.label());
    row.put("value", field.defaultValue());
    row.put("minimum", field.lowest());
    row.put("maximum", field.highest());
    row.put("step", field.step());
    row.put("choices", field.choices().isEmpty() ? null : field.choices());
    return row;
  }
}
