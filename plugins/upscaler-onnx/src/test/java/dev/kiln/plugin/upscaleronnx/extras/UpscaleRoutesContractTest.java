package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.upscaleronnx.Resamplers;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import dev.kiln.spi.testkit.KeptPictures;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The routes, each over the plugin's own resamplers. */
class UpscaleRoutesContractTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final Picture PICTURE = Picture.black(9, 8);

  /** Lanczos alone. */
  private static final class OnlyLanczos implements Upscalers {
    @Override
    public List<UpscalerInfo> infos() {
      return List.of(info(Resamplers.LANCZOS));
    }

    @Override
    public UpscalerInfo info(String name) {
      return new UpscalerInfo(Resamplers.LANCZOS, 0, null);
    }

    @Override
    public Picture upscale(
        String name, Picture picture, int width, int height, UpscaleWatcher watcher) {
      return new Resamplers(CODEC)
          .upscale(new UpscaleCall(info(name), picture, width, height, watcher));
    }
  }

  @Nested
  class Extras extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return new ExtrasRoute(new Upscaling(new OnlyLanczos()), CODEC);
    }

    @Override
    protected List<FakeApiCall> calls() {
      String image = CODEC.encode(PICTURE);
      return List.of(
          new FakeApiCall(
              "POST", ExtrasRoute.ONE, Map.of(), Map.of("image", image, "upscaler_1", "Lanczos")),
          new FakeApiCall(
              "POST",
              ExtrasRoute.MANY,
              Map.of(),
              Map.of("imageList", List.of(Map.of("data", image)), "upscaler_1", "Lanczos")));
    }
  }

  @Nested
  class Upscale extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return new UpscaleRoute(new Upscaling(new OnlyLanczos()), CODEC, new KeptPictures());
    }

    @Override
    protected List<FakeApiCall> calls() {
      return List.of(
          new FakeApiCall("POST", UpscaleRoute.PATH).withContent("image/png", CODEC.write(PICTURE)),
          new FakeApiCall("GET", UpscaleRoute.PATH),
          new FakeApiCall("DELETE", UpscaleRoute.PATH));
    }
  }

  @Nested
  class Listed extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return new UpscalersRoute(new OnlyLanczos());
    }

    @Override
    protected List<FakeApiCall> calls() {
      return List.of(new FakeApiCall("GET", UpscalersRoute.PATH));
    }
  }
}
