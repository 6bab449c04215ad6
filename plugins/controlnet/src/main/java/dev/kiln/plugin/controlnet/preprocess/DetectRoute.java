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
import dev.kiln.spi.index.Option;
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
    summary = "Make control pictures with a preprocessor",
    body = DetectRoute.Asked.class)
public final class DetectRoute implements HttpEndpoint {
  private static final String PICTURES = "controlnet_input_images";
  private static final String MASKS = "controlnet_masks";

  private static final int MOST = 64;

  /** Of all pictures and masks: as many as the largest picture that the host takes. */
  private static final long MOST_PIXELS = 64_000_000;

  /** -1 is out of every range: the preprocessor's own value. */
  record Asked(
      @Option(label = "Preprocessor", defaultValue = "none", webui = "controlnet_module")
          String module,
      // Some clients, webuiapi among them, call them by the second name.
      @Option(
              label = "Pictures in base64",
              defaultValue = "[]",
              webui = {PICTURES, "controlnet_images"})
          List<Object> images,
      @Option(label = "A mask for each", defaultValue = "[]", webui = MASKS) List<Object> masks,
      @Option(label = "Resolution", defaultValue = "-1", webui = "controlnet_processor_res")
          double resolution,
      @Option(label = "First slider", defaultValue = "-1", webui = "controlnet_threshold_a")
          double thresholdA,
      @Option(label = "Second slider", defaultValue = "-1", webui = "controlnet_threshold_b")
          double thresholdB) {}

  private final ControlPreprocessors preprocessors;
  private final Pictures pictures;

  @Inject
  DetectRoute(ControlPreprocessors preprocessors, Pictures pictures) {
    this.preprocessors = preprocessors;
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Asked asked = call.body(Asked.class);
    PreprocessorInfo module = module(asked.module());
    List<Object> images = asked.images();
    if (images.isEmpty()) {
      throw new BadRequest("No image selected: " + PICTURES + " is empty or missing");
    }
    if (images.size() > MOST) {
      throw new BadRequest(
          "%s has %d pictures; at most %d are taken at once, send fewer"
              .formatted(PICTURES, images.size(), MOST));
    }
    if (module.has(Trait.NEEDS_MASK) && asked.masks().size() != images.size()) {
      throw new BadRequest(
          "Preprocessor %s requires `%s` param: found %d masks for %d images"
              .formatted(module.name(), MASKS, asked.masks().size(), images.size()));
    }
    List<PreprocessorCall> calls = calls(asked);
    return answer(calls.stream().map(it -> preprocessors.run(module.name(), it)).toList());
  }

  /** All pictures are read before work begins on the first. */
  private List<PreprocessorCall> calls(Asked asked) {
    List<PreprocessorCall> calls = new ArrayList<>();
    long pixels = 0;
    for (int i = 0; i < asked.images().size(); i++) {
      Picture picture = picture(PICTURES + "[" + i + "]", asked.images().get(i));
      Object mask = i < asked.masks().size() ? asked.masks().get(i) : null;
      pixels += (mask == null ? 1L : 2L) * picture.width() * picture.height();
      if (pixels > MOST_PIXELS) {
        throw new BadRequest(
            "the first %d pictures and masks have %d pixels in all; at most %d million are taken at once, send fewer"
                .formatted(i + 1, pixels, MOST_PIXELS / 1_000_000));
      }
      calls.add(
          new PreprocessorCall(
              picture,
              mask == null ? null : mask(MASKS + "[" + i + "]", mask, picture),
              (int) asked.resolution(),
              asked.thresholdA(),
              asked.thresholdB()));
    }
    return calls;
  }

  private PreprocessorInfo module(String name) {
    try {
      return preprocessors.info(name);
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
    return sameSize(what, picture(what, base64), of);
  }

  /** A mask of a picture's size. */
  static Picture sameSize(String what, Picture mask, Picture of) {
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
}
