package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
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
import org.pf4j.Extension;

/** webUI's "extras": pictures are enlarged, perhaps by two upscalers that are blended. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = ExtrasRoute.ONE,
    summary = "Enlarge a picture",
    body = ExtrasRoute.Asked.class)
@Route(
    method = "POST",
    path = ExtrasRoute.MANY,
    summary = "Enlarge several pictures",
    body = ExtrasRoute.Asked.class)
public final class ExtrasRoute implements HttpEndpoint {
  static final String ONE = "/sdapi/v1/extra-single-image";
  static final String MANY = "/sdapi/v1/extra-batch-images";

  private static final int MOST = 64;

  /** Of all results: as many as the largest picture that the host takes. */
  private static final long MOST_PIXELS = 64_000_000;

  /**
   * A request. Some fields of webUI's say how its page shows the results, and change nothing here.
   */
  record Asked(
      @Option(
              label = "0 to scale by a factor, 1 to scale to a size",
              defaultValue = "0",
              min = 0,
              max = 1,
              webui = "resize_mode")
          int resizeMode,
      @Option(label = "Factor", defaultValue = "2", min = 0.01, max = 8, webui = "upscaling_resize")
          double factor,
      @Option(
              label = "Width",
              defaultValue = "512",
              min = 1,
              max = 8192,
              webui = "upscaling_resize_w")
          int width,
      @Option(
              label = "Height",
              defaultValue = "512",
              min = 1,
              max = 8192,
              webui = "upscaling_resize_h")
          int height,
      @Option(label = "Crop to the size", defaultValue = "true", webui = "upscaling_crop")
          boolean crop,
      @Option(label = "Upscaler", defaultValue = "None", webui = "upscaler_1") String first,
      @Option(label = "Second upscaler", defaultValue = "None", webui = "upscaler_2") String second,
      @Option(
              label = "How much of the second is seen",
              defaultValue = "0",
              min = 0,
              max = 1,
              webui = "extras_upscaler_2_visibility")
          double secondVisibility,
      @Option(label = "GFPGAN", defaultValue = "0", webui = "gfpgan_visibility") double gfpgan,
      @Option(label = "CodeFormer", defaultValue = "0", webui = "codeformer_visibility")
          double codeformer,
      @Option(label = "Picture in base64", defaultValue = "", webui = "image") String image,
      @Option(label = "Pictures: data in base64 and name", defaultValue = "[]", webui = "imageList")
          List<Object> images) {}

  private final Upscaling upscaling;
  private final Pictures pictures;

  @Inject
  ExtrasRoute(Upscaling upscaling, Pictures pictures) {
    this.upscaling = upscaling;
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    Asked asked = call.body(Asked.class);
    demandNoFaces("gfpgan_visibility", asked.gfpgan());
    demandNoFaces("codeformer_visibility", asked.codeformer());
    ExtrasWork work = new ExtrasWork(upscaling, asked);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("html_info", work.html());
    if (call.route().equals(ONE)) {
      answer.put("image", pictures.encode(work.enlarge(pictures.decode("image", asked.image()))));
      return ApiResponse.ok(answer);
    }
    List<String> made = new ArrayList<>();
    for (Picture picture : pictures(asked, work)) {
      made.add(pictures.encode(work.enlarge(picture)));
    }
    answer.put("images", made);
    return ApiResponse.ok(answer);
  }

  private static void demandNoFaces(String field, double visibility) {
    if (visibility > 0) {
      throw new BadRequest(
          field + " is set, but no installed plugin restores faces; leave it out or at 0");
    }
  }

  /** All are read before work begins on the first. */
  private List<Picture> pictures(Asked asked, ExtrasWork work) {
    if (asked.images().isEmpty() || asked.images().size() > MOST) {
      throw new BadRequest(
          "imageList has %d pictures; give 1 to %d".formatted(asked.images().size(), MOST));
    }
    List<Picture> all = new ArrayList<>();
    long pixels = 0;
    for (int i = 0; i < asked.images().size(); i++) {
      Picture picture = picture("imageList[" + i + "]", asked.images().get(i));
      Target target = work.target(picture);
      pixels += (long) target.width() * target.height();
      if (pixels > MOST_PIXELS) {
        throw new BadRequest(
            "the first %d results have %d pixels in all; at most %d million are made at once, send fewer"
                .formatted(i + 1, pixels, MOST_PIXELS / 1_000_000));
      }
      all.add(picture);
    }
    return all;
  }

  private Picture picture(String what, Object given) {
    Object data = given instanceof Map<?, ?> fields ? fields.get("data") : given;
    if (data instanceof String text) {
      return pictures.decode(what, text);
    }
    throw new BadRequest(what + " has no picture in base64 as its data");
  }
}
