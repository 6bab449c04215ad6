package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures as PNG with webUI's {@code parameters} text. */
public final class PngFile {
  private static final String KEYWORD = "parameters";

  /** Signature and header chunk: text may stand right behind them. */
  private static final int HEADER_END = 8 + 25;

  private PngFile() {}

  /**
   * Write a file in one piece: it is there whole or not at all.
   *
   * @param rgb width x height x 3 bytes
   * @throws BadRequest when the place cannot be written
   */
  public static void write(Path file, int width, int height, byte[] rgb, String parameters) {
    byte[] png = encode(width, height, rgb, parameters);
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".kiln", ".part");
      try {
        Files.write(part, png);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** A picture as the bytes of a PNG file. */
  public static byte[] encode(int width, int height, byte[] rgb, String parameters) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
      return withText(bytes.toByteArray(), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code parameters} text of a PNG; empty when it has none or is no PNG. */
  public static Optional<String> parameters(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png);
    if (png.length < HEADER_END) {
      return Optional.empty();
    }
    in.position(8);
    while (in.remaining() >= 12) {
      int length = in.getInt();
      byte[] type = new byte[4];
      in.get(type);
      if (length < 0 || length > in.remaining() - 4) {
        return Optional.empty();
      }
      byte[] data = new byte[length];
      in.get(data);
      in.getInt();
      Optional<String> text = text(new String(type, StandardCharsets.US_ASCII), data);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(String type, byte[] data) {
    byte[] start = (KEYWORD + "\0").getBytes(StandardCharsets.US_ASCII);
    boolean ours =
        data.length >= start.length && Arrays.equals(Arrays.copyOf(data, start.length), start);
    if (!ours) {
      return Optional.empty();
    }
    // iTXt has four more bytes: no compression, its method, and two empty fields.
    return switch (type) {
      case "tEXt" -> Optional.of(from(data, start.length, StandardCharsets.ISO_8859_1));
      case "iTXt" -> Optional.of(from(data, start.length + 4, StandardCharsets.UTF_8));
      default -> Optional.empty();
    };
  }

  private static String from(byte[] data, int at, Charset charset) {
    return new String(data, at, data.length - at, charset);
  }

  /** Latin-1 text as tEXt, other text as iTXt, as Pillow does. */
  private static byte[] withText(byte[] png, String parameters) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write((KEYWORD + "\0").getBytes(StandardCharsets.US_ASCII));
    boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(parameters);
    if (latin) {
      data.write(parameters.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      data.write(new byte[4]);
      data.write(parameters.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, HEADER_END);
    chunk(new DataOutputStream(out), latin ? "tEXt" : "iTXt", data.toByteArray());
    out.write(png, HEADER_END, png.length - HEADER_END);
    return out.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(data);
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
