package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Route;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Makes maps of pictures and nothing else, as webUI's route does. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = "/controlnet/detect",
    summary = "Make control pictures with a preprocessor")
public final class DetectRoute implements HttpEndpoint {
  private static final String PICTURES = "controlnet_input_images";

  /** What some clients, webuiapi among them, call the same. */
  private static final String OTHER_PICTURES = "controlnet_images";

  private static final String MASKS = "controlnet_masks";

  private final ControlPreprocessors preprocessors;
  private final Pictures pictures;

  @Inject
  DetectRoute(ControlPreprocessors preprocessors, Pictures pictures) {
    this.preprocessors = preprocessors;
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Map<String, Object> body = call.body();
    PreprocessorInfo module = module(body);
    List<?> images = list(body, body.containsKey(PICTURES) ? PICTURES : OTHER_PICTURES);
    List<?> masks = list(body, MASKS);
    if (images.isEmpty()) {
      throw new BadRequest("No image selected: " + PICTURES + " is empty or missing");
    }
    if (module.has(Trait.NEEDS_MASK) && masks.size() != images.size()) {
      throw new BadRequest(
          "Preprocessor %s requires `%s` param: found %d masks for %d images"
              .formatted(module.name(), MASKS, masks.size(), images.size()));
    }
    // All are read before work begins on the first.
    List<PreprocessorCall> calls = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Picture picture = picture(PICTURES + "[" + i + "]", images.get(i));
      Object mask = i < masks.size() ? masks.get(i) : null;
      calls.add(
          new PreprocessorCall(
              picture,
              mask == null ? null : mask(MASKS + "[" + i + "]", mask, picture),
              (int) number(body, "controlnet_processor_res"),
              number(body, "controlnet_threshold_a"),
              number(body, "controlnet_threshold_b")));
    }
    return answer(calls.stream().map(it -> preprocessors.run(module.name(), it)).toList());
  }

  private PreprocessorInfo module(Map<String, Object> body) {
    Object name = body.getOrDefault("controlnet_module", "none");
    try {
      return preprocessors.info(String.valueOf(name));
    } catch (BadRequest unknown) {
      throw new BadRequest("Module not available: " + unknown.getMessage(), unknown);
    }
  }

  private ApiResponse answer(List<Preprocessed> made) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("info", "Success");
    answer.put("images", made.stream().map(it -> pictures.encode(it.map())).toList());
    List<Map<String, Object>> poses =
        made.stream().map(Preprocessed::pose).filter(pose -> !pose.isEmpty()).toList();
    if (!poses.isEmpty()) {
      answer.put("poses", poses);
    }
    return ApiResponse.ok(answer);
  }

  private Picture mask(String what, Object base64, Picture of) {
    Picture mask = picture(what, base64);
    if (mask.width() != of.width() || mask.height() != of.height()) {
      throw new BadRequest(
          "%s is %dx%d and its image %dx%d; make them of one size"
              .formatted(what, mask.width(), mask.height(), of.width(), of.height()));
    }
    return mask;
  }

  private Picture picture(String what, @Nullable Object base64) {
    if (base64 instanceof String text) {
      return pictures.decode(what, text);
    }
    throw new BadRequest(what + " is no picture in base64");
  }

  private static List<?> list(Map<String, Object> body, String field) {
    Object value = body.get(field);
    if (value instanceof List<?> list) {
      return list;
    }
    if (value == null) {
      return List.of();
    }
    throw new BadRequest(field + " is no list");
  }

  /** -1, which is out of every range, where the body does not say it. Texts may be numbers. */
  private static double number(Map<String, Object> body, String field) {
    Object value = body.get(field);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value == null) {
      return -1;
    }
    if (value instanceof String text && text.strip().matches("[+-]?\\d+(\\.\\d*)?")) {
      return Double.parseDouble(text.strip());
    }
    String shown = value instanceof String ? '"' + value.toString() + '"' : value.toString();
    throw new BadRequest(field + " is no number: " + shown);
  }
}
