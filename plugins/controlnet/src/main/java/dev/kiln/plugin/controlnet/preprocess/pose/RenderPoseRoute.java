package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Draws poses that an editor made; the body is a bare list of them. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = "/controlnet/render_openpose_json",
    summary = "Draw poses in OpenPose's JSON")
public final class RenderPoseRoute implements HttpEndpoint {
  /** As many as the largest picture that the host takes. */
  private static final long MOST_PIXELS = 64_000_000;

  private final Pictures pictures;

  @Inject
  RenderPoseRoute(Pictures pictures) {
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) {
    if (!(call.json() instanceof List<?> poses)) {
      throw new BadRequest("the body is no list of poses: [{\"people\": [...], ...}, ...]");
    }
    if (poses.isEmpty()) {
      return ApiResponse.ok(Map.of("info", "No pose data detected."));
    }
    List<Pose> read = new ArrayList<>();
    long pixels = 0;
    for (Object json : poses) {
      Pose pose = PoseJson.read("pose " + (read.size() + 1), json);
      pixels += (long) pose.width() * pose.height();
      if (pixels > MOST_PIXELS) {
        throw new BadRequest(
            "the canvases of the first %d poses have %d pixels; at most %d million are drawn at once, send fewer"
                .formatted(read.size() + 1, pixels, MOST_PIXELS / 1_000_000));
      }
      read.add(pose);
    }
    List<String> images =
        read.stream().map(it -> pictures.encode(PoseDrawing.of(it, WantedParts.ALL))).toList();
    return ApiResponse.ok(Map.of("images", images, "info", "Success"));
  }
}
