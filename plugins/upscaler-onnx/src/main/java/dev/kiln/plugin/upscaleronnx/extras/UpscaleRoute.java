package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.pf4j.Extension;

/** Enlarges a picture file and returns a file; says how far it is, and stops it. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = UpscaleRoute.PATH,
    summary = "Enlarge a picture file: the body itself, or a form's picture",
    query = UpscaleRoute.Asked.class,
    accepts = "image/*",
    parts = UpscaleRoute.PICTURE)
@Route(method = "GET", path = UpscaleRoute.PATH, summary = "How far the picture under way is")
@Route(method = "DELETE", path = UpscaleRoute.PATH, summary = "Stop the picture under way")
public final class UpscaleRoute implements HttpEndpoint {
  static final String PATH = "/kiln/v1/upscale";
  static final String PICTURE = "picture";

  /** A width and a height come before a factor. */
  record Asked(
      @Option(label = "Upscaler; the first model without a name", defaultValue = "")
          String upscaler,
      @Option(label = "Factor", defaultValue = "2", min = 0.01, max = 64) double scale,
      @Option(label = "Width", defaultValue = "0", min = 0) int width,
      @Option(label = "Height", defaultValue = "0", min = 0) int height,
      @Option(label = "Keep it among the finished pictures, too", defaultValue = "false")
          boolean keep) {
    /** The infotext of a result: that of the picture, and how it was enlarged. */
    String infotext(String picture, String upscaler) {
      if (picture.isEmpty() || width > 0 || picture.contains(", Postprocess upscale")) {
        return picture;
      }
      String factor = BigDecimal.valueOf(scale).stripTrailingZeros().toPlainString();
      return "%s, Postprocess upscale by: %s, Postprocess upscaler: %s"
          .formatted(picture, factor, upscaler);
    }
  }

  private final Upscaling upscaling;
  private final Pictures pictures;
  private final Generations generations;

  @Inject
  UpscaleRoute(Upscaling upscaling, Pictures pictures, Generations generations) {
    this.upscaling = upscaling;
    this.pictures = pictures;
    this.generations = generations;
  }

  @Override
  public ApiResponse handle(ApiCall call) throws IOException {
    return switch (call.method()) {
      case "GET" -> state();
      case "DELETE" -> {
        upscaling.stop();
        yield state();
      }
      default -> new ApiResponse.Bytes("image/png", pictures.write(enlarged(call)));
    };
  }

  private ApiResponse state() {
    Upscaling.State state = upscaling.state();
    return ApiResponse.ok(
        Map.of("running", state.running(), "done", state.done(), "total", state.total()));
  }

  private Picture enlarged(ApiCall call) throws IOException {
    Asked asked = call.query(Asked.class);
    if (asked.width() > 0 != asked.height() > 0) {
      throw new BadRequest("width and height go together; give both or neither");
    }
    ApiContent sent = call.part(PICTURE).orElseGet(call::content);
    if (sent.size() == 0) {
      throw new BadRequest("there is no picture; send it as the body, or as the form's " + PICTURE);
    }
    Picture picture = pictures.read("the picture", sent.bytes());
    Target target =
        asked.width() > 0
            ? new Target(asked.width(), asked.height())
            : Target.times(picture, asked.scale());
    String upscaler = upscaling.choose(asked.upscaler()).name();
    Picture made = upscaling.enlarge(upscaler, picture, target, UpscaleWatcher.NONE);
    if (asked.keep()) {
      generations.keep(made, asked.infotext(pictures.infotext(sent.bytes()), upscaler));
    }
    return made;
  }
}
