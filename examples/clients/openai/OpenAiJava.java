import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Draws with OpenAI's own Java client, which only needs another base URL: {@code java -cp LIBRARIES
 * OpenAiJava.java http://127.0.0.1:7860 FOLDER [KEY]}, with com.openai:openai-java.
 */
final class OpenAiJava {
  private static final JsonValue KILN = JsonValue.from(Map.of("steps", 4, "seed", 7));

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(args[0] + "/v1")
            .apiKey(args.length > 2 ? args[2] : "none")
            .build();
    client.models().list().data().forEach(model -> System.out.println(model.id()));

    ImagesResponse drawn = client.images().generate(house().build());
    Path house = save(folder, "java-house.png", base64(drawn));

    ImageGenerateParams streamed = house().partialImages(1).build();
    try (StreamResponse<ImageGenStreamEvent> events = client.images().generateStreaming(streamed)) {
      events.stream()
          .flatMap(event -> event.generationCompleted().stream())
          .forEach(done -> save(folder, "java-stream.png", done.b64Json()));
    }

    ImagesResponse edited =
        client
            .images()
            .edit(
                ImageEditParams.builder()
                    .image(house)
                    .prompt("a red roofed house, night")
                    .model("gpt-image-1")
                    .putAdditionalBodyProperty("kiln", KILN)
                    .build());
    save(folder, "java-edit.png", base64(edited));

    try {
      client.images().generate(house().n(99).build());
    } catch (BadRequestException e) {
      System.out.println(e.getMessage());
    }
  }

  private static ImageGenerateParams.Builder house() {
    return ImageGenerateParams.builder()
        .prompt("a red roofed house")
        .model("gpt-image-1")
        .size(ImageGenerateParams.Size.of("64x64"))
        .putAdditionalBodyProperty("kiln", KILN);
  }

  private static String base64(ImagesResponse response) {
    return response.data().orElseThrow().get(0).b64Json().orElseThrow();
  }

  private static Path save(Path folder, String name, String base64) {
    try {
      Path file = Files.write(folder.resolve(name), Base64.getDecoder().decode(base64));
      System.out.println(file);
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
