import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/**
 * Draws with Spring AI's OpenAI image model: {@code java -cp LIBRARIES SpringAi.java
 * http://127.0.0.1:7860 FOLDER [KEY]}, with org.springframework.ai:spring-ai-openai. In a Spring
 * Boot application, {@code spring.ai.openai.base-url} does the same.
 */
final class SpringAi {
  public static void main(String[] args) throws IOException {
    ImageModel model =
        new OpenAiImageModel(
            OpenAiImageOptions.builder()
                .baseUrl(args[0] + "/v1")
                .apiKey(args.length > 2 ? args[2] : "none")
                .model("default")
                .width(64)
                .height(64)
                .build());
    String base64 =
        model.call(new ImagePrompt("a red roofed house")).getResult().getOutput().getB64Json();
    Path file = Path.of(args[1], "spring-ai.png");
    System.out.println(Files.write(file, Base64.getDecoder().decode(base64)));
  }
}
