package dev.kiln.host.weights.file;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a GGUF file holds, as stable-diffusion.cpp and ComfyUI-GGUF write it. Only the header is
 * read. The file may come from anyone: whatever it says is checked.
 *
 * @param file its real path
 * @param metadata its entries that are text
 * @param tensors by name, in the header's order; shapes as torch has them, outermost axis first
 */
public record Gguf(Path file, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
  /** Whether a file's name is that of such a file. */
  public static boolean isOne(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  /**
   * Read a file's header.
   *
   * @throws BadRequest when it is not a whole and valid GGUF file, or has numbers of a kind that
   *     Kiln does not unpack; says what is wrong
   */
  public static Gguf read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BadRequest("there is no file " + path);
    }
    try {
      Path file = path.toRealPath();
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        return new GgufReader(file, Files.size(file), in).read();
      } catch (EOFException tooShort) {
        throw broken(file, "it ends inside its header");
      }
    } catch (IOException e) {
      throw new BadRequest(path + " cannot be read: " + DiskReason.of(e), e);
    }
  }

  static BadRequest broken(Path file, String what) {
    return new BadRequest(
        file + " is not a valid GGUF file: " + what + "; download or copy it again");
  }
}
