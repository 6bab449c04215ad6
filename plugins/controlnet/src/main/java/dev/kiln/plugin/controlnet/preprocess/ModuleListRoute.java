package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** Which preprocessors there are, those of other plugins too. */
@Extension
@Singleton
@Route(
    method = "GET",
    path = "/controlnet/module_list",
    summary = "Preprocessors of control pictures, with what can be set of each",
    query = ModuleListRoute.Asked.class)
public final class ModuleListRoute implements HttpEndpoint {
  /** How they are called. */
  record Asked(
      @Option(label = "Labels for names", defaultValue = "false", webui = "alias_names")
          boolean labels) {}

  private final ControlPreprocessors preprocessors;

  @Inject
  ModuleListRoute(ControlPreprocessors preprocessors) {
    this.preprocessors = preprocessors;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    boolean labels = call.query(Asked.class).labels();
    Map<String, Object> details = new LinkedHashMap<>();
    for (PreprocessorInfo info : preprocessors.infos()) {
      details.put(labels ? info.label() : info.name(), detail(info));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("module_list", details.keySet().stream().toList());
    answer.put("module_detail", details);
    return ApiResponse.ok(answer);
  }

  private static Map<String, Object> detail(PreprocessorInfo info) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("model_free", info.has(Trait.NEEDS_NO_MODEL));
    detail.put("sliders", info.allSliders().stream().map(ModuleListRoute::slider).toList());
    return detail;
  }

  private static Map<String, Object> slider(Slider slider) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", slider.label());
    json.put("value", slider.value());
    json.put("min", slider.min());
    json.put("max", slider.max());
    json.put("step", slider.step());
    return json;
  }
}
