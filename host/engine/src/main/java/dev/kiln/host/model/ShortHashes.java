package dev.kiln.host.model;

import dev.kiln.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The short hashes of webUI and its extensions that do not cover a whole file. */
final class ShortHashes {
  private static final int SAMPLE = 0x10000;
  private static final int SAMPLE_START = 0x100000;

  private ShortHashes() {}

  /** Of a LoRA: SHA-256 of what follows the header, so that edited metadata change nothing. */
  static String ofValues(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      long header =
          ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      in.skipNBytes(header);
      return Sha256.of(in).substring(0, 12);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a ControlNet: SHA-256 of 64 KiB from the second mebibyte on. */
  static String ofSample(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skip(SAMPLE_START);
      return Sha256.of(in.readNBytes(SAMPLE)).substring(0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
