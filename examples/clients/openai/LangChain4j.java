import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * Draws with LangChain4j's OpenAI image model: {@code java -cp LIBRARIES LangChain4j.java
 * http://127.0.0.1:7860 FOLDER [KEY]}, with dev.langchain4j:langchain4j-open-ai.
 */
final class LangChain4j {
  public static void main(String[] args) throws IOException {
    String key = args.length > 2 ? args[2] : "none";
    Path folder = Path.of(args[1]);

    Image picture = model(args[0], key, "default").generate("a red roofed house").content();
    byte[] png = Base64.getDecoder().decode(picture.base64Data());
    System.out.println(Files.write(folder.resolve("langchain4j.png"), png));

    // By its address, as OpenAI's older models answer.
    URI address = model(args[0], key, "dall-e-3").generate("a red roofed house").content().url();
    byte[] second = address.toURL().openStream().readAllBytes();
    System.out.println(Files.write(folder.resolve("langchain4j-address.png"), second));
  }

  private static ImageModel model(String address, String key, String name) {
    return OpenAiImageModel.builder()
        .baseUrl(address + "/v1")
        .apiKey(key)
        .modelName(name)
        .size("64x64")
        .quality("low")
        .timeout(Duration.ofMinutes(10))
        .build();
  }
}
