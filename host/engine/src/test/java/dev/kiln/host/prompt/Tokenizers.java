package dev.kiln.host.prompt;

import java.nio.file.Path;

/** The default model's tokenizer. */
final class Tokenizers {
  static final ClipTokenizer DEFAULT =
      ClipTokenizer.read(
          Path.of(System.getProperty("kiln.root"), "models", "default", "tokenizer"));

  private Tokenizers() {}
}
