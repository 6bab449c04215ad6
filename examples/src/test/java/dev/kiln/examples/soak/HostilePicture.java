package dev.kiln.examples.soak;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Picture files, of which most are wrong in some way. */
record HostilePicture(Random random) {
  private static final int HEADER_END = 33;

  byte[] file() {
    byte[] sound = sound();
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(sound, random.nextInt(sound.length));
      case 1 -> flipped(sound);
      case 2 -> bomb();
      case 3 -> noise(random.nextInt(300));
      case 4 -> webp();
      default -> sound;
    };
  }

  private byte[] sound() {
    int width = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(96);
    int height = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(96);
    BufferedImage image = image(width, height);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    boolean jpeg = image.getType() == BufferedImage.TYPE_INT_RGB && random.nextBoolean();
    return encoded(image, jpeg ? "jpg" : "png");
  }

  private BufferedImage image(int width, int height) {
    int[] types = {
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_USHORT_GRAY,
      BufferedImage.TYPE_BYTE_GRAY,
      BufferedImage.TYPE_BYTE_BINARY
    };
    int type = random.nextInt(types.length + 1);
    return type < types.length
        ? new BufferedImage(width, height, types[type])
        : new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette());
  }

  /** Four colors, one of them transparent. */
  private IndexColorModel palette() {
    byte[] colors = noise(16);
    return new IndexColorModel(2, 4, colors, 0, true);
  }

  private byte[] flipped(byte[] file) {
    for (int i = 0; i < 1 + random.nextInt(20); i++) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
    }
    return file;
  }

  /** A small PNG that says it is large. */
  private byte[] bomb() {
    byte[] file = encoded(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int side = 1 << 12 + random.nextInt(19);
    bytes.putInt(16, side).putInt(20, side);
    CRC32 sum = new CRC32();
    sum.update(file, 12, HEADER_END - 4 - 12);
    bytes.putInt(HEADER_END - 4, (int) sum.getValue());
    return file;
  }

  /** The container of WebP around nothing of sense. */
  private byte[] webp() {
    byte[] inner = noise(20 + random.nextInt(100));
    ByteBuffer file = ByteBuffer.allocate(20 + inner.length);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII));
    file.putInt(Integer.reverseBytes(12 + inner.length));
    String kind = random.nextBoolean() ? "WEBPVP8 " : "WEBPVP8X";
    file.put(kind.getBytes(StandardCharsets.US_ASCII));
    return file.putInt(Integer.reverseBytes(inner.length)).put(inner).array();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] encoded(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
