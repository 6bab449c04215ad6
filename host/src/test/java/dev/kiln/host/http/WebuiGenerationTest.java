package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.pipeline.GenerationRequest;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebuiGenerationTest {
  private static final String ROUTE = "/sdapi/v1/txt2img";
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anEmptyRequestHasTheDefaultsOfWebuiAndTheSizeOfTheModel() throws Exception {
    assertThat(server.post(ROUTE, "{}").status()).isEqualTo(200);

    GenerationRequest request = server.generator.requests.get(0);
    assertThat(request.steps()).isEqualTo(50);
    assertThat(request.cfgScale()).isEqualTo(7);
    assertThat(request.sampler()).isEqualTo("Euler");
    assertThat(request.scheduler()).isEqualTo("automatic");
    assertThat(request.width()).isZero();
    assertThat(request.height()).isZero();
    assertThat(request.seed()).isEqualTo(-1);
  }

  @Test
  void theAnswerHoldsPicturesParametersAndInfo() throws Exception {
    Answer answer =
        server.post(ROUTE, "{\"prompt\":\"a cat\",\"seed\":5,\"batch_size\":2,\"unknown\":1}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("images")).hasSize(2);
    byte[] png = Base64.getDecoder().decode(answer.json().at("/images/0").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);
    assertThat(answer.json().at("/parameters/steps").asInt()).isEqualTo(50);
    JsonNode info = server.parse(answer.json().get("info").asText());
    assertThat(info.get("all_seeds").toString()).isEqualTo("[5,6]");
    assertThat(answer.raw().headers().firstValue("X-Process-Time")).isPresent();
  }
}
