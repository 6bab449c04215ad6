package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of changing sizes, LoRA sets and models: a server's memory does not grow with time. */
class MemorySoak {
  private static final int REQUESTS = Soak.count("requests", 2000);

  /** The last tenth may take so much more than the middle one. */
  private static final double FLAT = 1.1;

  private static final int LORAS = 6;
  private static final int POINTS = 20;
  private static final List<String> MODELS = List.of("default", "one", "two");

  @TempDir Path folder;
  private final Random random = new Random(5);

  @Test
  void memoryIsFlat() throws Exception {
    Product product = new Product(folder);
    for (int i = 1; i < MODELS.size(); i++) {
      product.run(
          "models",
          "random",
          "--like",
          "tiny",
          "--seed",
          String.valueOf(i),
          product.models.resolve(MODELS.get(i)).toString());
    }
    for (int i = 0; i < LORAS; i++) {
      randomLora(product.models.resolve("lora"), "random" + i);
    }
    List<Long> resident = new ArrayList<>();
    try (Server server = product.serve("--measure-time", "0", "--resident-models", "2")) {
      for (int i = 0; i < REQUESTS; i++) {
        ObjectNode request = request();
        Server.Answer answer = server.post("/sdapi/v1/txt2img", request);
        assertThat(answer.status()).as("%s: %s", request, answer.text()).isEqualTo(200);
        resident.add(server.rss() >> 10);
      }
      assertThat(server.log()).doesNotContain("\tat ");
    }
    long middle = median(resident.subList(REQUESTS * 9 / 20, REQUESTS * 11 / 20));
    long last = median(resident.subList(REQUESTS * 9 / 10, REQUESTS));
    Soak.report(
        REQUESTS + " requests of changing sizes, LoRA sets and models",
        "resident %d MB in the middle tenth, %d MB in the last; curve %s",
        middle,
        last,
        curve(resident));
    assertThat((double) last).isLessThanOrEqualTo(FLAT * middle);
  }

  private ObjectNode request() {
    ObjectNode request = new ObjectMapper().createObjectNode();
    String model = MODELS.get(random.nextInt(MODELS.size()));
    StringBuilder prompt = new StringBuilder("a girl");
    // The LoRA files fit the default model.
    for (int i = random.nextInt(4); i > 0 && model.equals("default"); i--) {
      prompt.append(" <lora:random%d:%.1f>".formatted(random.nextInt(LORAS), random.nextFloat()));
    }
    request.put("prompt", prompt.toString()).put("seed", random.nextInt(1000));
    request.put("steps", 1 + random.nextInt(3));
    request.put("width", 64 * (1 + random.nextInt(4))).put("height", 64 * (1 + random.nextInt(4)));
    request.putObject("override_settings").put("sd_model_checkpoint", model);
    return request;
  }

  /** A file of the shape of a real one, with values of its own. */
  private void randomLora(Path loras, String name) throws IOException {
    byte[] file = Files.readAllBytes(loras.resolve("cape.safetensors"));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong(0));
    JsonNode tensors = new ObjectMapper().readTree(file, Long.BYTES, header);
    for (JsonNode tensor : tensors) {
      if (tensor.path("dtype").asText().equals("F16") && tensor.path("shape").size() > 1) {
        int start = Long.BYTES + header + tensor.at("/data_offsets/0").asInt();
        int end = Long.BYTES + header + tensor.at("/data_offsets/1").asInt();
        for (int at = start; at < end; at += Short.BYTES) {
          // Half floats of either sign from 2⁻¹⁰ to 2⁻⁷.
          bytes.putShort(at, (short) (random.nextInt(2) << 15 | 0x1400 + random.nextInt(0x0c00)));
        }
      }
    }
    Files.write(loras.resolve(name + ".safetensors"), file);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String curve(List<Long> values) {
    int step = Math.max(1, values.size() / POINTS);
    List<Long> points = new ArrayList<>();
    for (int i = 0; i + step <= values.size(); i += step) {
      points.add(median(values.subList(i, i + step)));
    }
    return points.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
