package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.Route;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.pf4j.Extension;

/** Makes a map from a picture file and returns a file, since base64 is inconvenient with curl. */
@Extension
@Singleton
@Route(
    method = "POST",
    path = MapRoute.PATH,
    summary = "Make a control picture of a file: the body itself, or a form's picture and mask",
    query = MapRoute.Asked.class,
    accepts = "image/*",
    parts = {MapRoute.PICTURE, MapRoute.MASK})
public final class MapRoute implements HttpEndpoint {
  static final String PATH = "/kiln/v1/controlnet/map";
  static final String PICTURE = "picture";
  static final String MASK = "mask";

  /** -1 is out of every range: the preprocessor's own value. */
  record Asked(
      @Option(label = "Preprocessor", defaultValue = "none") String module,
      @Option(label = "Resolution", defaultValue = "-1") int resolution,
      @Option(label = "First slider", defaultValue = "-1") double thresholdA,
      @Option(label = "Second slider", defaultValue = "-1") double thresholdB) {}

  private final ControlPreprocessors preprocessors;
  private final Pictures pictures;

  @Inject
  MapRoute(ControlPreprocessors preprocessors, Pictures pictures) {
    this.preprocessors = preprocessors;
    this.pictures = pictures;
  }

  @Override
  public ApiResponse handle(ApiCall call) throws IOException {
    Asked asked = call.query(Asked.class);
    ApiContent sent = call.part(PICTURE).orElseGet(call::content);
    if (sent.size() == 0) {
      throw new BadRequest("there is no picture; send it as the body, or as the form's " + PICTURE);
    }
    Picture picture = pictures.read("the picture", sent.bytes());
    Optional<ApiContent> mask = call.part(MASK);
    PreprocessorCall work =
        new PreprocessorCall(
            picture,
            mask.isEmpty() ? null : mask(mask.get(), picture),
            asked.resolution(),
            asked.thresholdA(),
            asked.thresholdB());
    return new ApiResponse.Bytes(
        "image/png", pictures.write(preprocessors.run(asked.module(), work).map()));
  }

  private Picture mask(ApiContent sent, Picture of) throws IOException {
    return DetectRoute.sameSize("the mask", pictures.read("the mask", sent.bytes()), of);
  }
}
