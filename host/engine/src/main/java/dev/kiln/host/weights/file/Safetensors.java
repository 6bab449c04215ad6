package dev.kiln.host.weights.file;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a safetensors file holds: 8 bytes with the header's length, the header as JSON, the values.
 * Only the header is read. The file may come from anyone: whatever it says is checked, and memory
 * is taken for what is there, not for what is claimed.
 *
 * @param file its real path
 * @param metadata what its maker wrote about it
 * @param tensors by name, in the header's order
 */
public record Safetensors(
    Path file, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
  /** As the format's own library has it. */
  private static final long LONGEST_HEADER = 100_000_000;

  /**
   * Read a file's header.
   *
   * @throws BadRequest when it is not a whole and valid safetensors file; says what is wrong
   */
  public static Safetensors read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BadRequest("there is no file " + path);
    }
    try {
      Path file = path.toRealPath();
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        return read(file, Files.size(file), in);
      }
    } catch (IOException e) {
      throw new BadRequest(path + " cannot be read: " + DiskReason.of(e), e);
    }
  }

  private static Safetensors read(Path file, long size, InputStream in) throws IOException {
    byte[] start = in.readNBytes(Long.BYTES);
    if (start.length < Long.BYTES) {
      throw broken(file, "it has " + start.length + " bytes, fewer than the header's length takes");
    }
    ForeignFile.refuse(file, start);
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long rest = size - Long.BYTES;
    if (length < 2 || length > rest || length > LONGEST_HEADER) {
      throw broken(
          file,
          "it claims a header of "
              + Long.toUnsignedString(length)
              + " bytes, where 2 to "
              + Math.min(rest, LONGEST_HEADER)
              + " are possible");
    }
    HeaderReader header = new HeaderReader(file, Long.BYTES + length, rest - length);
    header.read(in, length);
    return new Safetensors(file, header.metadata(), header.tensors());
  }

  static BadRequest broken(Path file, String what) {
    return new BadRequest(
        file + " is not a valid safetensors file: " + what + "; download or copy it again");
  }
}
