package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A prompt that is not typed: {@code -} for stdin, or a file. Read once, as it stands there. */
@FlagGroup.Of(FlagGroup.PROMPT)
final class PromptFile {
  static final String HELP = "what to draw; may be empty; - reads it from stdin";

  /** Far more than is read of a prompt. */
  private static final int MOST_BYTES = 1 << 20;

  private final InputStream in;

  @Option(
      names = "--prompt-file",
      paramLabel = "FILE",
      description = "a text file to take in place of PROMPT")
  private @Nullable Path file;

  PromptFile(InputStream in) {
    this.in = in;
  }

  /**
   * The prompt.
   *
   * @param typed null for none
   * @return null where there is none
   * @throws BadRequest when there are two, or what is named cannot be read
   */
  @Nullable String read(@Nullable String typed) {
    if (file == null) {
      return "-".equals(typed) ? text("stdin", stdin()) : typed;
    }
    if (typed != null) {
      throw new BadRequest(
          "the prompt is typed, and --prompt-file %s is one too; leave one of them out"
              .formatted(file));
    }
    return text(file.toString(), new UserFile(file, "a text file").bytes());
  }

  private byte[] stdin() {
    try {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new BadRequest("stdin cannot be read, " + DiskReason.of(e) + "; type the prompt", e);
    }
  }

  /** Without what editors put at the ends of a text; Windows ends its lines otherwise. */
  private static String text(String what, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new BadRequest(what + " is larger than 1 MB, which no prompt is");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String prompt = text.replace("\uFEFF", "").replace("\r\n", "\n").stripTrailing();
      if (prompt.isEmpty()) {
        throw new BadRequest(what + " is empty; write a prompt, or type \"\" for none");
      }
      return prompt;
    } catch (CharacterCodingException e) {
      throw new BadRequest(what + " is no text in UTF-8; save it as one", e);
    }
  }
}
