package dev.kiln.plugin.controlnet;

import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.host.ControlPreprocessors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which preprocessors and ControlNets go together, by the rules of sd-webui-controlnet. */
@Singleton
class ControlTypes {
  private static final String ALL = "All";
  private static final String NO_MODEL = "None";

  /** What a file's name says beside the type's own. */
  private static final Map<String, List<String>> ALIASES =
      Map.of(
          "segmentation", List.of("seg"),
          "openpose", List.of("pose"),
          "scribble", List.of("sketch"),
          "tile", List.of("blur"),
          "normalmap", List.of("normal"));

  private final ControlPreprocessors preprocessors;
  private final ControlModels models;

  @Inject
  ControlTypes(ControlPreprocessors preprocessors, ControlModels models) {
    this.preprocessors = preprocessors;
    this.models = models;
  }

  /** Each type with its modules and models, and the first choice of both. */
  Map<String, Object> all() {
    List<PreprocessorInfo> infos = preprocessors.infos();
    List<String> titles = models.titles();
    Map<String, Object> types = new LinkedHashMap<>();
    types.put(ALL, type(infos, titles, HintRequest.READY, NO_MODEL));
    TreeSet<String> tags = new TreeSet<>();
    infos.forEach(info -> tags.addAll(info.tags()));
    for (String tag : tags) {
      List<PreprocessorInfo> fitting =
          infos.stream()
              .filter(info -> info.tags().contains(tag) || info.name().equals(HintRequest.READY))
              .toList();
      List<String> named = titles.stream().filter(title -> isFor(tag, title)).toList();
      String module = fitting.size() > 1 ? fitting.get(1).label() : HintRequest.READY;
      types.put(tag, type(fitting, named, module, first(named)));
    }
    return types;
  }

  /** The newest, which says 11 in its name, before the rest. */
  private static String first(List<String> titles) {
    return titles.stream()
        .filter(title -> title.split("\\[")[0].contains("11"))
        .findFirst()
        .orElse(titles.isEmpty() ? NO_MODEL : titles.get(0));
  }

  private static boolean isFor(String tag, String title) {
    String type = tag.toLowerCase(Locale.ROOT);
    String name = title.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(type), ALIASES.getOrDefault(type, List.of()).stream())
        .anyMatch(name::contains);
  }

  private static Map<String, Object> type(
      List<PreprocessorInfo> modules, List<String> titles, String module, String model) {
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("module_list", modules.stream().map(PreprocessorInfo::label).toList());
    type.put("model_list", Stream.concat(Stream.of(NO_MODEL), titles.stream()).toList());
    type.put("default_option", module);
    type.put("default_model", model);
    return type;
  }
}
