package dev.kiln.plugin.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterrogateRouteContractTest extends HttpEndpointContract {
  private static final String BLACK = new PictureCodec().encode(Picture.black(8, 8));

  @TempDir private Path temp;
  private TestingTagger models;

  @BeforeEach
  void open() {
    models = new TestingTagger(temp).with("dd", 1, "tags.txt", "red_hair\ngreen_hair\nblue_hair\n");
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Override
  protected HttpEndpoint endpoint() {
    return new InterrogateRoute(models.tagger(), new PictureCodec());
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(call(BLACK, "clip"));
  }

  private static FakeApiCall call(String image, String model) {
    return new FakeApiCall(
        "POST", InterrogateRoute.PATH, Map.of(), Map.of("image", image, "model", model));
  }

  @Test
  void theJarAnswersAsWebuiDoes() {
    try (TestingHost host = new TestingHost(temp.resolve("host"), models.services())) {
      host.drop("tagger", Path.of("target", "classes"));
      Picture blue = Picture.black(8, 8);
      for (int i = 0; i < 64; i++) {
        blue.set(i % 8, i / 8, 0, 0, 255);
      }
      String image = new PictureCodec().encode(blue);
      assertThat(call(image, "deepdanbooru").jsonFrom(host.plugins()))
          .isEqualTo(Map.of("caption", "blue hair"));
      assertThat(((ApiResponse.Json) call("", "clip").sendTo(host.plugins())).status())
          .isEqualTo(404);
      assertThat(((ApiResponse.Json) call(image, "x").sendTo(host.plugins())).json())
          .asString()
          .contains("Model not found");
      assertThatThrownBy(() -> call("A".repeat(80), "clip").sendTo(host.plugins()))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("image is");
    }
  }
}
