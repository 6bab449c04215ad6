package dev.kiln.host.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model of a few kilobytes, for tests in which it does not matter what is drawn. */
public final class TinyModel {
  private static final List<String> FILES =
      List.of(
          "model_index.json",
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "text_encoder/model.onnx",
          "tokenizer/merges.txt",
          "tokenizer/special_tokens_map.json",
          "tokenizer/tokenizer_config.json",
          "tokenizer/vocab.json",
          "unet/config.json",
          "unet/model.onnx",
          "vae_decoder/config.json",
          "vae_decoder/model.onnx",
          "vae_encoder/config.json",
          "vae_encoder/model.onnx");

  private TinyModel() {}

  /**
   * Copy the model to {@code folder/tiny}. It is read as a resource, so that this works from the
   * host's test jar as well.
   *
   * @return the models folder: the given one
   */
  public static Path copyTo(Path folder) throws IOException {
    for (String file : FILES) {
      Path target = folder.resolve("tiny").resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream in = TinyModel.class.getResourceAsStream("/tiny/" + file)) {
        if (in == null) {
          throw new IOException("the tests' resources have no /tiny/" + file);
        }
        Files.copy(in, target);
      }
    }
    return folder;
  }

  /** Make its one attention something that is none, in a file as long as before. */
  public static void withoutAttention(Path models) throws IOException {
    Path unet = models.resolve("tiny/unet/model.onnx");
    String bytes = Files.readString(unet, StandardCharsets.ISO_8859_1);
    Files.writeString(unet, bytes.replace("Softmax", "Sigmoid"), StandardCharsets.ISO_8859_1);
  }
}
