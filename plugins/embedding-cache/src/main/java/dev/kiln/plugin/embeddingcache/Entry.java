package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One embedding as a file, all numbers little-endian: magic "KEMB", version 1, length of the key,
 * the key, tokens, width (int32 each but the key), tokens * width float32, CRC-32C of all before.
 */
final class Entry {
  private static final int MAGIC = 0x424d454b;
  private static final int VERSION = 1;

  private final byte[] key;

  Entry(EmbeddingKey key) {
    this.key = bytes(key);
  }

  /**
   * Everything that is in the key, each part led by its length: no two keys have the same bytes.
   */
  private static byte[] bytes(EmbeddingKey key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, key.encoder());
      out.writeInt(key.patches().size());
      for (String patch : key.patches()) {
        write(out, patch);
      }
      out.writeInt(key.tokenIds().size());
      for (int id : key.tokenIds()) {
        out.writeInt(id);
      }
      out.writeInt(key.clipSkip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** SHA-256 of the key, hexadecimal. */
  String name() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] write(Tensor embedding) {
    int size = 5 * Integer.BYTES + key.length + Float.BYTES * embedding.size() + Integer.BYTES;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putInt(VERSION).putInt(key.length).put(key);
    file.putInt(embedding.dim(0)).putInt(embedding.dim(1));
    file.asFloatBuffer().put(embedding.data());
    file.position(size - Integer.BYTES);
    file.putInt(checksum(file.array()));
    return file.array();
  }

  /** The embedding, or empty when the file is cut short, damaged or another key's. */
  Optional<Tensor> read(byte[] bytes) {
    int head = 5 * Integer.BYTES + key.length;
    if (bytes.length < head + Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean ours =
        file.getInt() == MAGIC && file.getInt() == VERSION && file.getInt() == key.length;
    if (!ours
        || !Arrays.equals(key, 0, key.length, bytes, file.position(), file.position() + key.length)
        || file.getInt(bytes.length - Integer.BYTES) != checksum(bytes)) {
      return Optional.empty();
    }
    file.position(file.position() + key.length);
    int tokens = file.getInt();
    int width = file.getInt();
    long values = (long) tokens * width;
    if (tokens <= 0 || width <= 0 || head + Float.BYTES * values + Integer.BYTES != bytes.length) {
      return Optional.empty();
    }
    float[] data = new float[(int) values];
    file.asFloatBuffer().get(data);
    return Optional.of(Tensor.of(data, tokens, width));
  }

  /** Of all but the last four bytes. */
  private static int checksum(byte[] file) {
    CRC32C crc = new CRC32C();
    crc.update(file, 0, file.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
