package dev.kiln.host.random;

import dev.kiln.host.prompt.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** The tokenizer of a folder: CLIP's own, cut to the first entries where the table is smaller. */
final class RandomTokenizer {
  private RandomTokenizer() {}

  static void write(RandomModel model, Path folder) throws IOException {
    int entries = model.configs().path("text_encoder").path("vocab_size").asInt(49408);
    boolean version2 = model.configs().path("unet").path("cross_attention_dim").asInt() == 1024;
    ClipTokenizer.save(folder, entries, version2 ? "!" : "<|endoftext|>");
  }
}
