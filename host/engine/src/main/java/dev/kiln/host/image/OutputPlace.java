package dev.kiln.host.image;

import dev.kiln.host.AtomicFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.CliOutput;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the pictures of one request go. Created before the work begins, so that no picture is
 * computed that cannot be written.
 */
public abstract sealed class OutputPlace {
  private final PictureEncoding encoding;

  private OutputPlace(PictureEncoding encoding) {
    this.encoding = encoding;
  }

  /**
   * A file that the user named, in the format of its ending; what is there is replaced. Several
   * pictures are numbered: {@code x.png} becomes {@code x-1.png}, {@code x-2.png}, ...
   *
   * @param quality of what is not PNG, 1 to 100
   * @throws BadRequest when a picture cannot be written there
   */
  public static OutputPlace file(Path file, int pictures, int quality) {
    NamedFile place = new NamedFile(file, pictures, PictureEncoding.of(file, quality));
    for (int i = 0; i < pictures; i++) {
      WritableCheck.file(place.file(i));
    }
    return place;
  }

  /**
   * Files {@code <seed>-<n>.png}, or of another ending, in a folder, each with the first n from 1
   * that is free.
   *
   * @throws BadRequest when no file can be written there
   */
  public static OutputPlace folder(Path folder, PictureEncoding encoding) {
    WritableCheck.folder(folder);
    return new NumberedFiles(folder, encoding, false);
  }

  /** The same, where a picture of which there is an equal file is not written again. */
  public static OutputPlace folderOfDistinct(Path folder, PictureEncoding encoding) {
    WritableCheck.folder(folder);
    return new NumberedFiles(folder, encoding, true);
  }

  /**
   * Write one picture, whole or not at all.
   *
   * @param index of the picture in its request, from 0
   * @return the path written
   * @throws BadRequest when the place has become unwritable since it was checked
   */
  public final Path write(PngImage picture, int index, long seed) {
    try {
      Files.createDirectories(folder());
      return write(encoding.encode(picture), index, seed);
    } catch (IOException e) {
      throw WritableCheck.refusal(folder(), e);
    }
  }

  public final PictureEncoding encoding() {
    return encoding;
  }

  /**
   * Write a picture that has a name of its own beside another: {@code x-edges.png} beside {@code
   * x.png}. What is there is replaced.
   *
   * @param name any text; what no file's name should hold becomes a dash
   * @return the path written
   * @throws BadRequest when it cannot be written
   */
  public static Path beside(Path picture, String name, Picture given) {
    String stem = picture.getFileName().toString().replaceFirst("(?i)\\.(png|jpe?g|webp)$", "");
    String word = name.replaceAll("[^\\p{L}\\p{N}_]+", "-").replaceAll("^-|-$", "");
    Path file = picture.resolveSibling(stem + "-" + (word.isEmpty() ? "other" : word) + ".png");
    try {
      AtomicFile.replace(file, PictureCodec.png(given));
      return file;
    } catch (IOException e) {
      throw WritableCheck.refusal(file.toAbsolutePath().getParent(), e);
    }
  }

  /**
   * A file for anything.
   *
   * @throws BadRequest when it could not be written
   */
  public static CliOutput output(Path file) {
    WritableCheck.file(file);
    return content -> {
      Path folder = file.toAbsolutePath().getParent();
      try {
        Files.createDirectories(folder);
        AtomicFile.replace(file, content);
      } catch (IOException e) {
        throw WritableCheck.refusal(folder, e);
      }
    };
  }

  abstract Path folder();

  abstract Path write(byte[] bytes, int index, long seed) throws IOException;

  private static final class NamedFile extends OutputPlace {
    private final Path file;
    private final int pictures;

    NamedFile(Path file, int pictures, PictureEncoding encoding) {
      super(encoding);
      this.file = file;
      this.pictures = pictures;
    }

    @Override
    Path folder() {
      return file.toAbsolutePath().getParent();
    }

    @Override
    Path write(byte[] bytes, int index, long seed) throws IOException {
      AtomicFile.replace(file(index), bytes);
      return file(index);
    }

    Path file(int index) {
      if (pictures == 1) {
        return file;
      }
      String name = file.getFileName().toString();
      int point = name.lastIndexOf('.');
      return file.resolveSibling(
          name.substring(0, point) + "-" + (index + 1) + name.substring(point));
    }
  }

  private static final class NumberedFiles extends OutputPlace {
    private final Path folder;
    private final String ending;
    private final boolean distinct;

    NumberedFiles(Path folder, PictureEncoding encoding, boolean distinct) {
      super(encoding);
      this.folder = folder;
      this.distinct = distinct;
      this.ending = "." + encoding.format().ending();
    }

    @Override
    Path folder() {
      return folder;
    }

    @Override
    Path write(byte[] bytes, int index, long seed) throws IOException {
      for (int n = 1; ; n++) {
        Path file = folder.resolve(seed + "-" + n + ending);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          if (distinct && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return file;
          }
          continue;
        }
        try {
          AtomicFile.create(file, bytes);
          return file;
        } catch (FileAlreadyExistsException e) {
          // Another process was faster: take the next number.
        }
      }
    }
  }
}
